import { latin1Bytes, latin1Text } from '../../shared/base/bytes';
import { canonicalForm } from '../../shared/mime/canonical-form';
import { openOctets } from '../../shared/smime/open-message';
import { protectEntity } from '../../shared/smime/protect-message';
import { contextOf, createCast, type Cast, messageOf, NOW, signerOf } from '../shared/smime/messages';

/**
 * Mallory writes another header and another text around what Alice signed, so that we find her part and another program,
 * which shows the message beside our mark, finds Mallory's.
 */
let cast: Cast;
let signed: string;
let boundary: string;
beforeAll(async () => {
  cast = await createCast();
  const entity = canonicalForm(latin1Bytes('Content-Type: text/plain\r\n\r\nWe agree.'));
  const sign = { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW } as const;
  signed = latin1Text(messageOf(await protectEntity({ entity, sign })));
  boundary = /boundary="([^"]+)"/.exec(signed)?.[1] ?? '';
});

const FORGED = 'Content-Type: text/plain\r\n\r\nWe do not agree.';
const stateOf = async (message: string): Promise<string> =>
  (await openOctets(latin1Bytes(message), contextOf(cast))).summary.state;

/** The signed parts between delimiters of `ours`, the forged one in front of them behind a delimiter of `theirs`. */
function twofold(written: string, ours: string, theirs: string): string {
  return signed
    .replace(`boundary="${boundary}"`, `boundary=${written}`)
    .replaceAll(`--${boundary}`, `--${ours}`)
    .replace(`\r\n--${ours}\r\n`, `\r\n--${theirs}\r\n${FORGED}\r\n--${ours}\r\n`);
}

describe('a boundary that is read in two ways', () => {
  it.each([
    ['white space at its end', '"x "', 'x ', 'x'],
    ['white space in front', '" x"', ' x', 'x'],
    ['white space without quotes', 'x y', 'x y', 'x'],
    ['a comment, or none', 'x(y)', 'x(y)', 'x'],
    ['a comment behind quotes', '"x" (y)', 'x', 'x" (y)'],
    ['something escaped', '"x\\y"', 'xy', 'x\\y'],
    ['text behind the quotes', '"x"y', 'x', 'xy'],
    ['quotes in the middle', 'x"y"', 'x"y"', 'xy'],
    ['a comma without quotes', 'x,y', 'x,y', 'x'],
    ['angle brackets without quotes', '<x>', '<x>', 'x'],
    ['8-bit octets', '"x\u00e9"', 'x\u00c3\u00a9', 'x\u00e9'],
    ['a decoy in another parameter', '"x\\y"; name="; boundary=xy; "', 'xy', 'x\\y'],
    ['a form that old programs do not know', "a; boundary*=us-ascii''x", 'x', 'a'],
  ])('bars the mark: %s', async (_, written, ours, theirs) => {
    expect(await stateOf(twofold(written, ours, theirs))).toBe('uncheckable');
  });

  it.each([
    ['without quotes', '----=_Part_1.2/3:4?', '----=_Part_1.2/3:4?'],
    ['in quotes, with what must stand in them', '"(x) y,<z>"', '(x) y,<z>'],
    ['in quotes, with its own name in it', '"----boundary-1"', '----boundary-1'],
    ['with a parameter behind', '"x"; charset=utf-8', 'x'],
  ])('is none where it is written plainly: %s', async (_, written, ours) => {
    expect(await stateOf(twofold(written, ours, 'another'))).toBe('signed-valid');
  });
});

describe('a CR without LF around what is signed', () => {
  const forged = (): string => `\r--${boundary}\r${FORGED.replaceAll('\r\n', '\r')}`;

  it('may be the end of a line to others, in front', async () => {
    const first = `\r\n--${boundary}\r\n`;
    expect(await stateOf(signed.replace(first, forged() + first))).toBe('uncheckable');
  });

  it('and behind', async () => {
    const last = `\r\n--${boundary}--`;
    expect(await stateOf(signed.replace(last, forged() + last))).toBe('uncheckable');
  });
});
