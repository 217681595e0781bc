import { type Bytes, equal, hex } from '../../../shared/base/bytes';
import {
  children,
  compareEncodings,
  contents,
  encoded,
  readOid,
  readTime,
  readTlv,
  type Tlv,
} from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { defaultScheme, signatureAlgorithm } from '../../../shared/cms/algorithms';
import { readContentInfo } from '../../../shared/cms/content-info';
import { signData } from '../../../shared/cms/sign';
import { readAttributes } from '../../../shared/cms/syntax/attributes';
import { readSignedData, readSignerInfo } from '../../../shared/cms/syntax/signed-data';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { generateKeyPair, TestCa } from '../../support/test-ca';
import { CONTENT, createWorld, SCHEMES, signed, signerOf, SIGNING_TIME, type World } from './parties';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const attributesOf = (cms: Bytes): ReadonlyMap<string, Tlv> => {
  const { signerInfos } = readSignedData(readContentInfo(cms).content);
  const { signedAttributes } = readSignerInfo(signerInfos[0] as Tlv);
  const all = readAttributes(signedAttributes as Tlv);
  return new Map(all.map(({ type, values }) => [type, values[0] as Tlv]));
};

describe('a SignedData of ours', () => {
  it('is DER: definite, sorted, encoded anew the same', async () => {
    const cms = await signed(world.parties.rsa, 'rsa-sha256', 'attached');
    const check = (value: Tlv): void => {
      expect(value.indefinite).toBe(false);
      if ((value.tag & 0x20) === 0) return;
      const inner = children(value);
      inner.forEach(check);
      if (value.tag !== 0x31) return;
      const list = inner.map(encoded);
      expect([...list].sort(compareEncodings)).toEqual(list);
    };
    check(readTlv(cms));
    expect(readTlv(cms).end).toBe(cms.length);
  });

  it('says what the standards want signed', async () => {
    const attributes = attributesOf(await signed(world.parties.rsa, 'rsa-sha256'));
    expect([...attributes.keys()].sort()).toEqual(
      [
        OID.contentType,
        OID.messageDigest,
        OID.signingTime,
        OID.smimeCapabilities,
        OID.signingCertificateV2,
        OID.cmsAlgorithmProtection,
      ].sort(),
    );
    const get = (type: string): Tlv => attributes.get(type) as Tlv;
    expect(readOid(get(OID.contentType))).toBe(OID.data);
    expect(readTime(get(OID.signingTime))).toEqual(SIGNING_TIME);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', CONTENT));
    expect(contents(get(OID.messageDigest))).toEqual(digest);
    const capabilities = children(get(OID.smimeCapabilities)).map((one) => readOid(children(one)[0] as Tlv));
    expect(capabilities).toEqual([OID.aes256Cbc, OID.aes128Cbc]);
  });

  it('encloses the certificate and its chain, each once, and keeps content out where it is detached', async () => {
    const root = await TestCa.create('Root');
    const middle = await root.subordinate({ commonName: 'Middle' });
    const party = await middle.issue({ commonName: 'Leaf', addresses: ['leaf@example.test'] }, await generateKeyPair());
    const signer = signerOf(party, 'ecdsa-p256-sha256', { chain: [...party.chain, party.certificate] });
    const options = { content: CONTENT, signer, signingTime: SIGNING_TIME } as const;
    const parts = readSignedData(readContentInfo(await signData({ ...options, form: 'detached' })).content);
    expect(parts.certificates).toHaveLength(2);
    expect(parts.certificates.some((one) => equal(one, party.certificate))).toBe(true);
    expect(parts.content).toBeUndefined();
    const attached = readSignedData(readContentInfo(await signData({ ...options, form: 'attached' })).content);
    expect(attached.content).toEqual(new Uint8Array(CONTENT));
  });

  it.each(SCHEMES)('names its algorithms: %s', async (scheme, name) => {
    const { signerInfos } = readSignedData(readContentInfo(await signed(world.parties[name], scheme)).content);
    const info = readSignerInfo(signerInfos[0] as Tlv);
    expect(hex(info.signatureAlgorithm.der)).toBe(hex(signatureAlgorithm(scheme)));
    expect(info.digestAlgorithm.parameters).toBeUndefined();
  });

  it('fails as its signer fails', async () => {
    const failure = new Error('locked');
    const signer = signerOf(world.parties.rsa, 'rsa-sha256', { sign: () => Promise.reject(failure) });
    const options = { content: CONTENT, signer, form: 'detached', signingTime: SIGNING_TIME } as const;
    await expect(signData(options)).rejects.toBe(failure);
  });
});

describe('the scheme of a key', () => {
  it('follows from its kind', () => {
    const schemes = (['rsa', 'p256', 'p384', 'p521'] as const).map((name) =>
      defaultScheme(parseCertificate(world.parties[name].certificate).publicKey.algorithm),
    );
    expect(schemes).toEqual(['rsa-sha256', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'ecdsa-p521-sha512']);
    expect(defaultScheme('rsa-pss')).toBe('rsa-pss-sha256');
    expect(() => defaultScheme('x25519')).toThrow(expect.objectContaining({ code: 'identity-unusable' }) as Error);
  });
});
