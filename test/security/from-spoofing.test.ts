import { openOctets } from '../../shared/smime/open-message';
import { parseMailboxes } from '../../shared/mime/address';
import { protectEntity } from '../../shared/smime/protect-message';
import { type Bytes } from '../../shared/base/bytes';
import {
  ALICE,
  BOB,
  type Cast,
  contextOf,
  createCast,
  entityOf,
  messageOf,
  NOW,
  replaced,
  signerOf,
} from '../shared/smime/messages';

/**
 * Mallory has a message that Alice really signed, or a certificate of Mallory's own, and writes the header around it.
 * "Johnny, you are fired" 4.4: what one program compares, another does not show.
 */
let cast: Cast;
let signed: Bytes;
beforeAll(async () => {
  cast = await createCast();
  const sign = { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW } as const;
  signed = messageOf(await protectEntity({ entity: entityOf('Hello\r\n'), sign }));
});

async function stateFrom(field: string): Promise<string> {
  const octets = replaced(signed, `From: Someone <${ALICE}>`, field);
  const { summary, signatures } = await openOctets(octets, contextOf(cast));
  return `${summary.state} ${signatures[0]?.address ?? ''}`;
}

describe('a header that shows somebody else than it names', () => {
  it.each([
    ['a second field without address', `From: "The Director" <>\r\nFrom: ${ALICE}`],
    ['a second field of a comment', `From: ${ALICE}\r\nFrom: (director@example.test)`],
    ['a second, empty field', `From: ${ALICE}\r\nFrom:`],
    ['an entry without address in front', `From: "director@example.test" <>, ${ALICE}`],
    ['a group', `From: "director@example.test": ${ALICE};`],
    ['two addresses in angle brackets', `From: <director@example.test> <${ALICE}>`],
    ['a group after the address', `From: "The Director" <${ALICE}>: director@example.test`],
    ['another address behind the brackets', `From: <${ALICE}>director@example.test`],
    ['an encoded word as the address', 'From: =?utf-8?Q?alice=40example.test?='],
    ['the obsolete blank in front of the colon', `From : director@example.test\r\nFrom: ${ALICE}`],
  ])('gets no positive mark: %s', async (_, field) => {
    expect(await stateFrom(field)).toBe('signed-untrusted mismatch');
  });

  it.each([
    ['a NUL behind the address', `From: ${ALICE}\0.evil.test`],
    ['a NUL in front of another domain', `From: <alice@example.test\0@evil.test>`],
    ['a lone CR with a second field', `From: ${ALICE}\rFrom: director@example.test`],
    ['a line that is no field', `From: ${ALICE}\r\nSender director@example.test`],
  ])('is not looked into at all: %s', async (_, field) => {
    expect(await stateFrom(field)).toMatch(/^uncheckable /);
  });

  it.each([
    ['a comment', `From: ${ALICE} (the director)`],
    ['folding', `From: Alice\r\n <${ALICE}>`],
    ['her own address as the name', `From: "Alice (ALICE@example.test)" <${ALICE}>`],
    ['a name with a sign for "at"', `From: "Alice @ Example" <${ALICE}>`],
    ['a Sender who is the same', `From: ${ALICE}\r\nSender: Alice <Alice@EXAMPLE.test>`],
    ['an empty entry, as RFC 5322 4.4 lets it be', `From: ${ALICE},`],
  ])('is compared by the address proper: %s', async (_, field) => {
    expect(await stateFrom(field)).toBe('signed-valid match');
  });
});

describe('a header that shows another address beside the one that matches', () => {
  const codesOf = async (field: string): Promise<string> => {
    const octets = replaced(signed, `From: Someone <${ALICE}>`, field);
    const { summary, signatures } = await openOctets(octets, contextOf(cast));
    const [first] = summary.reasons;
    return [summary.state, signatures[0]?.address, first?.code, first?.found].join(' ');
  };

  it.each([
    ['as the name', `From: "${BOB}" <${ALICE}>`, BOB],
    ['in an encoded name', `From: =?utf-8?Q?=22A=22_=3Cceo=40bank.test=3E=2C?= <${ALICE}>`, 'ceo@bank.test'],
    ['in a comment, which is shown as the name', `From: ${ALICE} (director@example.test)`, 'director@example.test'],
    ['with a wide sign for "at"', `From: =?utf-8?Q?ceo=EF=BC=A0bank.test?= <${ALICE}>`, 'ceo@bank.test'],
    [
      'with characters that do not show',
      `From: =?utf-8?Q?ceo=E2=80=8B=40ba=C2=ADnk.test?= <${ALICE}>`,
      'ceo@bank.test',
    ],
    ['with another dot', `From: =?utf-8?Q?ceo=40bank=E2=80=A4test?= <${ALICE}>`, 'ceo@bank.test'],
  ])('gets no positive mark, and it is said: %s', async (_, field, found) => {
    expect(await codesOf(field)).toBe(`signed-untrusted match name-shows-address ${found}`);
  });

  it.each([
    ['another Sender', `From: ${ALICE}\r\nSender: ceo@bank.test`],
    ['one of several', `From: ${ALICE}\r\nSender: ${ALICE}\r\nSender: ceo@bank.test`],
  ])('gets no positive mark for %s: some programs show that one', async (_, field) => {
    expect(await codesOf(field)).toBe('signed-untrusted match sender-differs ceo@bank.test');
  });
});

describe('a From field made to keep a parser busy', () => {
  it.each([
    ['colons behind an address', 'a '.repeat(100_000) + 'a@b.test ' + ': '.repeat(100_000)],
    ['angle brackets', '<'.repeat(500_000)],
    ['parentheses', '('.repeat(900_000)],
  ])('is read in time that grows with its length: %s', (_, value) => {
    const started = performance.now();
    expect(parseMailboxes(value).length).toBeLessThan(2);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
