import { type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { OID } from '../../../shared/asn1/oids';
import { type Tlv } from '../../../shared/asn1/der';
import { readContentInfo } from '../../../shared/cms/content-info';
import { signData } from '../../../shared/cms/sign';
import { readSignedData, readSignerInfo } from '../../../shared/cms/syntax/signed-data';
import { verifySignedData } from '../../../shared/cms/verify';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { defaultScheme } from '../../../shared/pkix/signature-scheme';
import { importSigningKey } from '../../../shared/pkix/signing-key';
import { validatePath } from '../../../shared/pkix/path-validation';
import { withFolder } from '../../support/openssl';
import { ecKeyPair, opensslKeyPair, subjectKeyPair } from '../../support/openssl-keys';
import { ML_DSA, mlDsaKeys } from '../../support/post-quantum';
import { type KeyPair, type Party, TestCa } from '../../support/test-ca';
import { CONTENT, SIGNING_TIME } from './parties';

const KEYS: readonly (readonly [string, () => Promise<KeyPair>])[] = [
  ['ed25519', () => opensslKeyPair('-algorithm', 'ED25519')],
  ['ecdsa-brainpoolp256r1', () => ecKeyPair('brainpoolP256r1')],
  ['ecdsa-brainpoolp384r1', () => ecKeyPair('brainpoolP384r1')],
  ['ecdsa-brainpoolp512r1', () => ecKeyPair('brainpoolP512r1')],
  ...ML_DSA.map((name) => {
    const { fromSeed, spki } = mlDsaKeys(name);
    return [name, () => Promise.resolve(subjectKeyPair(fromSeed, spki))] as const;
  }),
];

async function signedBy(party: Party): Promise<Uint8Array<ArrayBuffer>> {
  const scheme = defaultScheme(parseCertificate(party.certificate).publicKey.algorithm);
  const key = await importSigningKey(party.keys.pkcs8, scheme);
  const signer = { certificate: party.certificate, chain: [], scheme, sign: (octets: Bytes) => key.sign(octets) };
  return signData({ content: CONTENT, signer, form: 'detached', signingTime: SIGNING_TIME });
}

describe('a message signed with a key that not every reader has', () => {
  it.each(KEYS)('%s: is intact, its path valid, its algorithms without parameters', async (name, make) => {
    const ca = await TestCa.create('Rare');
    const party = await ca.issue({ commonName: 'Alice' }, await make());
    const cms = await signedBy(party);
    const [signer] = (await verifySignedData({ cms, detached: CONTENT })).signers;
    expect(signer).toMatchObject({ integrity: 'intact', signatureAlgorithm: name, reasons: [] });
    const [other] = (await verifySignedData({ cms, detached: utf8Bytes('other') })).signers;
    expect(other?.integrity).toBe('altered');
    const { signerInfos } = readSignedData(readContentInfo(cms).content);
    const info = readSignerInfo(signerInfos[0] as Tlv);
    expect([info.signatureAlgorithm.parameters, info.digestAlgorithm.parameters]).toEqual([undefined, undefined]);
    if (!name.startsWith('ecdsa')) expect(info.digestAlgorithm.oid).toBe(OID.sha512);
    const certificate = parseCertificate(party.certificate);
    const anchors = [parseCertificate(ca.certificate)];
    const path = await validatePath({ certificate, candidates: [], anchors, at: SIGNING_TIME, purpose: 'sign' });
    expect(path.state).toBe('valid');
  });

  it('with brainpool is verified by openssl', async () => {
    const ca = await TestCa.create('Rare');
    const party = await ca.issue({ commonName: 'Alice' }, await ecKeyPair('brainpoolP256r1'));
    const cms = await signedBy(party);
    await withFolder((folder) => {
      folder.write('ca.der', ca.certificate);
      folder.openssl('x509', '-inform', 'DER', '-in', 'ca.der', '-out', 'ca.pem');
      folder.write('in', CONTENT);
      folder.write('cms', cms);
      const input = ['-inform', 'DER', '-in', 'cms', '-binary', '-content', 'in'];
      expect(folder.openssl('cms', '-verify', ...input, '-CAfile', 'ca.pem', '-out', 'out').status).toBe(0);
    });
  });
});
