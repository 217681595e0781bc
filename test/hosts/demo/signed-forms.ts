import { concat, hex, latin1Bytes, type Bytes, type CanonicalOctets, type Der } from '../../../shared/base/bytes';
import {
  children,
  compareEncodings,
  contextTag,
  der,
  encoded,
  nullValue,
  oid,
  readTlv,
  sequence,
  TAG,
  time,
} from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { readContentInfo } from '../../../shared/cms/content-info';
import { signData } from '../../../shared/cms/sign';
import { composeMultipart, encodedFile } from '../../../shared/mime/compose-mime';
import { signEntity } from '../../../shared/smime/protect-message';
import { attribute, buildSignedData } from '../../shared/cms/signed-data-builder';
import { withRevocation, type RevocationValues } from '../../support/test-revocation';
import { partyOf, signerOf, type DemoPerson } from './demo-people';

/** Makes a signed entity of one, `date` being the claimed time. */
export type Signing = (entity: CanonicalOctets, date: Date) => Promise<Bytes>;

/** As Signet itself signs. */
export const signedBy =
  (person: DemoPerson, form: 'clear' | 'opaque'): Signing =>
  (entity, date) =>
    signEntity(entity, { signer: signerOf(person), form, signingTime: date });

/** Clear-signed, with lists and responses enclosed in the signature. */
export const withStatus =
  (person: DemoPerson, revocation: () => Promise<RevocationValues>): Signing =>
  async (entity, date) =>
    clearSigned(entity, withRevocation(await detached(person, entity, date), await revocation()));

/** Clear-signed by RSA with SHA-1, as programs did until about 2015. */
export const withSha1 =
  (person: DemoPerson): Signing =>
  async (entity, date) => {
    const party = partyOf(person);
    const cms = await buildSignedData({
      party,
      scheme: 'rsa-sha256',
      content: entity,
      certificates: [party.certificate, ...party.chain],
      digest: 'sha1',
      signatureAlgorithm: sequence(oid(OID.sha1WithRsa), nullValue()),
      sign: (toBeSigned) => sha1Value(party.keys.pkcs8, toBeSigned),
      attributes: (usual) => [...usual, attribute(OID.signingTime, time(date))].sort(compareEncodings),
    });
    return clearSigned(entity, cms, 'sha-1');
  };

/** Clear-signed by two people: one SignedData with a SignerInfo of each. */
export const signedByBoth =
  (first: DemoPerson, second: DemoPerson): Signing =>
  async (entity, date) =>
    clearSigned(entity, merged(await detached(first, entity, date), await detached(second, entity, date)));

/** What a mailing list makes of a signed message: another part stands below it. */
export const belowFooter =
  (signing: Signing, footer: string): Signing =>
  async (entity, date) =>
    composeMultipart('mixed', [
      await signing(entity, date),
      latin1Bytes(`Content-Type: text/plain; charset=us-ascii\r\n\r\n${footer}\r\n`),
    ]);

const detached = (person: DemoPerson, content: CanonicalOctets, signingTime: Date): Promise<Der> =>
  signData({ content, signer: signerOf(person), form: 'detached', signingTime });

function clearSigned(entity: Bytes, cms: Bytes, micalg = 'sha-256'): Bytes {
  const header =
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n' +
    'Content-Transfer-Encoding: base64\r\n' +
    'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n';
  const parameters = `signed; protocol="application/pkcs7-signature"; micalg=${micalg}`;
  return composeMultipart(parameters, [entity, concat([latin1Bytes(header), encodedFile(cms).body])]);
}

async function sha1Value(pkcs8: Bytes, toBeSigned: Bytes): Promise<Bytes> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, toBeSigned));
}

/** Certificates and SignerInfos of both (RFC 5652 5.1), which are over the same content. */
function merged(first: Der, second: Der): Der {
  const others = fieldsOf(second);
  const fields = fieldsOf(first).map((field, at) => (at < 3 ? field : joined(field, others[at] ?? field)));
  return sequence(oid(OID.signedData), der(contextTag(0), sequence(...fields)));
}

/** version, digestAlgorithms, encapContentInfo, certificates, signerInfos. */
const fieldsOf = (cms: Der): readonly Der[] => children(readContentInfo(cms).content).map(encoded);

function joined(one: Der, other: Der): Der {
  const all = [one, other].flatMap((set) => children(readTlv(set)).map(encoded));
  const distinct = new Map(all.map((part) => [hex(part), part]));
  return der(one[0] ?? TAG.set, ...[...distinct.values()].sort(compareEncodings));
}
