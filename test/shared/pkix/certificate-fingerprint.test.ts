import { asDer, utf8Bytes } from '../../../shared/base/bytes';
import { certificateFingerprint, keyFingerprint } from '../../../shared/pkix/certificate-fingerprint';

describe('a fingerprint', () => {
  it('is the SHA-256 of the octets', async () => {
    expect(await certificateFingerprint(asDer(utf8Bytes('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(await keyFingerprint(asDer(utf8Bytes('abc')))).toBe(await certificateFingerprint(asDer(utf8Bytes('abc'))));
  });
});
