import { OID } from '../../../shared/asn1/oids';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { usableFor } from '../../../shared/pkix/usable-for';
import { generateKeyPair, type KeyKind, TestCa } from '../../support/test-ca';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const [digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement] = [0, 1, 2, 3, 4];

type Case = readonly [KeyKind, readonly number[] | null, readonly string[] | null, sign: boolean, encrypt: boolean];

describe('what a certificate may be used for', () => {
  it.each<Case>([
    ['rsa-2048', null, null, true, true],
    ['rsa-2048', [digitalSignature], [OID.emailProtection], true, false],
    ['rsa-2048', [nonRepudiation], [OID.anyExtendedKeyUsage], true, false],
    ['rsa-2048', [keyEncipherment], [CLIENT_AUTH, OID.emailProtection], false, true],
    ['rsa-2048', [keyAgreement], null, false, false],
    ['rsa-2048', [dataEncipherment], null, false, false],
    ['rsa-2048', null, [CLIENT_AUTH], false, false],
    ['ec-p256', null, null, true, true],
    ['ec-p256', [keyAgreement], [OID.emailProtection], false, true],
    ['ec-p256', [keyEncipherment], null, false, false],
    ['ec-p384', [digitalSignature, keyAgreement], null, true, true],
  ])('%s with key usage %j and purposes %j: sign %s, encrypt %s', async (kind, keyUsage, extendedKeyUsage, ...both) => {
    const root = await TestCa.create();
    const keys = await generateKeyPair(kind);
    const { certificate } = await root.issue({ commonName: 'A', keyUsage, extendedKeyUsage }, keys);
    const read = parseCertificate(certificate);
    expect([usableFor(read, 'sign'), usableFor(read, 'encrypt')]).toEqual(both);
  });

  it('gives PSS-only keys no encryption', async () => {
    const root = await TestCa.create();
    const read = parseCertificate((await root.issue({ commonName: 'A', keyUsage: null })).certificate);
    const pss = { ...read, publicKey: { ...read.publicKey, algorithm: 'rsa-pss' } };
    expect([usableFor(pss, 'sign'), usableFor(pss, 'encrypt')]).toEqual([true, false]);
    const agreeing = { ...read, publicKey: { ...read.publicKey, algorithm: 'x25519' } };
    expect([usableFor(agreeing, 'sign'), usableFor(agreeing, 'encrypt')]).toEqual([false, true]);
  });
});
