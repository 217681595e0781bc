import { createCipheriv, hkdfSync } from 'node:crypto';
import { type Bytes, fromHex, hex } from '../../../shared/base/bytes';
import { contextTag, der, integer, octets, oid, readTlv, sequence, setOf, type Tlv } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { contentEncryption, contentKeyOctets } from '../../../shared/cms/content-encryption';
import { decryptContent, unwrapContentKey } from '../../../shared/cms/decrypt';
import { hkdf } from '../../../shared/cms/key-derivation';
import { readEnvelope } from '../../../shared/cms/envelope';
import { unwrapKey, wrapKey, wrapKeyOctets } from '../../../shared/cms/key-wrap';
import {
  type AlgorithmIdentifier,
  algorithmIdentifier,
  readAlgorithm,
} from '../../../shared/cms/syntax/algorithm-identifier';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { corpusFile, describeWithCorpora } from '../../support/corpora';
import { CONTENT } from './parties';

const algorithm = (...parts: Parameters<typeof algorithmIdentifier>): AlgorithmIdentifier =>
  readAlgorithm(readTlv(algorithmIdentifier(...parts)));

describe('the length of a content key', () => {
  it.each<[string, readonly Uint8Array[], number | undefined]>([
    [OID.aes128Cbc, [], 16],
    [OID.aes192Gcm, [], 24],
    [OID.aes256Gcm, [], 32],
    [OID.desEde3Cbc, [], 24],
    [OID.rc2Cbc, [sequence(integer(58), octets(new Uint8Array(8)))], 16],
    [OID.rc2Cbc, [sequence(integer(160), octets(new Uint8Array(8)))], 5],
    [OID.rc2Cbc, [octets(new Uint8Array(8))], 4],
    [OID.rc2Cbc, [sequence(integer(1), octets(new Uint8Array(8)))], undefined],
    [OID.rc2Cbc, [], undefined],
    ['1.2.3.4', [], undefined],
  ])('of %s', (id, parameters, expected) => {
    expect(contentKeyOctets(algorithm(id, ...parameters))).toBe(expected);
  });
});

describe('triple DES of old mail', () => {
  const key = new Uint8Array(24).map((_, i) => i * 11 + 1);
  const iv = new Uint8Array(8).fill(3);
  const encrypted = (): Bytes => {
    const cipher = createCipheriv('des-ede3-cbc', key, iv);
    return new Uint8Array(Buffer.concat([cipher.update(CONTENT), cipher.final()]));
  };
  const envelopeOf = (ciphertext: Bytes, vector: Bytes = iv): Bytes =>
    sequence(
      oid(OID.envelopedData),
      der(
        contextTag(0),
        sequence(
          integer(2),
          setOf([der(contextTag(4), oid('1.2.3.4'), integer(1))]),
          sequence(
            oid(OID.data),
            algorithmIdentifier(OID.desEde3Cbc, octets(vector)),
            der(contextTag(0, 'primitive'), ciphertext),
          ),
        ),
      ),
    );

  it('is read', async () => {
    expect(await decryptContent(readEnvelope(envelopeOf(encrypted())), key)).toEqual(new Uint8Array(CONTENT));
  });

  it('fails as every content does', async () => {
    const failure = { code: 'decryption-failed', message: 'the content could not be decrypted' };
    const wrong = new Uint8Array(24).fill(5);
    await expect(decryptContent(readEnvelope(envelopeOf(encrypted())), wrong)).rejects.toMatchObject(failure);
    await expect(decryptContent(readEnvelope(envelopeOf(encrypted())), key.slice(8))).rejects.toMatchObject(failure);
    const cut = readEnvelope(envelopeOf(encrypted().slice(1)));
    await expect(decryptContent(cut, key)).rejects.toMatchObject(failure);
    const vector = readEnvelope(envelopeOf(encrypted(), iv.slice(1)));
    await expect(decryptContent(vector, key)).rejects.toMatchObject(failure);
  });
});

/** An AuthEnvelopedData of the parts; its one recipient is of a kind that nobody knows. */
const authEnveloped = (algorithm: Uint8Array, ciphertext: Uint8Array, mac: Uint8Array): Bytes =>
  sequence(
    oid(OID.authEnvelopedData),
    der(
      contextTag(0),
      sequence(
        integer(0),
        setOf([der(contextTag(4), oid('1.2.3.4'), integer(1))]),
        sequence(oid(OID.data), algorithm, der(contextTag(0, 'primitive'), ciphertext)),
        octets(mac),
      ),
    ),
  );

describe('ChaCha20-Poly1305 (RFC 8103)', () => {
  const key = new Uint8Array(32).fill(7);
  const sealed = (nonce: Uint8Array): Bytes => {
    const cipher = createCipheriv('chacha20-poly1305', key, new Uint8Array(12).fill(9), { authTagLength: 16 });
    const ciphertext = Buffer.concat([cipher.update(CONTENT), cipher.final()]);
    return authEnveloped(algorithmIdentifier(OID.chaCha20Poly1305, octets(nonce)), ciphertext, cipher.getAuthTag());
  };

  it('is read, and fails as every content does', async () => {
    const envelope = readEnvelope(sealed(new Uint8Array(12).fill(9)));
    expect(envelope.contentAlgorithm).toBe('chacha20-poly1305');
    expect(await decryptContent(envelope, key)).toEqual(new Uint8Array(CONTENT));
    await expect(decryptContent(envelope, key.slice().fill(1))).rejects.toMatchObject({ code: 'decryption-failed' });
    const other = readEnvelope(sealed(new Uint8Array(12).fill(8)));
    await expect(decryptContent(other, key)).rejects.toMatchObject({ code: 'decryption-failed' });
  });
});

describe('a content key derived by HKDF (RFC 9709)', () => {
  const bytes = (text: string): Bytes => fromHex(text) as Bytes;

  it('is that of appendix A', async () => {
    const salt = new TextEncoder().encode('The Cryptographic Message Syntax');
    const info = bytes('301b0609608648016503040106300e040c5c79058ba2f43447639d29e2');
    const derived = await hkdf('sha256', bytes('c702e7d0a9e064b09ba55245fb733cf3'), info, 16, salt);
    expect(hex(derived)).toBe('2124ffb29fac4e0fbbc7d5d87492bff3');
  });

  it('opens what is bound to its algorithm, and nothing else', async () => {
    const given = new Uint8Array(32).fill(6);
    const nonce = new Uint8Array(12).fill(4);
    const within = (id: string): Bytes => algorithmIdentifier(id, sequence(octets(nonce), integer(16)));
    const salt = 'The Cryptographic Message Syntax';
    const derived = new Uint8Array(hkdfSync('sha256', given, salt, within(OID.aes256Gcm), 32));
    const cipher = createCipheriv('aes-256-gcm', derived, nonce);
    const ciphertext = Buffer.concat([cipher.update(CONTENT), cipher.final()]);
    const enveloped = (id: string): Bytes =>
      authEnveloped(algorithmIdentifier(OID.contentKeyHkdfSha256, within(id)), ciphertext, cipher.getAuthTag());
    const envelope = readEnvelope(enveloped(OID.aes256Gcm));
    expect(envelope.contentAlgorithm).toBe('hkdf-sha256-aes-256-gcm');
    expect(await decryptContent(envelope, given)).toEqual(new Uint8Array(CONTENT));
    await expect(decryptContent(envelope, derived)).rejects.toMatchObject({ code: 'decryption-failed' });
    const nested = readEnvelope(enveloped(OID.contentKeyHkdfSha256));
    await expect(decryptContent(nested, given)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('authenticated encryption', () => {
  it('is known from the other', () => {
    expect(contentEncryption(algorithm(OID.aes256Gcm))?.authenticated).toBe(true);
    expect(contentEncryption(algorithm(OID.aes256Cbc))?.authenticated).toBe(false);
    expect(contentEncryption(algorithm(OID.desEde3Cbc))?.authenticated).toBe(false);
  });
});

describe('key wrap', () => {
  const bytes = (text: string): Bytes => fromHex(text) as Bytes;

  it('is that of RFC 3394 4', async () => {
    const kek = bytes('000102030405060708090A0B0C0D0E0F');
    const key = bytes('00112233445566778899AABBCCDDEEFF');
    const wrapped = bytes('1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5');
    expect(await wrapKey(kek, key)).toEqual(wrapped);
    expect(await unwrapKey(OID.aes128Wrap, kek, wrapped)).toEqual(key);
  });

  it.each([16, 24, 32])('holds keys of %d octets', async (length) => {
    const kek = new Uint8Array(32).fill(1);
    const key = new Uint8Array(length).map((_, i) => i);
    expect(await unwrapKey(OID.aes256Wrap, kek, await wrapKey(kek, key))).toEqual(key);
  });

  it('gives nothing where it was altered, cut off or made with another key', async () => {
    const kek = new Uint8Array(32).fill(1);
    const wrapped = await wrapKey(kek, new Uint8Array(32));
    const changed = wrapped.slice();
    changed[5] = 0;
    for (const one of [changed, wrapped.slice(8), wrapped.slice(1), new Uint8Array(0)]) {
      expect(await unwrapKey(OID.aes256Wrap, kek, one)).toBeUndefined();
    }
    expect(await unwrapKey(OID.aes256Wrap, new Uint8Array(32), wrapped)).toBeUndefined();
  });

  it('with triple DES gives nothing either', async () => {
    const id = '1.2.840.113549.1.9.16.3.6';
    expect(wrapKeyOctets(id)).toBe(24);
    expect(await unwrapKey(id, new Uint8Array(24), new Uint8Array(40))).toBeUndefined();
    expect(await unwrapKey(id, new Uint8Array(24), new Uint8Array(32))).toBeUndefined();
    expect(wrapKeyOctets('1.2.3')).toBeUndefined();
  });
});

describeWithCorpora('RC2 of very old mail', () => {
  it('is read', async () => {
    const envelope = readEnvelope(corpusFile('02-rfc4134/5.2.bin'));
    const [certificate] = parseCertificates(corpusFile('02-rfc4134/BobRSASignByCarl.cer'));
    const privateKey = corpusFile('02-rfc4134/BobPrivRSAEncrypt.pri');
    const [recipient] = envelope.recipients;
    if (!certificate || !recipient) throw new Error('no recipient');
    expect(envelope.contentAlgorithm).toBe('rc2-cbc');
    const key = await unwrapContentKey(recipient, { certificate, privateKey });
    const content = await decryptContent(envelope, key as Bytes);
    expect(Buffer.from(content).toString()).toBe('This is some sample content.');
  });
});

it('reads an algorithm whose parameters are NULL as one without', () => {
  const { parameters } = readAlgorithm(readTlv(fromHex('300d06092a864886f70d0101010500') as Bytes));
  expect<Tlv | undefined>(parameters).toBeUndefined();
});
