import { type Bytes, concat, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { isSameDomain } from '../../../shared/smime/message-notes';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { protectEntity } from '../../../shared/smime/protect-message';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, contextOf, createCast, NOW, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const CAROL = 'carol@example.test';
const FROM = `From: ${ALICE}\r\n`;

interface Form {
  /** Fields of the payload, each with CRLF. */
  readonly inner?: string;
  readonly outer: string;
  readonly sign?: boolean;
  readonly encrypt?: boolean;
  readonly reader?: Party;
}

async function open({
  inner = '',
  outer,
  sign = true,
  encrypt = false,
  reader = cast.bob,
}: Form): Promise<OpenedMessage> {
  const hp = inner === '' ? '' : '; hp="clear"';
  const entity: Bytes = await protectEntity({
    entity: canonicalForm(utf8Bytes(`${inner}Content-Type: text/plain${hp}\r\n\r\nHello\r\n`)),
    ...(sign && { sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW } }),
    ...(encrypt && { encryptTo: [parseCertificate(cast.bob.certificate)] }),
  });
  const own = (): Promise<ReturnType<typeof parseCertificate>[]> =>
    Promise.resolve([parseCertificate(reader.certificate)]);
  return openOctets(concat([utf8Bytes(outer), entity]), { ...contextOf(cast, cast.bob), own });
}

const noted = ({ summary }: OpenedMessage): readonly object[] =>
  summary.reasons.filter(({ code }) => code === 'not-addressed' || code === 'reply-elsewhere');

describe('a signed message that was written to others', () => {
  const inner = `${FROM}To: ${CAROL}, Dave <dave@example.test>\r\n`;

  it('says to whom, and keeps its mark: the reader may have it as a blind copy', async () => {
    const opened = await open({ inner, outer: `${FROM}To: ${BOB}\r\n` });
    expect(noted(opened)).toEqual([{ code: 'not-addressed', found: `${CAROL}, dave@example.test` }]);
    expect(opened.summary.state).toBe('signed-valid');
  });

  it.each<[string, Partial<Form>]>([
    ['the signed To names the reader', { inner: `${FROM}To: ${CAROL}, ${BOB}\r\n` }],
    ['the signed Cc names the reader, in other case', { inner: `${FROM}To: ${CAROL}\r\nCc: BOB@example.TEST\r\n` }],
    ['it does not protect its recipients', { inner: FROM }],
    ['it protects no header, whatever stands outside', { inner: '' }],
    ['nobody signed it', { sign: false, encrypt: true }],
  ])('says nothing where %s', async (_, form) => {
    expect(noted(await open({ inner, outer: `${FROM}To: ${CAROL}\r\n`, ...form }))).toEqual([]);
  });

  it('says nothing to its own sender, nor where the reader’s addresses are not known', async () => {
    expect(noted(await open({ inner, outer: FROM, reader: cast.alice }))).toEqual([]);
    const octets = await protectEntity({
      entity: canonicalForm(utf8Bytes(`${inner}Content-Type: text/plain; hp="clear"\r\n\r\nHello\r\n`)),
      sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW },
    });
    for (const own of [undefined, () => Promise.reject(new Error('the store is gone'))]) {
      const opened = await openOctets(concat([utf8Bytes(FROM), octets]), { ...contextOf(cast), ...(own && { own }) });
      expect([opened.summary.state, noted(opened)]).toEqual(['signed-valid', []]);
    }
  });

  it('names a few of many, in time that grows with their number', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `p${i}@example.test`);
    const fields = `${FROM}To: ${many.join(',\r\n ')}\r\n`;
    const started = performance.now();
    const [note] = noted(await open({ inner: fields, outer: FROM }));
    expect(note).toEqual({ code: 'not-addressed', found: `${many.slice(0, 5).join(', ')}, …` });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a message whose answers go elsewhere', () => {
  const reply = (address: string): string => `${FROM}Reply-To: ${address}\r\n`;

  it.each<[string, Partial<Form>]>([
    ['signed', {}],
    ['encrypted only', { sign: false, encrypt: true }],
    ['signed and encrypted', { encrypt: true }],
  ])('says so where it is %s', async (_, form) => {
    expect(noted(await open({ outer: reply('Alice <alice@elsewhere.test>'), ...form }))).toEqual([
      { code: 'reply-elsewhere', found: 'alice@elsewhere.test', expected: ALICE },
    ]);
  });

  it('says so of one that the signed header names', async () => {
    const opened = await open({ inner: `${FROM}To: ${BOB}\r\nReply-To: a@elsewhere.test\r\n`, outer: FROM });
    expect(noted(opened)).toMatchObject([{ code: 'reply-elsewhere' }]);
  });

  it.each([
    ['Mail-Reply-To', 'x@evil.test', 'x@evil.test'],
    ['Mail-Followup-To', 'x@evil.test', 'x@evil.test'],
    ['List-Post', '<mailto:x@evil.test>', 'x@evil.test'],
    ['List-Post', '(ours) <https://list.test/>, <MAILTO:x%40evil.test?subject=a@b>', 'x@evil.test'],
    ['Reply-To', 'x@evil.test.', 'x@evil.test.'],
    ['Reply-To', 'x..y@evil.test', 'x..y@evil.test'],
    ['Reply-To', 'x.@evil.test', 'x.@evil.test'],
    ['Reply-To', 'x y@evil.test', 'x y@evil.test'],
    ['Reply-To', 'x@evil.test@example.test', 'x@evil.test@example.test'],
    ['Reply-To', `${'x'.repeat(400)}@evil.test`, `…${'x'.repeat(310)}@evil.test`],
  ])('says so of any field that answers follow and of whatever mail may go to: %s: %s', async (name, value, found) => {
    const field = `${name}: ${value}\r\n`;
    const note = { code: 'reply-elsewhere', found, expected: ALICE };
    expect(noted(await open({ outer: FROM + field }))).toEqual([note]);
    expect(noted(await open({ inner: `${FROM}To: ${BOB}\r\n${field}`, outer: FROM }))).toEqual([note]);
  });

  it('says so of the first of very many, in time that grows with their number', async () => {
    const many = (domain: string): string => Array.from({ length: 20_000 }, (_, i) => `p${i}@${domain}`).join(',\r\n ');
    const outer = `${FROM}To: ${many('seen.test')}\r\nMail-Followup-To: ${many('evil.test')}\r\n`;
    const started = performance.now();
    const found = Array.from({ length: 5 }, (_, i) => `p${i}@evil.test`).join(', ') + ', …';
    expect(noted(await open({ outer }))).toEqual([{ code: 'reply-elsewhere', found, expected: ALICE }]);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('says nothing of a list or a group that it visibly went to, but for the sender alone', async () => {
    const to = `${FROM}To: L <List@lists.test>\r\n`;
    const list = `List-Post: <mailto:list@lists.test>\r\nMail-Followup-To: list@lists.test\r\n`;
    expect(noted(await open({ outer: to + list }))).toEqual([]);
    expect(noted(await open({ outer: `${to}List-Post: NO\r\n` }))).toEqual([]);
    expect(noted(await open({ outer: `${to}Reply-To: list@lists.test\r\n` }))).toMatchObject([
      { code: 'reply-elsewhere' },
    ]);
    const inner = `${FROM}To: ${BOB}\r\n`;
    expect(noted(await open({ inner, outer: to + list }))).toMatchObject([
      { code: 'reply-elsewhere', found: 'list@lists.test' },
    ]);
  });

  it('says nothing of one in the same domain, nor of a plain message', async () => {
    expect(noted(await open({ outer: reply('office@EXAMPLE.test') }))).toEqual([]);
    expect(noted(await open({ outer: reply('a@elsewhere.test'), sign: false }))).toEqual([]);
  });

  it.each([
    ['a@example.test', 'b@example.test', true],
    ['a@mail.example.test', 'b@example.test', true],
    ['a@example.test', 'b@mail.example.test', true],
    ['a@bücher.example', 'b@xn--bcher-kva.example', true],
    ['a@one.example.test', 'b@two.example.test', false],
    ['a@test', 'b@example.test', false],
    ['a@notexample.test', 'b@example.test', false],
    ['a@example.test.evil', 'b@example.test', false],
    ['a@evil.test@example.test', 'b@example.test', false],
    ['a..b@example.test', 'c@example.test', false],
    ['a..b@example.test', 'a..b@example.test', true],
  ])('takes %s and %s for one domain: %s', (one, other, isSame) => {
    expect(isSameDomain(one, other)).toBe(isSame);
  });
});

describe('what protects decrypted content from change', () => {
  it('is a signature inside that is valid, and nothing otherwise', async () => {
    const encrypted = { outer: FROM, encrypt: true };
    expect((await open(encrypted)).encryption).toMatchObject({ protection: 'signed', openedWith: 0 });
    expect((await open({ ...encrypted, sign: false })).encryption).toMatchObject({ protection: 'changeable' });
    const forAnother = await open({ ...encrypted, outer: `From: ${CAROL}\r\n` });
    expect(forAnother.encryption.protection).toBe('changeable');
  });

  it('does not name a key that is none of the reader’s, nor anything where nothing was encrypted', async () => {
    const { encryption } = await open({ outer: FROM, encrypt: true, reader: cast.alice });
    expect(encryption.openedWith).toBeUndefined();
    const plain = (await open({ outer: FROM })).encryption;
    expect([plain.openedWith, plain.protection]).toEqual([undefined, undefined]);
  });
});
