import { join } from 'node:path';
import { inspectFile } from '../../../addins/cli/inspect-file';
import { reportText } from '../../../addins/cli/report';
import { type InspectRequest } from '../../../addins/cli/request';
import { exitStatus, type InspectResult } from '../../../addins/cli/result';
import { concat, type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { bitString, integer, oid, sequence, time } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { toBase64 } from '../../../shared/base/base64';
import { signData } from '../../../shared/cms/sign';
import { composeMultipart } from '../../../shared/mime/compose-mime';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { encodePfx } from '../../../shared/pkcs12/pfx';
import { protectEntity } from '../../../shared/smime/protect-message';
import { pem, ScratchFolder } from '../../support/openssl';
import { profileText } from '../../shared/pkcs12/profiles';
import { nameOf } from '../../support/test-ca';
import {
  ALICE,
  BOB,
  type Cast,
  createCast,
  entityOf,
  messageOf,
  NOW,
  replaced,
  signerOf,
} from '../../shared/smime/messages';

const ALGORITHM = sequence(oid(OID.ecdsaWithSha256));
const NAME = nameOf('Someone');

let cast: Cast;
const folder = new ScratchFolder();
let anchors: string[];
let signed: Bytes;
let sealed: Bytes;
let cms: Bytes;

beforeAll(async () => {
  cast = await createCast();
  anchors = [folder.write('ca.pem', pem('CERTIFICATE', cast.ca.certificate))];
  const sign = { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW } as const;
  const entity = entityOf('Hello\r\n');
  signed = messageOf(await protectEntity({ entity, sign }));
  sealed = messageOf(await protectEntity({ entity, sign, encryptTo: [parseCertificate(cast.bob.certificate)] }));
  cms = await signData({ content: entity, signer: signerOf(cast.alice), form: 'attached', signingTime: NOW });
  folder.write('bob.key', pem('PRIVATE KEY', cast.bob.keys.pkcs8));
  folder.write('bob.pem', pem('CERTIFICATE', cast.bob.certificate));
});
afterAll(() => {
  folder.remove();
});

let count = 0;
function inspect(content: Uint8Array | string, more: Partial<InspectRequest> = {}): Promise<InspectResult> {
  const file = folder.write(`input-${count++}`, content);
  return inspectFile({ file, anchors, ...more }, () => NOW);
}

const pfx = (): Promise<Bytes> =>
  encodePfx({
    identities: [{ certificate: cast.bob.certificate, chain: [], privateKey: cast.bob.keys.pkcs8 }],
    passphrase: 'secret',
    iterations: 1000,
  });

describe('the kind of a file', () => {
  it.each<[string, string, () => Uint8Array | string | Promise<Uint8Array>]>([
    ['message', 'a message', () => signed],
    ['message', 'a message of a mailbox', () => concat([utf8Bytes('From alice Mon Nov 23 2026\r\n'), signed])],
    ['message', 'a message with a byte order mark', () => concat([Uint8Array.of(0xef, 0xbb, 0xbf), signed])],
    [
      'message',
      'a message that quotes a certificate',
      () => `Subject: x\n\n${pem('CERTIFICATE', cast.ca.certificate)}`,
    ],
    ['message', 'a header field nobody knows', () => 'X-Odd: 1\n\ntext\n'],
    ['cms', 'CMS in DER', () => cms],
    ['cms', 'CMS in PEM', () => pem('CMS', cms)],
    ['cms', 'PKCS #7 in PEM', () => `some words\n${pem('PKCS7', cms)}`],
    ['cms', 'CMS in base64', () => toBase64(cms)],
    ['cms', 'CMS cut off', () => cms.subarray(0, 200)],
    ['pfx', 'a PFX', pfx],
    ['profile', 'a configuration profile', async () => profileText(toBase64(await pfx()), 'secret')],
    ['certificates', 'a certificate in DER', () => cast.alice.certificate],
    ['certificates', 'certificates in PEM', () => `Bag: x\n${pem('CERTIFICATE', cast.alice.certificate)}`],
    ['key', 'a private key', () => pem('PRIVATE KEY', cast.bob.keys.pkcs8)],
    ['key', 'a private key in DER', () => cast.bob.keys.pkcs8],
    ['unknown', 'nothing', () => ''],
    ['unknown', 'text', () => 'hello world'],
    ['unknown', 'noise', () => Uint8Array.from({ length: 999 }, (_, i) => (i * 7919) >> 3)],
  ])('%s: %s', async (kind, _, content) => {
    const result = await inspect(await content());
    expect(result.kind).toBe(kind);
    expect(result.error?.code).not.toBe('defect');
  });

  it.each([
    ['crl', sequence(integer(1), ALGORITHM, NAME, time(NOW))],
    ['crl', sequence(ALGORITHM, NAME, time(NOW))],
    ['csr', sequence(integer(0), NAME, sequence(ALGORITHM, bitString(new Uint8Array(8))))],
    ['certificates', sequence(integer(5), ALGORITHM, NAME, sequence(time(NOW), time(NOW)))],
  ])('%s by how it begins', async (kind, signedPart) => {
    const octets = sequence(signedPart, ALGORITHM, bitString(new Uint8Array(8)));
    expect((await inspect(octets)).kind).toBe(kind);
    expect((await inspect(octets.subarray(0, octets.length - 5))).kind).toBe(kind);
  });
});

describe('the answer on a message', () => {
  it('has the fields of the contract', async () => {
    const result = await inspect(signed, { id: 'x', text: true, structure: true });
    expect(result).toMatchObject({
      schema: 1,
      id: 'x',
      kind: 'message',
      summary: { state: 'signed-valid' },
      from: [ALICE],
      layers: [{ path: '0', type: 'signed-clear' }],
      signatures: [
        {
          layer: '0',
          isRoot: true,
          integrity: 'intact',
          path: 'valid',
          revocation: 'not-checked',
          address: 'match',
          signer: { name: 'alice', addresses: [ALICE], issuer: 'CN=Known CA' },
          signingTime: '2026-11-23T12:00:00.000Z',
          digestAlgorithm: 'sha256',
          signatureAlgorithm: 'ecdsa-p256',
        },
      ],
      encryption: { state: 'none', authenticated: false, recipients: [] },
      text: 'Hello\n',
      structure: { type: 'multipart/signed', children: [{ type: 'text/plain', charset: 'utf-8', size: 7 }, {}] },
    });
    expect(exitStatus(result)).toBe(0);
    expect(JSON.stringify(result)).not.toContain('"certificate"');
  });

  it('opens with an identity file, with a key and certificate, and with a key alone', async () => {
    const key = [join(folder.path, 'bob.key')];
    const opened = [
      await inspect(sealed, { pfx: [folder.write('bob.p12', await pfx())], passphrase: ['secret'] }),
      await inspect(sealed, { key, cert: [join(folder.path, 'bob.pem')] }),
      await inspect(sealed, { key }),
    ];
    for (const result of opened) {
      expect(result.encryption).toMatchObject({ state: 'opened', contentAlgorithm: 'aes-256-cbc' });
      expect(result.summary?.state).toBe('signed-valid');
    }
  });

  it('shows the structure inside encryption', async () => {
    const result = await inspect(sealed, { key: [join(folder.path, 'bob.key')], structure: true });
    expect(result.structure).toMatchObject({
      type: 'application/pkcs7-mime',
      children: [{ type: 'multipart/signed', children: [{ type: 'text/plain' }, {}] }],
    });
  });

  it('tells what can be told when the passphrase is wrong', async () => {
    const file = folder.write('wrong.p12', await pfx());
    const result = await inspect(sealed, { pfx: [file], passphrase: ['no'] });
    expect(result).toMatchObject({ error: { code: 'passphrase' }, encryption: { state: 'not-for-us' } });
  });

  it('demands the address that is asked for', async () => {
    const result = await inspect(signed, { email: BOB });
    expect(result.signatures?.[0]?.address).toBe('mismatch');
    expect(exitStatus(result)).toBe(1);
  });

  it('answers undetermined to revocation data that says nothing', async () => {
    const result = await inspect(signed, { crls: [folder.write('nothing.crl', 'no CRL')] });
    expect(result.signatures?.[0]?.revocation).toBe('undetermined');
    expect(result.summary?.state).toBe('signed-untrusted');
  });

  it('marks text that is protected apart from the message', async () => {
    const part = signed.subarray(signed.indexOf(10, 0));
    const entity = Buffer.from(part).toString('latin1');
    const inner = utf8Bytes(entity.slice(entity.indexOf('Content-Type: multipart/signed')));
    const mixed = composeMultipart('mixed', [utf8Bytes('Content-Type: text/plain\r\n\r\nabove'), inner]);
    const result = await inspect(messageOf(mixed), { text: true });
    expect(result.summary?.state).toBe('partly-signed');
    expect(result.text).toMatch(/^above\n\n\[.+:\]\n\nHello/);
  });
});

describe('the answer on certificates and identity files', () => {
  it('describes the first certificate and judges its path', async () => {
    const result = await inspect(cast.alice.certificate);
    expect(result).toMatchObject({
      certificate: { subject: 'CN=alice', issuer: 'CN=Known CA', addresses: [ALICE], keyAlgorithm: 'ecdsa-p256' },
      path: { state: 'valid', reasons: [] },
    });
    expect(exitStatus(result)).toBe(0);
  });

  it.each<[string, Partial<InspectRequest>, string]>([
    ['another address', { email: BOB }, 'invalid'],
    ['no anchors', { anchors: [] }, 'invalid'],
    ['another time', { at: '2040-01-01' }, 'invalid'],
    ['revocation asked for', { requireRevocation: true }, 'undetermined'],
    ['revocation data that says nothing', { crls: ['nothing.crl'] }, 'undetermined'],
  ])('is not valid with %s', async (_, { crls = [], ...more }, state) => {
    const files = crls.map((name) => folder.write(name, 'no CRL'));
    const result = await inspect(cast.alice.certificate, { ...more, ...(files.length > 0 && { crls: files }) });
    expect(result.path?.state).toBe(state);
    expect(exitStatus(result)).toBe(1);
  });

  it('opens the identity in a configuration profile, and says what stands against it', async () => {
    const profile = profileText(toBase64(await pfx()), 'secret');
    expect(await inspect(profile)).toMatchObject({ kind: 'profile', keys: 1, identities: [{ problems: [] }] });
    const unknown = await inspect(profile, { anchors: [] });
    expect(unknown.identities?.[0]?.problems).toEqual(['chain-missing', 'not-trusted']);
    const later = await inspect(profile, { at: '2040-01-01', anchors: [] });
    expect(later.identities?.[0]?.problems).toEqual(['identity-expired']);
  });

  it('counts what an identity file holds; its own passphrase is the first', async () => {
    const octets = await pfx();
    expect(await inspect(octets, { passphrase: ['secret'] })).toMatchObject({
      keys: 1,
      certificates: 1,
      identities: [{ addresses: [BOB], keyAlgorithm: 'rsa' }],
    });
    expect(await inspect(octets, { passphrase: ['no'] })).toMatchObject({ kind: 'pfx', error: { code: 'passphrase' } });
  });
});

describe('exit status and report', () => {
  it('is 2 for a file that cannot be opened, 1 for what is wrong, 0 for what is not', async () => {
    const missing = await inspectFile({ file: join(folder.path, 'nowhere') });
    expect([missing.error?.code, exitStatus(missing)]).toEqual(['host', 2]);
    expect(exitStatus(await inspectFile({ file: folder.path }))).toBe(2);
    expect(exitStatus(await inspect('Subject: plain\n\ntext'))).toBe(0);
    expect(exitStatus(await inspect(replaced(signed, 'Hello', 'Jello')))).toBe(1);
    expect(exitStatus(await inspect(signed, { anchors: [] }))).toBe(1);
    expect(exitStatus(await inspect(cms))).toBe(0);
    expect(exitStatus(await inspect(sealed))).toBe(0);
    expect(exitStatus(await inspect(''))).toBe(1);
    expect(exitStatus(await inspect(cms.subarray(0, 100)))).toBe(1);
    expect(exitStatus(await inspect(cast.bob.keys.pkcs8))).toBe(0);
    expect(exitStatus(await inspect(cast.bob.keys.pkcs8.subarray(0, 100)))).toBe(1);
  });

  it('writes a report without anything that could steer a terminal', async () => {
    const result = await inspect('Subject: x\nContent-Type: text/plain\n\n\u001b[31mred\u202e', { text: true });
    const report = reportText(result);
    expect(report).toContain('not signed');
    expect(report).not.toMatch(/[\u001b\u202e]/);
  });
});
