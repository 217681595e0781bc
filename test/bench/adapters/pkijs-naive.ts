import MimeBuilder from 'emailjs-mime-builder';
import parseMime from 'emailjs-mime-parser';
import * as pkijs from 'pkijs';
import { type Bytes } from '../../../shared/base/bytes';
import { type Adapter, type Cipher, type Keys } from '../operations';
import { signedData, signingKeyOf } from './pkijs';

/** pkijs as its S/MIME examples use it: emailjs for MIME, text in and out, every option left as it is. */
export async function pkijsNaive(keys: Keys): Promise<Adapter> {
  const key = await signingKeyOf(keys);
  return {
    name: 'pkijs-naive',
    takes: 'text',
    sign: (entity: string) => sign(entity, keys, key),
    verify,
    encrypt: (entity: string, cipher) => encrypt(entity, keys, cipher),
    decrypt: (message: string) => decrypt(message, keys),
  };
}

/** As pvutils has it. */
function octetsOf(text: string): Bytes {
  const view = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) view[i] = text.charCodeAt(i);
  return view;
}

/** As the example has it. */
function textOf(octets: ArrayBuffer): string {
  let text = '';
  for (const octet of new Uint8Array(octets)) text += String.fromCharCode(octet);
  return text;
}

const BOUNDARY = '----naive-boundary';

/** The examples build no multipart/signed: the text is put together, the signature part is built. */
async function sign(text: string, keys: Keys, key: CryptoKey): Promise<string> {
  const data = octetsOf(text);
  const ber = await signedData(keys, key, data, data.buffer);
  const part = new MimeBuilder('application/pkcs7-signature; name=smime.p7s')
    .setHeader('content-disposition', 'attachment; filename=smime.p7s')
    .setHeader('content-transfer-encoding', 'base64')
    .setContent(ber);
  return (
    `From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; ` +
    `protocol="application/pkcs7-signature"; micalg=sha-256; boundary="${BOUNDARY}"\r\n\r\n` +
    `--${BOUNDARY}\r\n${text}\r\n--${BOUNDARY}\r\n${part.build()}\r\n--${BOUNDARY}--\r\n`
  );
}

async function verify(text: string): Promise<void> {
  const [signed, signature] = parseMime(text).childNodes;
  if (!signed || !signature) throw new Error('two parts were expected');
  const info = pkijs.ContentInfo.fromBER(signature.content.slice());
  const data = octetsOf(signed.raw.replace(/\n/g, '\r\n'));
  const cms = new pkijs.SignedData({ schema: info.content });
  if (!(await cms.verify({ signer: 0, data: data.buffer, trustedCerts: [] }))) throw new Error('not verified');
}

async function encrypt(text: string, keys: Keys, cipher: Cipher): Promise<string> {
  const envelope = new pkijs.EnvelopedData();
  envelope.addRecipientByCertificate(pkijs.Certificate.fromBER(keys.certificate), { oaepHashAlgorithm: 'SHA-256' });
  const algorithm = { name: cipher === 'gcm' ? 'AES-GCM' : 'AES-CBC', length: 256 };
  await envelope.encrypt(algorithm, octetsOf(text).buffer);
  const info = new pkijs.ContentInfo();
  info.contentType = pkijs.ContentInfo.ENVELOPED_DATA;
  info.content = envelope.toSchema();
  return new MimeBuilder('application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data; charset=binary')
    .setHeader('content-description', 'Enveloped Data')
    .setHeader('content-disposition', 'attachment; filename=smime.p7m')
    .setHeader('content-transfer-encoding', 'base64')
    .setContent(new Uint8Array(info.toSchema().toBER(false)))
    .build();
}

async function decrypt(text: string, keys: Keys): Promise<number> {
  const info = pkijs.ContentInfo.fromBER(parseMime(text).content.slice());
  const envelope = new pkijs.EnvelopedData({ schema: info.content });
  const content = await envelope.decrypt(0, {
    recipientCertificate: pkijs.Certificate.fromBER(keys.certificate),
    recipientPrivateKey: keys.pkcs8.slice().buffer,
  });
  return textOf(content).length;
}
