import { OID } from '../../../shared/asn1/oids';
import { algorithmName, digestAlgorithm, signatureName } from '../../../shared/cms/algorithms';

describe('an algorithm is named', () => {
  it.each([
    ['2.16.840.1.101.3.4.1.2', 'aes-128-cbc'],
    ['2.16.840.1.101.3.4.1.22', 'aes-192-cbc'],
    ['2.16.840.1.101.3.4.1.42', 'aes-256-cbc'],
    ['2.16.840.1.101.3.4.1.6', 'aes-128-gcm'],
    ['2.16.840.1.101.3.4.1.26', 'aes-192-gcm'],
    ['2.16.840.1.101.3.4.1.46', 'aes-256-gcm'],
    ['2.16.840.1.101.3.4.1.5', 'aes128-wrap'],
    ['2.16.840.1.101.3.4.1.25', 'aes192-wrap'],
    ['2.16.840.1.101.3.4.1.45', 'aes256-wrap'],
    ['1.2.840.113549.3.7', 'des-ede3-cbc'],
    ['1.3.14.3.2.7', 'des-cbc'],
    ['1.2.840.113549.3.2', 'rc2-cbc'],
    ['1.2.840.113549.1.9.16.3.6', 'des-ede3-wrap'],
    ['1.2.840.113549.1.9.16.3.18', 'chacha20-poly1305'],
    ['1.2.840.113549.1.9.16.3.28', 'hkdf-sha256'],
    ['1.2.840.113549.1.9.16.3.29', 'hkdf-sha384'],
    ['1.2.840.113549.1.9.16.3.30', 'hkdf-sha512'],
    ['1.2.840.113549.1.1.7', 'rsa-oaep'],
    ['2.16.840.1.101.3.4.4.1', 'ml-kem-512'],
    ['2.16.840.1.101.3.4.4.2', 'ml-kem-768'],
    ['2.16.840.1.101.3.4.4.3', 'ml-kem-1024'],
    [OID.shake256Len, 'shake256'],
    ['2.16.840.1.101.3.4.2.1', 'sha256'],
    ['1.2.3.4', '1.2.3.4'],
  ])('%s: %s', (id, name) => expect(algorithmName(id)).toBe(name));

  it('with the curve of its key, where it is ECDSA', () => {
    const ecdsa = '1.2.840.10045.4.3.2';
    expect(signatureName(ecdsa, 'ec-p256')).toBe('ecdsa-p256');
    expect(signatureName(ecdsa)).toBe('ecdsa');
    expect(signatureName(ecdsa, 'rsa')).toBe('ecdsa');
    expect(signatureName('1.2.3.4', 'ec-p256')).toBe('1.2.3.4');
  });
});

it('a digest algorithm of a SignerInfo has no parameters (RFC 5754 2)', () => {
  expect(Buffer.from(digestAlgorithm('sha256')).toString('hex')).toBe('300b0609608648016503040201');
});
