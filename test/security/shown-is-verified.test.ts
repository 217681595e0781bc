import { type Bytes, latin1Bytes, latin1Text } from '../../shared/base/bytes';
import { canonicalForm } from '../../shared/mime/canonical-form';
import { composeMultipart } from '../../shared/mime/compose-mime';
import { attachmentsOf, shownText } from '../../shared/mime/shown-text';
import { openOctets } from '../../shared/smime/open-message';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { protectEntity } from '../../shared/smime/protect-message';
import { type Party } from '../support/test-ca';
import {
  type Cast,
  contextOf,
  createCast,
  messageOf,
  NOW,
  replaced,
  signerOf,
  withBareLineFeeds,
} from '../shared/smime/messages';

/** What the signature holds for must be what the reader sees, and nothing beside it. */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const sign = (party: Party, entity: Bytes, form: 'clear' | 'opaque' = 'clear'): Promise<Bytes> =>
  protectEntity({ entity: canonicalForm(entity), sign: { signer: signerOf(party), form, signingTime: NOW } });
const open = (octets: Bytes): Promise<OpenedMessage> => openOctets(octets, contextOf(cast));

describe('line ends changed on the way', () => {
  const parts = [
    'Content-Type: text/plain\r\n\r\nWe agree.',
    'Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nNot at all.',
  ];

  it('that a store makes leave the message signed', async () => {
    const opened = await open(
      withBareLineFeeds(messageOf(await sign(cast.alice, composeMultipart('mixed', parts.map(latin1Bytes))))),
    );
    expect(opened.summary.state).toBe('signed-valid');
    expect(shownText(opened.root).trim()).toBe('We agree.');
    expect(attachmentsOf(opened.root)).toHaveLength(1);
  });

  it.each([
    ['a header line', 'text/plain\r\nContent-Disposition', 'text/plain\rContent-Disposition'],
    ['the line of a boundary', 'agree.\r\n--', 'agree.\r--'],
    ['the empty line', 'attachment\r\n\r\nNot', 'attachment\r\n\rNot'],
  ])('that take apart %s break the signature', async (_, from, to) => {
    const octets = messageOf(await sign(cast.alice, composeMultipart('mixed', parts.map(latin1Bytes))));
    const opened = await open(replaced(octets, from, to));
    expect(opened.summary.state).toBe('signed-invalid');
  });
});

describe('a header that two programs read in two ways', () => {
  const text = latin1Bytes('Content-Type: text/plain\r\n\r\nWe agree.');

  it.each([
    ['a second boundary', '"\r\n\r\nThis is', '"; boundary=other\r\n\r\nThis is'],
    ['a second boundary in another form', '; protocol', "; boundary*=us-ascii\'\'other; protocol"],
    ['a boundary in pieces besides', '; protocol', '; boundary*0=oth; boundary*1=er; protocol'],
    [
      'a second Content-Type',
      'MIME-Version: 1.0',
      'Content-Type: multipart/signed; boundary=x; protocol="application/pkcs7-signature"',
    ],
    ['a line that is no field', 'MIME-Version: 1.0', 'Here a body may begin\r\nMIME-Version: 1.0'],
    ['a CR inside a field', 'MIME-Version: 1.0', 'MIME-Version: 1.0\rContent-Type: text/html'],
    ['a NUL inside a field', 'MIME-Version: 1.0', 'MIME-Version: 1.0\0'],
  ])('is not believed: %s', async (_, from, to) => {
    const opened = await open(replaced(messageOf(await sign(cast.alice, text)), from, to));
    expect(opened.summary.state).toBe('uncheckable');
  });

  it('is not believed where only text behind the boundary makes delimiter lines of it', async () => {
    const octets = messageOf(await sign(cast.alice, text));
    const boundary = /boundary="([^"]+)"/.exec(latin1Text(octets))?.[1] ?? '';
    const loose = latin1Text(octets).replaceAll(`\r\n--${boundary}\r\n`, `\r\n--${boundary} here\r\n`);
    expect((await open(latin1Bytes(loose))).summary.state).toBe('uncheckable');
  });

  it('is not believed for CMS under another name either', async () => {
    const octets = messageOf(await sign(cast.alice, text, 'opaque'));
    const named = replaced(octets, 'application/pkcs7-mime; smime-type=signed-data', 'application/octet-stream');
    expect((await open(named)).summary.state).toBe('signed-valid');
    const twofold = replaced(
      named,
      'Content-Transfer-Encoding',
      'Content-Type: text/html\r\nContent-Transfer-Encoding',
    );
    expect((await open(twofold)).summary.state).toBe('uncheckable');
  });
});
