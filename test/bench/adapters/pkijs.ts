import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { decodeBase64, encodedLinesLength, encodeLines } from '../../../shared/base/base64';
import { type Bytes, concat, indexOf, latin1Bytes } from '../../../shared/base/bytes';
import { type Adapter, type Cipher, type Keys } from '../operations';

/** pkijs's own objects for everything, the content among them, but octets, our base64, and parser limits raised. */
export async function pkijsRaised(keys: Keys): Promise<Adapter> {
  const key = await signingKeyOf(keys);
  const certificate = pkijs.Certificate.fromBER(keys.certificate);
  return {
    name: 'pkijs-raised',
    takes: 'octets',
    sign: async (entity: Bytes) => multipartSigned(entity, await signedData(keys, key, entity)),
    verify,
    encrypt: (entity: Bytes, cipher) => encrypt(entity, certificate, cipher),
    async decrypt(message: Bytes) {
      const header = indexOf(message, latin1Bytes('\r\n\r\n'));
      const { octets } = decodeBase64(message.subarray(header + 4));
      const envelope = new pkijs.EnvelopedData({ schema: contentOf(octets) });
      const content = await envelope.decrypt(0, {
        recipientCertificate: certificate,
        recipientPrivateKey: keys.pkcs8.slice().buffer,
      });
      return content.byteLength;
    },
  };
}

export function signingKeyOf({ pkcs8 }: Keys): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['sign']);
}

/** SignedData in its ContentInfo as the examples make it. `content` is handed over once more where an example does so. */
export async function signedData(
  keys: Keys,
  key: CryptoKey,
  data: Bytes,
  content?: ArrayBuffer,
): Promise<Uint8Array<ArrayBuffer>> {
  const certificate = pkijs.Certificate.fromBER(keys.certificate);
  const digest = await pkijs.getCrypto(true).digest({ name: 'SHA-256' }, data);
  const sid = new pkijs.IssuerAndSerialNumber({
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
  });
  const info = new pkijs.SignerInfo({ version: 1, sid });
  const attribute = (type: string, value: asn1js.AsnType): pkijs.Attribute =>
    new pkijs.Attribute({ type, values: [value] });
  info.signedAttrs = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: pkijs.ContentInfo.DATA })),
      attribute('1.2.840.113549.1.9.5', new asn1js.UTCTime({ valueDate: new Date() })),
      attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: digest })),
    ],
  });
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.ContentInfo.DATA });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo,
    signerInfos: [info],
    certificates: [certificate],
  });
  if (content) await signed.sign(key, 0, 'SHA-256', content);
  else await signed.sign(key, 0, 'SHA-256');
  return berOf(pkijs.ContentInfo.SIGNED_DATA, signed.toSchema(true) as asn1js.AsnType);
}

function berOf(contentType: string, content: asn1js.AsnType): Bytes {
  return new Uint8Array(new pkijs.ContentInfo({ contentType, content }).toSchema().toBER(false));
}

const BOUNDARY = '----pkijs-boundary';
const RAISED = { maxNodes: 1e9, maxContentLength: 2 ** 40 };

function base64Part(header: string, octets: Bytes): Bytes {
  const out = new Uint8Array(header.length + encodedLinesLength(octets.length));
  out.set(latin1Bytes(header));
  encodeLines(octets, out, header.length);
  return out;
}

function multipartSigned(entity: Bytes, ber: Bytes): Bytes {
  const head =
    `MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; ` +
    `boundary="${BOUNDARY}"\r\n\r\n--${BOUNDARY}\r\n`;
  const part =
    `\r\n--${BOUNDARY}\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n` +
    'Content-Transfer-Encoding: base64\r\n\r\n';
  return concat([latin1Bytes(head), entity, base64Part(part, ber), latin1Bytes(`\r\n--${BOUNDARY}--\r\n`)]);
}

function contentOf(ber: Bytes): asn1js.AsnType {
  const { offset, result } = asn1js.fromBER(ber, RAISED);
  if (offset === -1) throw new Error(result.error);
  return new pkijs.ContentInfo({ schema: result }).content as asn1js.AsnType;
}

async function verify(message: Bytes): Promise<void> {
  const delimiter = latin1Bytes(`--${BOUNDARY}`);
  const start = indexOf(message, delimiter) + delimiter.length + 2;
  const end = indexOf(message, delimiter, start) - 2;
  const header = indexOf(message, latin1Bytes('\r\n\r\n'), end + delimiter.length + 4);
  const { octets } = decodeBase64(message.subarray(header + 4, indexOf(message, delimiter, header)));
  const cms = new pkijs.SignedData({ schema: contentOf(octets) });
  const data = message.subarray(start, end) as unknown as ArrayBuffer;
  if (!(await cms.verify({ signer: 0, data, trustedCerts: [] }))) throw new Error('not verified');
}

async function encrypt(entity: Bytes, certificate: pkijs.Certificate, cipher: Cipher): Promise<Bytes> {
  const envelope = new pkijs.EnvelopedData();
  envelope.addRecipientByCertificate(certificate, { oaepHashAlgorithm: 'SHA-256' });
  const algorithm = { name: cipher === 'gcm' ? 'AES-GCM' : 'AES-CBC', length: 256 };
  await envelope.encrypt(algorithm, entity as unknown as ArrayBuffer);
  const header =
    'MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n' +
    'Content-Transfer-Encoding: base64\r\n\r\n';
  return base64Part(header, berOf(pkijs.ContentInfo.ENVELOPED_DATA, envelope.toSchema()));
}
