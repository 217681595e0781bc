import { utf8Bytes } from '../../../shared/base/bytes';
import { contextTag, der, oid, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { certificateFacts, purposeName } from '../../../shared/pkix/certificate-facts';
import { type CertificateOptions, extension, generateKeyPair, TestCa } from '../../support/test-ca';

const NOW = new Date('2026-11-23T10:00:00Z');
const POLICY = '2.23.140.1.5.2.2';

async function facts(options: Partial<CertificateOptions>, kind: 'rsa-2048' | 'ec-p384' = 'ec-p384') {
  const ca = await TestCa.create('Issuer', { now: NOW });
  const { certificate } = await ca.issue({ commonName: 'Bob', ...options }, await generateKeyPair(kind));
  return certificateFacts(parseCertificate(certificate));
}

describe('what a certificate says of itself', () => {
  it('has key, uses, purposes, policies and the signature by their names', async () => {
    const policies = extension(OID.certificatePolicies, sequence(sequence(oid(POLICY))));
    expect(
      await facts(
        {
          addresses: ['bob@x.example'],
          serial: Uint8Array.of(0x5a, 1),
          keyUsage: [0, 2],
          extendedKeyUsage: [OID.emailProtection, '1.3.6.1.5.5.7.3.2', '1.2.3.4'],
          extraExtensions: [policies],
        },
        'rsa-2048',
      ),
    ).toMatchObject({
      subject: 'CN=Bob',
      issuer: 'CN=Issuer',
      serial: '5a01',
      addresses: ['bob@x.example'],
      otherNames: [],
      keyAlgorithm: 'rsa',
      keyBits: 2048,
      usages: ['digitalSignature', 'keyEncipherment'],
      purposes: ['emailProtection', 'clientAuth', '1.2.3.4'],
      policies: [POLICY],
      isCa: false,
      isSelfIssued: false,
      signatureAlgorithm: 'ecdsa',
      signatureDigest: 'sha256',
      defects: [],
    });
  });

  it('tells an authority, and how many may follow', async () => {
    const root = await TestCa.create('Root', { now: NOW });
    const sub = await root.subordinate({ commonName: 'Sub', ca: { pathLength: 0 } });
    const of = ({ certificate }: TestCa) => certificateFacts(parseCertificate(certificate));
    expect(of(root)).toMatchObject({ isCa: true, isSelfIssued: true });
    expect(of(root)).not.toHaveProperty('pathLength');
    expect(of(sub)).toMatchObject({
      isCa: true,
      pathLength: 0,
      usages: ['keyCertSign', 'cRLSign'],
      isSelfIssued: false,
    });
  });

  it('says that no purpose is named, which is any', async () => {
    expect((await facts({ extendedKeyUsage: null })).purposes).toBeUndefined();
  });

  it('shows every address, that of the subject too, and each other name', async () => {
    const attribute = (id: string, tag: number, text: string) => setOf([sequence(oid(id), der(tag, utf8Bytes(text)))]);
    const subject = sequence(
      attribute(OID.commonName, TAG.utf8String, 'Bob'),
      attribute(OID.emailAddress, TAG.ia5String, 'old@x.example'),
    );
    const names = sequence(
      der(contextTag(1, 'primitive'), utf8Bytes('bob@x.example')),
      der(contextTag(2, 'primitive'), utf8Bytes('x.example')),
      der(contextTag(7, 'primitive'), Uint8Array.of(127, 0, 0, 1)),
    );
    const found = await facts({ subject, extraExtensions: [extension(OID.subjectAltName, names)] });
    expect(found.addresses).toEqual(['bob@x.example', 'old@x.example']);
    expect(found.otherNames).toEqual(['dns:x.example', 'ip:7f000001']);
  });

  it('names what cannot be read instead of failing', async () => {
    const broken = extension(OID.certificatePolicies, Uint8Array.of(0x30, 5, 1));
    expect(await facts({ extraExtensions: [broken] })).toMatchObject({
      policies: [],
      defects: ['certificatePolicies'],
    });
  });
});

describe('a purpose', () => {
  it.each([
    ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
    ['2.5.29.37.0', 'anyExtendedKeyUsage'],
    ['1.2.3', '1.2.3'],
  ])('%s is %s', (id, name) => {
    expect(purposeName(id)).toBe(name);
  });
});
