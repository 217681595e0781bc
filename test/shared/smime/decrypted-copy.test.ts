import { type Bytes, concat, latin1Text, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { parseEntity } from '../../../shared/mime/entity';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { decryptedCopy, type DecryptedCopy } from '../../../shared/smime/decrypted-copy';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, BOB, type Cast, contextOf, createCast, NOW, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const lines = (...text: string[]): string => text.map((line) => `${line}\r\n`).join('');
const OUTER = lines(
  'Received: by relay.example.test',
  'X-Mozilla-Keys: $label1',
  'X-Signet-Draft: encrypted',
  `From: Alice <${ALICE}>`,
  `To: ${BOB}`,
  'Subject: [...]',
  'Date: Mon, 23 Nov 2026 12:00:00 +0000',
  'Message-ID: <1@example.test>',
  'MIME-Version: 1.0',
);
const PROTECTED = lines(
  `From: Alice <${ALICE}>`,
  `To: ${BOB}`,
  'Subject: The plan',
  `HP-Outer: From: Alice <${ALICE}>`,
  `HP-Outer: To: ${BOB}`,
  'HP-Outer: Subject: [...]',
);
const TEXT = `${lines('Content-Type: text/plain; charset=utf-8; hp="cipher"')}\r\nroom 7\r\n`;

type Layers = 'signed-inside' | 'encrypted' | 'triple';

async function sealed(payload: string, layers: Layers, outer = OUTER): Promise<Bytes> {
  const sign = { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW } as const;
  const entity: Bytes = await protectEntity({
    entity: canonicalForm(utf8Bytes(payload)),
    ...(layers !== 'encrypted' && { sign }),
    encryptTo: [parseCertificate(cast.bob.certificate)],
  });
  const around: Bytes = layers === 'triple' ? await protectEntity({ entity: canonicalForm(entity), sign }) : entity;
  return concat([utf8Bytes(outer), around]);
}

const openAs = (octets: Bytes): Promise<OpenedMessage> => openOctets(octets, contextOf(cast, cast.bob));

async function copyOf(octets: Bytes): Promise<DecryptedCopy> {
  const copy = await decryptedCopy(octets, await openAs(octets));
  if (!copy) throw new Error('there is no copy');
  return copy;
}

describe('a copy of an encrypted message without its encryption', () => {
  it('keeps the signature inside, which still holds for the sender and the protected header', async () => {
    const copy = await copyOf(await sealed(PROTECTED + TEXT, 'signed-inside'));
    const opened = await openAs(copy.octets);
    expect(opened.encryption.state).toBe('none');
    expect(opened.summary.state).toBe('signed-valid');
    expect(opened.subject).toBe('The plan');
    expect(copy.losesSignature).toBe(false);
  });

  it('has the outer fields with the protected ones as they were meant, and says what it is', async () => {
    const octets = await sealed(PROTECTED + TEXT, 'encrypted');
    const { header, contentType } = parseEntity((await copyOf(octets)).octets);
    expect(header.all('subject')).toEqual(['The plan']);
    expect(header.all('from')).toEqual([`Alice <${ALICE}>`]);
    expect(header.all('received')).toEqual(['by relay.example.test']);
    expect(header.all('date')).toEqual(['Mon, 23 Nov 2026 12:00:00 +0000']);
    expect(header.all('mime-version')).toEqual(['1.0']);
    expect(header.all('x-signet-decrypted')[0]).toMatch(/^sha-256=[0-9a-f]{64}$/);
    expect(header.all('hp-outer')).toEqual([]);
    expect([header.all('x-mozilla-keys'), header.all('x-signet-draft')]).toEqual([[], []]);
    expect([...contentType.parameters.keys()]).toEqual(['charset']);
  });

  it('is the same each time, and has an id also where the message has none', async () => {
    const octets = await sealed(TEXT, 'encrypted');
    expect((await copyOf(octets)).octets).toEqual((await copyOf(octets)).octets);
    const nameless = await sealed(TEXT, 'encrypted', OUTER.replace(/Message-ID.*\r\n/, ''));
    const copy = await copyOf(nameless);
    expect(parseEntity(copy.octets).header.all('message-id')).toEqual([`<${copy.messageId}>`]);
    expect(copy.messageId).toMatch(/^[0-9a-f]{64}@/);
  });

  it('takes a sender from inside only where it is the one outside', async () => {
    const other = PROTECTED.replace(`From: Alice <${ALICE}>`, 'From: Mallory <mallory@example.test>');
    const { header } = parseEntity((await copyOf(await sealed(other + TEXT, 'encrypted'))).octets);
    expect(header.all('from')).toEqual([`Alice <${ALICE}>`]);
    expect(header.all('subject')).toEqual(['The plan']);
  });

  it('loses a signature that was made around the encryption, and keeps the one inside', async () => {
    const copy = await copyOf(await sealed(TEXT, 'triple'));
    expect(copy.losesSignature).toBe(true);
    expect((await openAs(copy.octets)).summary.state).toBe('signed-valid');
  });

  it('takes a message out of its wrapping (RFC 8551 3.1)', async () => {
    const wrapped = `${lines('Content-Type: message/rfc822')}\r\n${PROTECTED}${TEXT}`.replace(
      /HP-Outer.*\r\n|; hp="cipher"/g,
      '',
    );
    const copy = parseEntity((await copyOf(await sealed(wrapped, 'encrypted'))).octets);
    expect(copy.contentType.value).toBe('text/plain');
    expect(copy.header.all('subject')).toEqual(['The plan']);
  });

  it('ends its lines as mail does, also where what was encrypted did not', async () => {
    const copy = await copyOf(await sealed('bare text', 'encrypted'));
    expect(latin1Text(copy.octets)).toMatch(/\r\n\r\nbare text\r\n$/);
  });

  it('is not made of what is not encrypted or did not open', async () => {
    const octets = await sealed(TEXT, 'encrypted');
    expect(await decryptedCopy(octets, await openOctets(octets, contextOf(cast, cast.alice)))).toBeUndefined();
    const plain = utf8Bytes(OUTER + TEXT);
    expect(await decryptedCopy(plain, await openAs(plain))).toBeUndefined();
  });
});
