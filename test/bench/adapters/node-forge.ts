import forge from 'node-forge';
import { latin1Text } from '../../../shared/base/bytes';
import { type Adapter, type Cipher, type Keys, NotOffered } from '../operations';

/** node-forge over strings of octets, which is all it takes. It has no verification of CMS: that is put together here. */
export function nodeForge(keys: Keys): Adapter {
  const read = (octets: Uint8Array) => forge.asn1.fromDer(latin1Text(octets));
  const certificate = forge.pki.certificateFromAsn1(read(keys.certificate));
  const key = forge.pki.privateKeyFromAsn1(read(keys.pkcs8));
  return {
    name: 'node-forge',
    takes: 'text',
    sign: (entity: string) => Promise.resolve(sign(entity, certificate, key)),
    verify: (message: string) =>
      verify(message) ? Promise.resolve() : Promise.reject(new Error('node-forge found a bad signature')),
    encrypt(entity: string, cipher: Cipher) {
      if (cipher === 'gcm') return Promise.reject(new NotOffered('node-forge has no AuthEnvelopedData'));
      const envelope = forge.pkcs7.createEnvelopedData();
      envelope.addRecipient(certificate);
      envelope.content = forge.util.createBuffer(entity);
      envelope.encrypt();
      return Promise.resolve(`${ENVELOPE_HEADER}${base64Of(envelope.toAsn1())}\r\n`);
    },
    decrypt(message: string) {
      const envelope = forge.pkcs7.messageFromAsn1(base64Value(message, message.indexOf('\r\n\r\n'), message.length));
      envelope.decrypt(envelope.findRecipient(certificate), key);
      return Promise.resolve(envelope.content.getBytes().length);
    },
  };
}

const ENVELOPE_HEADER =
  'MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n' +
  'Content-Transfer-Encoding: base64\r\n\r\n';
const BOUNDARY = '----node-forge';

type Forge = typeof forge;
type Value = ReturnType<Forge['asn1']['fromDer']>;

const base64Of = (value: Value): string => forge.util.encode64(forge.asn1.toDer(value).getBytes(), 76);
const base64Value = (text: string, header: number, end: number): Value =>
  forge.asn1.fromDer(forge.util.decode64(text.slice(header + 4, end)));

function sign(
  entity: string,
  certificate: ReturnType<Forge['pki']['certificateFromAsn1']>,
  key: ReturnType<Forge['pki']['privateKeyFromAsn1']>,
): string {
  const { oids } = forge.pki;
  const signed = forge.pkcs7.createSignedData();
  signed.content = forge.util.createBuffer(entity);
  signed.addCertificate(certificate);
  const authenticatedAttributes = [
    { type: oids.contentType, value: oids.data },
    { type: oids.messageDigest },
    { type: oids.signingTime, value: new Date() },
  ];
  signed.addSigner({ key, certificate, digestAlgorithm: oids.sha256, authenticatedAttributes });
  signed.sign({ detached: true });
  return (
    `MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; ` +
    `boundary="${BOUNDARY}"\r\n\r\n--${BOUNDARY}\r\n${entity}\r\n--${BOUNDARY}\r\n` +
    'Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
    `${base64Of(signed.toAsn1())}\r\n--${BOUNDARY}--\r\n`
  );
}

function verify(text: string): boolean {
  const start = text.indexOf(`--${BOUNDARY}\r\n`) + BOUNDARY.length + 4;
  const end = text.indexOf(`\r\n--${BOUNDARY}\r\n`, start);
  const header = text.indexOf('\r\n\r\n', end + BOUNDARY.length + 6);
  const signed = forge.pkcs7.messageFromAsn1(base64Value(text, header, text.indexOf(`--${BOUNDARY}--`, header)));
  const { authenticatedAttributes, signature } = signed.rawCapture;
  const digest = sha256(text.slice(start, end)).getBytes();
  const set = forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SET, true, authenticatedAttributes);
  const isDigest = authenticatedAttributes.some(
    ({ value: [type, values] }) =>
      type !== undefined &&
      forge.asn1.derToOid(type.value) === forge.pki.oids.messageDigest &&
      values?.value[0]?.value === digest,
  );
  const hashed = sha256(forge.asn1.toDer(set).getBytes()).bytes();
  return isDigest && signed.certificates[0]?.publicKey.verify(hashed, signature) === true;
}

function sha256(text: string): { getBytes(): string; bytes(): string } {
  const digest = forge.md.sha256.create();
  digest.update(text);
  return digest.digest();
}
