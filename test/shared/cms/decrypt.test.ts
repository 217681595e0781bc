import { type Bytes, concat, type Der } from '../../../shared/base/bytes';
import { contextTag, der, integer, octets, oid, sequence, setOf } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { LIMITS } from '../../../shared/base/limits';
import { algorithmIdentifier, algorithmWithNull } from '../../../shared/cms/syntax/algorithm-identifier';
import { decryptContent, matchesCertificate, unwrapContentKey } from '../../../shared/cms/decrypt';
import { type ContentAlgorithm } from '../../../shared/cms/encrypt';
import { readEnvelope } from '../../../shared/cms/envelope';
import { generateKeyPair, nameOf } from '../../support/test-ca';
import { certificateOf, CONTENT, createWorld, encrypted, type PartyName, type World } from './parties';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const identityOf = (name: PartyName): { certificate: ReturnType<typeof certificateOf>; privateKey: Bytes } => ({
  certificate: certificateOf(world.parties[name]),
  privateKey: world.parties[name].keys.pkcs8,
});

async function openedBy(cms: Bytes, name: PartyName): Promise<Bytes> {
  const envelope = readEnvelope(cms);
  for (const recipient of envelope.recipients) {
    const key = await unwrapContentKey(recipient, identityOf(name));
    if (key) return decryptContent(envelope, key);
  }
  throw new Error('no recipient is ours');
}

const ALGORITHMS: readonly ContentAlgorithm[] = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'];
const EVERYONE: readonly PartyName[] = ['rsa', 'rsa3072', 'p256', 'p384', 'p521'];

describe('an envelope', () => {
  it.each(ALGORITHMS)('opens for each of its recipients: %s', async (algorithm) => {
    const cms = await encrypted(
      EVERYONE.map((name) => world.parties[name]),
      { algorithm },
    );
    const envelope = readEnvelope(cms);
    expect(envelope).toMatchObject({
      kind: algorithm.endsWith('gcm') ? 'auth-enveloped' : 'enveloped',
      contentType: OID.data,
      contentAlgorithm: algorithm,
    });
    expect(envelope.recipients.map(({ kind }) => kind).sort()).toEqual(['kari', 'kari', 'kari', 'ktri', 'ktri']);
    for (const name of EVERYONE) expect(await openedBy(cms, name)).toEqual(new Uint8Array(CONTENT));
  });

  it('names its key encryption', async () => {
    const names = async (name: PartyName, more: { keyTransport?: 'oaep-sha256' } = {}): Promise<readonly string[]> =>
      readEnvelope(await encrypted([world.parties[name]], { algorithm: 'aes-256-cbc', ...more })).recipients.map(
        ({ keyEncryptionAlgorithm }) => keyEncryptionAlgorithm,
      );
    expect(await names('rsa')).toEqual(['rsa']);
    expect(await names('rsa', { keyTransport: 'oaep-sha256' })).toEqual(['rsa-oaep-sha256']);
    expect(await names('p256')).toEqual(['ecdh-x963-sha256-aes256-wrap']);
    expect(await names('p384')).toEqual(['ecdh-x963-sha384-aes256-wrap']);
    expect(await names('p521')).toEqual(['ecdh-x963-sha512-aes256-wrap']);
  });

  it.each(ALGORITHMS)('holds contents of any size: %s', async (algorithm) => {
    for (const size of [0, 1, 15, 16, 17, (1 << 21) - 1, 1 << 21, (1 << 21) + 1, 5 * (1 << 19), 5 * (1 << 19) + 7]) {
      const content = new Uint8Array(size).map((_, i) => i * 31 + (i >> 11));
      const cms = await encrypted([world.parties.p256], { algorithm, content });
      expect(Buffer.compare(await openedBy(cms, 'p256'), content)).toBe(0);
    }
  });

  it('of another content type says so', async () => {
    const cms = await encrypted([world.parties.rsa], { algorithm: 'aes-256-cbc', contentType: OID.signedData });
    expect(readEnvelope(cms).contentType).toBe(OID.signedData);
  });

  it('counts a recipient that is named twice once', async () => {
    const cms = await encrypted([world.parties.rsa, world.parties.rsa], { algorithm: 'aes-256-cbc' });
    expect(readEnvelope(cms).recipients).toHaveLength(1);
  });
});

describe('a recipient', () => {
  it('that is somebody else holds no key for us', async () => {
    const [recipient] = readEnvelope(await encrypted([world.parties.rsa], { algorithm: 'aes-256-cbc' })).recipients;
    if (!recipient) throw new Error('no recipient');
    expect(await unwrapContentKey(recipient, identityOf('rsa3072'))).toBeUndefined();
    expect(await unwrapContentKey(recipient, identityOf('p256'))).toBeUndefined();
  });

  it('is found by a key without certificate', async () => {
    for (const name of ['rsa', 'p256'] as const) {
      const envelope = readEnvelope(await encrypted([world.parties[name]], { algorithm: 'aes-256-gcm' }));
      const [recipient] = envelope.recipients;
      if (!recipient) throw new Error('no recipient');
      const key = await unwrapContentKey(recipient, { privateKey: world.parties[name].keys.pkcs8 });
      expect(await decryptContent(envelope, key as Bytes)).toEqual(new Uint8Array(CONTENT));
    }
  });

  it('of key agreement that is not ours does not open for a key without certificate', async () => {
    const [recipient] = readEnvelope(await encrypted([world.parties.p256], { algorithm: 'aes-256-gcm' })).recipients;
    const { pkcs8 } = await generateKeyPair('ec-p256');
    if (!recipient) throw new Error('no recipient');
    expect(await unwrapContentKey(recipient, { privateKey: pkcs8 })).toBeUndefined();
    expect(await unwrapContentKey(recipient, { privateKey: world.parties.p384.keys.pkcs8 })).toBeUndefined();
  });

  it('that names us but was made for another key fails', async () => {
    const [recipient] = readEnvelope(await encrypted([world.parties.p256], { algorithm: 'aes-256-gcm' })).recipients;
    const { pkcs8 } = await generateKeyPair('ec-p256');
    if (!recipient) throw new Error('no recipient');
    const identity = { certificate: certificateOf(world.parties.p256), privateKey: pkcs8 };
    await expect(unwrapContentKey(recipient, identity)).rejects.toMatchObject({ code: 'decryption-failed' });
  });

  it('is named by issuer and serial number or by key identifier', () => {
    const certificate = certificateOf(world.parties.rsa);
    const { issuer, serial, subjectKeyIdentifier } = certificate;
    expect(matchesCertificate({ kind: 'issuer-serial', issuer: issuer.der, serial }, certificate)).toBe(true);
    expect(matchesCertificate({ kind: 'issuer-serial', issuer: issuer.der, serial: `00${serial}` }, certificate)).toBe(
      true,
    );
    expect(matchesCertificate({ kind: 'issuer-serial', issuer: nameOf('Other'), serial }, certificate)).toBe(false);
    expect(matchesCertificate({ kind: 'issuer-serial', issuer: issuer.der, serial: '01' }, certificate)).toBe(false);
    expect(matchesCertificate({ kind: 'issuer-serial', issuer: integer(1), serial }, certificate)).toBe(false);
    const keyIdentifier = subjectKeyIdentifier as Bytes;
    expect(matchesCertificate({ kind: 'ski', keyIdentifier }, certificate)).toBe(true);
    expect(matchesCertificate({ kind: 'ski', keyIdentifier: keyIdentifier.subarray(1) }, certificate)).toBe(false);
  });
});

describe('what was altered', () => {
  it.each(['aes-128-gcm', 'aes-256-gcm'] as const)('fails with %s, wherever a bit was turned', async (algorithm) => {
    const cms = await encrypted([world.parties.p256], { algorithm });
    const { ciphertext, mac } = readEnvelope(cms).encryption;
    const places = [ciphertext, mac as Bytes].flatMap(({ byteOffset, length }) => [
      byteOffset,
      byteOffset + (length >> 1),
      byteOffset + length - 1,
    ]);
    for (const place of places) {
      const copy = cms.slice();
      copy[place] = (copy[place] as number) ^ 0x10;
      await expect(openedBy(copy, 'p256')).rejects.toMatchObject({
        code: 'decryption-failed',
        message: 'the content could not be decrypted',
      });
    }
  });

  it('gives the same failure as a wrong key with CBC', async () => {
    const cms = await encrypted([world.parties.rsa], { algorithm: 'aes-256-cbc' });
    const envelope = readEnvelope(cms);
    const expected = { code: 'decryption-failed', message: 'the content could not be decrypted' };
    const short = {
      ...envelope,
      encryption: { ...envelope.encryption, ciphertext: envelope.encryption.ciphertext.subarray(1) },
    };
    const empty = { ...envelope, encryption: { ...envelope.encryption, ciphertext: new Uint8Array(0) } };
    await expect(decryptContent(short, new Uint8Array(32))).rejects.toMatchObject(expected);
    await expect(decryptContent(empty, new Uint8Array(32))).rejects.toMatchObject(expected);
    await expect(decryptContent(envelope, new Uint8Array(16))).rejects.toMatchObject(expected);
    const rejections = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => decryptContent(envelope, new Uint8Array(32).fill(i))),
    );
    const failed = rejections.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(10);
    for (const one of failed) expect(one).toMatchObject({ reason: expected });
  });
});

describe('what this project does not decrypt', () => {
  const envelopeOf = (options: {
    algorithm: Der;
    type?: string;
    recipientInfos?: readonly Der[];
    after?: readonly Der[];
  }): Der =>
    sequence(
      oid(options.type ?? OID.envelopedData),
      der(
        contextTag(0),
        sequence(
          integer(0),
          setOf(options.recipientInfos ?? [transport(algorithmWithNull(OID.rsaEncryption))]),
          sequence(oid(OID.data), options.algorithm, der(contextTag(0, 'primitive'), new Uint8Array(32))),
          ...(options.after ?? []),
        ),
      ),
    );
  const transport = (algorithm: Der): Der =>
    sequence(
      integer(0),
      sequence(certificateOf(world.parties.rsa).issuer.der, certificateOf(world.parties.rsa).serialDer),
      algorithm,
      octets(new Uint8Array(256)),
    );
  const cbc = (): Der => algorithmIdentifier(OID.aes256Cbc, octets(new Uint8Array(16)));

  it('is named: content encryption', async () => {
    const envelope = readEnvelope(envelopeOf({ algorithm: algorithmIdentifier('1.2.3.4') }));
    expect(envelope.contentAlgorithm).toBe('1.2.3.4');
    await expect(decryptContent(envelope, new Uint8Array(24))).rejects.toMatchObject({
      code: 'unsupported',
      subject: '1.2.3.4',
    });
  });

  it('is named: AES-GCM outside AuthEnvelopedData, and AES-CBC inside', async () => {
    const nonce = sequence(octets(new Uint8Array(12)), integer(16));
    const gcm = readEnvelope(envelopeOf({ algorithm: algorithmIdentifier(OID.aes256Gcm, nonce) }));
    await expect(decryptContent(gcm, new Uint8Array(32))).rejects.toMatchObject({ code: 'unsupported' });
    const wrapped = envelopeOf({ algorithm: cbc(), type: OID.authEnvelopedData, after: [octets(new Uint8Array(16))] });
    await expect(decryptContent(readEnvelope(wrapped), new Uint8Array(32))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('is named: key transport', async () => {
    const [recipient] = readEnvelope(
      envelopeOf({ algorithm: cbc(), recipientInfos: [transport(algorithmIdentifier('1.2.3.4'))] }),
    ).recipients;
    if (!recipient) throw new Error('no recipient');
    expect(recipient.keyEncryptionAlgorithm).toBe('1.2.3.4');
    await expect(unwrapContentKey(recipient, identityOf('rsa'))).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([11, 17, 0])('is malformed: a MAC of %d octets', async (length) => {
    const parameters = sequence(octets(new Uint8Array(12)), integer(length));
    const algorithm = algorithmIdentifier(OID.aes256Gcm, parameters);
    const after = [octets(new Uint8Array(length))];
    const envelope = readEnvelope(envelopeOf({ algorithm, type: OID.authEnvelopedData, after }));
    await expect(decryptContent(envelope, new Uint8Array(32))).rejects.toMatchObject({ code: 'malformed-cms' });
  });

  it.each<[string, () => Der]>([
    ['without initialization vector', () => envelopeOf({ algorithm: algorithmIdentifier(OID.aes256Cbc) })],
    [
      'GCM without parameters',
      () =>
        envelopeOf({
          algorithm: algorithmIdentifier(OID.aes256Gcm),
          type: OID.authEnvelopedData,
          after: [octets(new Uint8Array(16))],
        }),
    ],
  ])('is malformed: %s', async (_, make) => {
    await expect(decryptContent(readEnvelope(make()), new Uint8Array(32))).rejects.toMatchObject({
      code: 'malformed-cms',
    });
  });

  it('is malformed: no recipients, none of a known form, no ciphertext, not an envelope', () => {
    expect(() => readEnvelope(envelopeOf({ algorithm: cbc(), recipientInfos: [] }))).toThrow(
      expect.objectContaining({ code: 'malformed-cms' }) as Error,
    );
    expect(() => readEnvelope(envelopeOf({ algorithm: cbc(), recipientInfos: [integer(1)] }))).toThrow(
      expect.objectContaining({ code: 'malformed-cms' }) as Error,
    );
    expect(() => readEnvelope(envelopeOf({ algorithm: cbc(), type: OID.authEnvelopedData }))).toThrow(
      expect.objectContaining({ code: 'malformed-cms' }) as Error,
    );
    expect(() => readEnvelope(envelopeOf({ algorithm: cbc(), type: OID.digestedData }))).toThrow(
      expect.objectContaining({ code: 'unsupported' }) as Error,
    );
  });

  it('is listed all the same: recipients by password, key-encryption key, KEM and others', () => {
    const others = [
      der(
        contextTag(2),
        integer(4),
        sequence(octets(Uint8Array.of(1, 2))),
        algorithmIdentifier(OID.aes256Wrap),
        octets(new Uint8Array(40)),
      ),
      der(
        contextTag(3),
        integer(0),
        algorithmIdentifier('1.2.840.113549.1.9.16.3.9', cbc()),
        octets(new Uint8Array(40)),
      ),
      der(contextTag(4), oid('1.2.3.4'), integer(1)),
    ];
    const { recipients } = readEnvelope(envelopeOf({ algorithm: cbc(), recipientInfos: others }));
    expect(recipients.map(({ kind, keyEncryptionAlgorithm }) => [kind, keyEncryptionAlgorithm])).toEqual([
      ['kekri', 'aes256-wrap'],
      ['pwri', '1.2.840.113549.1.9.16.3.9'],
      ['other', '1.2.3.4'],
    ]);
    expect(recipients[0]?.keyIdentifier).toEqual(Uint8Array.of(1, 2));
  });

  it('reads thousands of recipients quickly, and no more than the limit', () => {
    const one = transport(algorithmWithNull(OID.rsaEncryption));
    const many = (count: number): Bytes => {
      const set = der(0x31, ...Array.from({ length: count }, () => one));
      const content = sequence(oid(OID.data), cbc(), der(contextTag(0, 'primitive'), new Uint8Array(32)));
      return sequence(oid(OID.envelopedData), der(contextTag(0), sequence(integer(0), set, content)));
    };
    const started = performance.now();
    expect(readEnvelope(many(LIMITS.recipients)).recipients).toHaveLength(LIMITS.recipients);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(() => readEnvelope(many(LIMITS.recipients + 1))).toThrow(
      expect.objectContaining({ code: 'limit' }) as Error,
    );
  });
});

describe('authenticated attributes (RFC 5083 2.1)', () => {
  it('are covered by the MAC in DER, whatever their order', async () => {
    const key = new Uint8Array(32).fill(7);
    const nonce = new Uint8Array(12).fill(9);
    const one = sequence(oid('1.2.3'), setOf([integer(1)]));
    const two = sequence(oid(OID.contentType), setOf([oid(OID.data)]));
    const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
    const parameters = { name: 'AES-GCM', iv: nonce, additionalData: setOf([one, two]) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, aes, CONTENT));
    const cms = (attributes: readonly Der[]): Bytes =>
      sequence(
        oid(OID.authEnvelopedData),
        der(
          contextTag(0),
          sequence(
            integer(0),
            setOf([der(contextTag(4), oid('1.2.3.4'), integer(1))]),
            sequence(
              oid(OID.data),
              algorithmIdentifier(OID.aes256Gcm, sequence(octets(nonce), integer(16))),
              der(contextTag(0, 'primitive'), sealed.subarray(0, CONTENT.length)),
            ),
            der(contextTag(1), ...attributes),
            octets(sealed.subarray(CONTENT.length)),
          ),
        ),
      );
    expect(await decryptContent(readEnvelope(cms([one, two])), key)).toEqual(new Uint8Array(CONTENT));
    expect(await decryptContent(readEnvelope(cms([two, one])), key)).toEqual(new Uint8Array(CONTENT));
    await expect(decryptContent(readEnvelope(cms([two])), key)).rejects.toMatchObject({ code: 'decryption-failed' });
  });
});

describe('indefinite lengths', () => {
  it('and ciphertext in pieces are read', async () => {
    const cms = await encrypted([world.parties.p256], { algorithm: 'aes-256-cbc' });
    const { ciphertext } = readEnvelope(cms).encryption;
    const at = ciphertext.byteOffset - cms.byteOffset;
    const pieces = [
      octets(ciphertext.subarray(0, 5)),
      der(0x24, octets(ciphertext.subarray(5, 9))),
      octets(ciphertext.subarray(9)),
    ];
    const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Bytes =>
      concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)]);
    const inner = cms.subarray(0, at);
    const recipients = readEnvelope(cms).recipients.map(({ der: one }) => one);
    expect(inner.length).toBeGreaterThan(0);
    const algorithm = readEnvelope(cms).encryption.algorithm.der;
    const rebuilt = indefinite(
      0x30,
      oid(OID.envelopedData),
      indefinite(
        0xa0,
        indefinite(
          0x30,
          integer(2),
          setOf(recipients),
          indefinite(0x30, oid(OID.data), algorithm, indefinite(0xa0, ...pieces)),
        ),
      ),
    );
    expect(await openedBy(rebuilt, 'p256')).toEqual(new Uint8Array(CONTENT));
  });
});
