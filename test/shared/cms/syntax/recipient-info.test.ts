import { type Der, hex } from '../../../../shared/base/bytes';
import { LIMITS } from '../../../../shared/base/limits';
import { contextTag, der, encoded, integer, octets, oid, readTlv, sequence, TAG } from '../../../../shared/asn1/der';
import { OID } from '../../../../shared/asn1/oids';
import {
  algorithmIdentifier,
  algorithmWithNull,
  readAlgorithm,
} from '../../../../shared/cms/syntax/algorithm-identifier';
import {
  kemParts,
  keyAgreementParts,
  keyTransportParts,
  type OaepParameters,
  passwordParts,
  readIdentifier,
  readOaepParameters,
  readRecipientInfo,
  type RecipientInfo,
  sharedKeyParts,
} from '../../../../shared/cms/syntax/recipient-info';
import { nameOf } from '../../../support/test-ca';

const withCode = (code: string, more = {}): Error => expect.objectContaining({ code, ...more }) as Error;

const ISSUER = nameOf('Test CA');
const issuerAndSerial = sequence(ISSUER, integer(7));
const KEY_IDENTIFIER = Uint8Array.of(9, 8, 7);
const bySki = der(contextTag(0, 'primitive'), KEY_IDENTIFIER);
const ENCRYPTED = Uint8Array.of(1, 2, 3, 4);
const encryptedKey = octets(ENCRYPTED);
/** As BER in chunks. */
const chunkedKey = der(0x24, octets(ENCRYPTED.subarray(0, 1)), octets(ENCRYPTED.subarray(1)));
const UKM = Uint8Array.of(0x55, 0x66);

const read = (info: Der, size?: number): RecipientInfo => readRecipientInfo(readTlv(info), size);
const oaep = (...parameters: readonly Der[]): Der => algorithmIdentifier(OID.rsaesOaep, sequence(...parameters));
const hashOf = (id: string): Der => der(contextTag(0), algorithmWithNull(id));
const maskOf = (id: string): Der => der(contextTag(1), algorithmIdentifier(OID.mgf1, algorithmWithNull(id)));
const label = (...source: readonly Der[]): Der => der(contextTag(2), sequence(...source));

const ktri = (rid: Der, algorithm: Der, key: Der = encryptedKey): Der => sequence(integer(0), rid, algorithm, key);

describe('KeyTransRecipientInfo', () => {
  it('names its recipient by issuer and serial number, or by key identifier in either form', () => {
    const rsa = algorithmWithNull(OID.rsaEncryption);
    expect(read(ktri(issuerAndSerial, rsa)).identifiers).toEqual([
      { kind: 'issuer-serial', issuer: ISSUER, serial: '07' },
    ]);
    const ski = { kind: 'ski', keyIdentifier: KEY_IDENTIFIER };
    expect(read(ktri(bySki, rsa)).identifiers).toEqual([ski]);
    const constructed = der(contextTag(0), octets(KEY_IDENTIFIER));
    expect(readIdentifier(readTlv(constructed))).toEqual(ski);
  });

  it('is kept as received, with the octets of the key that is inside', () => {
    const info = ktri(issuerAndSerial, algorithmWithNull(OID.rsaEncryption));
    expect(read(info, 16)).toMatchObject({ kind: 'ktri', der: info, contentKeyOctets: 16 });
    expect(read(info)).toMatchObject({ contentKeyOctets: undefined });
  });

  it('gives the encrypted key, also in chunks', () => {
    for (const key of [encryptedKey, chunkedKey]) {
      const parts = keyTransportParts(readTlv(ktri(bySki, algorithmWithNull(OID.rsaEncryption), key)));
      expect(parts.encryptedKey).toEqual(ENCRYPTED);
      expect(parts.algorithm.oid).toBe(OID.rsaEncryption);
    }
  });

  it.each([
    ['RSA alone', algorithmWithNull(OID.rsaEncryption), 'rsa'],
    ['OAEP without parameters', algorithmIdentifier(OID.rsaesOaep), 'rsa-oaep-sha1'],
    ['OAEP with its defaults', oaep(), 'rsa-oaep-sha1'],
    ['OAEP with SHA-384', oaep(hashOf(OID.sha384), maskOf(OID.sha1)), 'rsa-oaep-sha384'],
    ['OAEP with a mask alone', oaep(maskOf(OID.sha256)), 'rsa-oaep-sha1'],
    ['what is unknown', algorithmIdentifier('1.2.3.4'), '1.2.3.4'],
  ])('names %s', (_, algorithm, name) => {
    expect(read(ktri(bySki, algorithm)).keyEncryptionAlgorithm).toBe(name);
  });

  it.each([
    ['a version', sequence(bySki, algorithmWithNull(OID.rsaEncryption), encryptedKey)],
    ['an algorithm', sequence(integer(0), bySki, encryptedKey)],
    ['a key', sequence(integer(0), bySki, algorithmWithNull(OID.rsaEncryption))],
    ['a key as OCTET STRING', ktri(bySki, algorithmWithNull(OID.rsaEncryption), integer(1))],
    ['an issuer', ktri(sequence(integer(7)), algorithmWithNull(OID.rsaEncryption))],
    ['a serial number', ktri(sequence(ISSUER), algorithmWithNull(OID.rsaEncryption))],
    ['a serial number as INTEGER', ktri(sequence(ISSUER, octets(UKM)), algorithmWithNull(OID.rsaEncryption))],
  ])('without %s is malformed', (_, info) => {
    expect(() => read(info)).toThrow(withCode('malformed-der'));
  });
});

describe('RSAES-OAEP-params', () => {
  const parametersOf = (algorithm: Der): OaepParameters => readOaepParameters(readAlgorithm(readTlv(algorithm)));
  const none = new Uint8Array(0);
  const DEFAULTS = { hash: OID.sha1, maskHash: OID.sha1, label: none };

  it('has SHA-1 and no label where nothing else is said', () => {
    expect(parametersOf(algorithmIdentifier(OID.rsaesOaep))).toEqual(DEFAULTS);
    expect(parametersOf(algorithmWithNull(OID.rsaesOaep))).toEqual(DEFAULTS);
    expect(parametersOf(oaep())).toEqual(DEFAULTS);
  });

  it('reads digest, mask and label, each by its tag', () => {
    const source = label(oid(OID.pSpecified), octets(UKM));
    expect(parametersOf(oaep(hashOf(OID.sha256)))).toEqual({ ...DEFAULTS, hash: OID.sha256 });
    expect(parametersOf(oaep(maskOf(OID.sha512)))).toEqual({ ...DEFAULTS, maskHash: OID.sha512 });
    expect(parametersOf(oaep(source))).toEqual({ ...DEFAULTS, label: UKM });
    expect(parametersOf(oaep(hashOf(OID.sha384), maskOf(OID.sha256), source))).toEqual({
      hash: OID.sha384,
      maskHash: OID.sha256,
      label: UKM,
    });
  });

  it.each([
    ['another mask function', oaep(der(contextTag(1), algorithmIdentifier('1.2.3', algorithmWithNull(OID.sha1))))],
    ['a mask function without digest', oaep(der(contextTag(1), algorithmIdentifier(OID.mgf1)))],
    ['another label source', oaep(label(oid('1.2.3'), octets(UKM)))],
    ['a label source without label', oaep(label(oid(OID.pSpecified)))],
    ['a label that is no OCTET STRING', oaep(label(oid(OID.pSpecified), integer(1)))],
  ])('with %s is refused', (_, algorithm) => {
    expect(() => parametersOf(algorithm)).toThrow(withCode('malformed-cms'));
  });
});

describe('KeyAgreeRecipientInfo', () => {
  const originator = der(contextTag(0), sequence(ISSUER, integer(3)));
  const WRAP = algorithmIdentifier(OID.aes256Wrap);
  const agreement = algorithmIdentifier(OID.dhSinglePassStdDhSha256Kdf, WRAP);
  const byKeyIdentifier = der(contextTag(0), octets(KEY_IDENTIFIER), der(0x18, new Uint8Array(15).fill(0x30)));
  const keys = sequence(sequence(issuerAndSerial, encryptedKey), sequence(byKeyIdentifier, chunkedKey));
  const ukm = der(contextTag(1), octets(UKM));
  const kari = (...elements: readonly Der[]): Der => der(contextTag(1), integer(3), ...elements);

  it('gives originator, ukm, algorithms and every key', () => {
    const parts = keyAgreementParts(readTlv(kari(originator, ukm, agreement, keys)));
    expect(hex(encoded(parts.originator))).toBe(hex(sequence(ISSUER, integer(3))));
    expect(parts.ukm).toEqual(UKM);
    expect([parts.algorithm.oid, parts.wrap?.oid]).toEqual([OID.dhSinglePassStdDhSha256Kdf, OID.aes256Wrap]);
    expect(parts.keys).toEqual([
      { rid: { kind: 'issuer-serial', issuer: ISSUER, serial: '07' }, encryptedKey: ENCRYPTED },
      { rid: { kind: 'ski', keyIdentifier: KEY_IDENTIFIER }, encryptedKey: ENCRYPTED },
    ]);
  });

  it('names one recipient for each key, and its scheme with what wraps the key', () => {
    expect(read(kari(originator, agreement, keys), 32)).toMatchObject({
      kind: 'kari',
      contentKeyOctets: 32,
      identifiers: [{ kind: 'issuer-serial' }, { kind: 'ski' }],
      keyEncryptionAlgorithm: 'ecdh-x963-sha256-aes256-wrap',
    });
  });

  it('has no ukm and no wrapping where they are left out, and then goes by its identifier', () => {
    const bare = kari(originator, algorithmIdentifier(OID.dhSinglePassStdDhSha256Kdf), keys);
    const parts = keyAgreementParts(readTlv(bare));
    expect([parts.ukm, parts.wrap]).toEqual([undefined, undefined]);
    expect(read(bare).keyEncryptionAlgorithm).toBe(OID.dhSinglePassStdDhSha256Kdf);
    expect(read(kari(originator, algorithmIdentifier('1.2.3', WRAP), keys)).keyEncryptionAlgorithm).toBe('1.2.3');
  });

  it.each([
    ['an originator', kari(agreement, keys)],
    ['keys', kari(originator, agreement)],
    ['a key for a recipient', kari(originator, agreement, sequence(sequence(issuerAndSerial)))],
    ['an identifier', kari(originator, agreement, sequence(sequence(der(contextTag(0), integer(1)), encryptedKey)))],
    ['a version', der(contextTag(1), originator, agreement, keys)],
  ])('without %s is malformed', (_, info) => {
    expect(() => read(info)).toThrow(withCode('malformed-der'));
  });

  it('for more recipients than are read is over a limit', () => {
    const one = sequence(issuerAndSerial, encryptedKey);
    const many = sequence(...Array.from({ length: LIMITS.recipients + 1 }, () => one));
    expect(() => read(kari(originator, agreement, many))).toThrow(withCode('limit', { subject: 'recipients' }));
  });
});

describe('KEKRecipientInfo', () => {
  const kekid = sequence(octets(KEY_IDENTIFIER));
  const WRAP = algorithmIdentifier(OID.aes128Wrap);
  const kekri = (...elements: readonly Der[]): Der => der(contextTag(2), integer(4), ...elements);

  it('goes by its key identifier and has no recipient', () => {
    const info = kekri(kekid, WRAP, chunkedKey);
    expect(read(info)).toMatchObject({
      kind: 'kekri',
      identifiers: [],
      keyIdentifier: KEY_IDENTIFIER,
      keyEncryptionAlgorithm: 'aes128-wrap',
    });
    const parts = sharedKeyParts(readTlv(info));
    expect([parts.algorithm.oid, parts.encryptedKey]).toEqual([OID.aes128Wrap, ENCRYPTED]);
  });

  it.each([
    ['a key identifier', kekri(sequence(), WRAP, encryptedKey)],
    ['an algorithm', kekri(kekid, encryptedKey)],
    ['a key', kekri(kekid, WRAP)],
    ['a version', der(contextTag(2), kekid, WRAP, encryptedKey)],
  ])('without %s is malformed', (_, info) => {
    expect(() => read(info)).toThrow(withCode('malformed-der'));
  });
});

describe('PasswordRecipientInfo', () => {
  const derivation = der(contextTag(0), oid(OID.pbkdf2));
  const WRAP = algorithmIdentifier(OID.aes256Wrap);
  const pwri = (...elements: readonly Der[]): Der => der(contextTag(3), integer(0), ...elements);

  it('has no recipient, and says how its key is derived', () => {
    const info = pwri(derivation, WRAP, chunkedKey);
    expect(read(info)).toMatchObject({ kind: 'pwri', identifiers: [], keyEncryptionAlgorithm: 'aes256-wrap' });
    const parts = passwordParts(readTlv(info));
    expect(parts.derivation && encoded(parts.derivation)).toEqual(derivation);
    expect(parts.encryptedKey).toEqual(ENCRYPTED);
    expect(passwordParts(readTlv(pwri(WRAP, encryptedKey))).derivation).toBeUndefined();
  });

  it.each([
    ['an algorithm', pwri(derivation, encryptedKey)],
    ['a key', pwri(derivation, WRAP)],
    ['a version', der(contextTag(3), derivation, WRAP, encryptedKey)],
  ])('without %s is malformed', (_, info) => {
    expect(() => read(info)).toThrow(withCode('malformed-der'));
  });
});

describe('OtherRecipientInfo', () => {
  const KEM = algorithmIdentifier(OID.mlKem768);
  const KDF = algorithmIdentifier(OID.hkdfWithSha256);
  const WRAP = algorithmIdentifier(OID.aes256Wrap);
  const other = (type: string, value: Der): Der => der(contextTag(4), oid(type), value);
  const kemri = (...elements: readonly Der[]): Der =>
    other(OID.kemRecipientInfo, sequence(integer(0), bySki, ...elements));

  it('of a kind that is not known goes by its type', () => {
    const info = other('1.2.3.4', sequence());
    expect(read(info, 16)).toEqual({
      kind: 'other',
      der: info,
      contentKeyOctets: 16,
      identifiers: [],
      keyEncryptionAlgorithm: '1.2.3.4',
    });
  });

  it('is a KEMRecipientInfo with recipient, encapsulated secret, key length and ukm', () => {
    const ukm = der(contextTag(0), octets(UKM));
    const info = kemri(KEM, octets(UKM), KDF, integer(32), ukm, WRAP, chunkedKey);
    expect(read(info)).toMatchObject({
      kind: 'kemri',
      identifiers: [{ kind: 'ski', keyIdentifier: KEY_IDENTIFIER }],
      keyEncryptionAlgorithm: 'ml-kem-768-hkdf-sha256-aes256-wrap',
    });
    const parts = kemParts(readTlv(info));
    expect(parts).toMatchObject({ encapsulated: UKM, kekLength: 32, ukm: UKM, encryptedKey: ENCRYPTED });
    expect([parts.kem.oid, parts.kdf.oid, parts.wrap.oid]).toEqual([OID.mlKem768, OID.hkdfWithSha256, OID.aes256Wrap]);
    const bare = kemri(KEM, der(0x24, octets(UKM)), KDF, integer(16), WRAP, encryptedKey);
    expect(kemParts(readTlv(bare))).toMatchObject({ encapsulated: UKM, kekLength: 16, ukm: undefined });
  });

  it.each([
    ['an encapsulated secret', kemri(KEM, KDF, integer(32), WRAP, encryptedKey)],
    ['a key length', kemri(KEM, octets(UKM), KDF, WRAP, encryptedKey)],
    ['a wrapping', kemri(KEM, octets(UKM), KDF, integer(32), encryptedKey)],
    ['a key', kemri(KEM, octets(UKM), KDF, integer(32), WRAP)],
    ['a type', der(contextTag(4), sequence())],
    ['a value', der(contextTag(4), oid(OID.kemRecipientInfo))],
  ])('without %s is malformed', (_, info) => {
    expect(() => read(info)).toThrow(withCode('malformed-der'));
  });
});

it('a RecipientInfo of unknown form is refused', () => {
  for (const info of [der(contextTag(5)), octets(UKM), der(TAG.set)]) {
    expect(() => read(info)).toThrow(withCode('malformed-cms'));
  }
});
