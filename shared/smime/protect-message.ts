import { Base64Writer } from '../base/base64-writer';
import { type Bytes, type CanonicalOctets, concat, type Der } from '../base/bytes';
import { type Work } from '../base/work';
import { type ContentAlgorithm, encryptInto } from '../cms/encrypt';
import { schemeDigest } from '../cms/algorithms';
import { type KeyTransport } from '../cms/key-transport';
import { type Signer, signData } from '../cms/sign';
import { multipartPieces } from '../mime/compose-mime';
import { type Certificate } from '../pkix/certificate';

export interface ProtectOptions extends EncryptHow {
  /** Content-* header and body of what is protected; goes out octet for octet. */
  readonly entity: CanonicalOctets;
  readonly sign?: SignOptions;
  /** Everyone who is to read it, the sender included. Left out: not encrypted. */
  readonly encryptTo?: readonly Certificate[];
  /** Left out: `aes-256-cbc`, which every S/MIME reader opens (RFC 8551 2.7). */
  readonly algorithm?: ContentAlgorithm;
}

export interface SignOptions {
  readonly signer: Signer;
  readonly form: 'clear' | 'opaque';
  readonly signingTime: Date;
  /** Attributes to be signed besides; left out: SMIMECapabilities of what any device reads. */
  readonly attributes?: readonly Der[];
}

/**
 * Signs, encrypts, or signs and then encrypts one MIME entity (RFC 8551 3.3 to 3.6). What comes back is a MIME entity,
 * Content-* header and body, ready to stand under outer header fields. Certificates are taken as they are: choosing and
 * validating them is the caller's. Rejects with what the signer rejects with, and with `recipient-certificate`.
 */
export async function protectEntity(options: ProtectOptions): Promise<Bytes> {
  const signed = options.sign ? await signEntity(options.entity, options.sign) : options.entity;
  return options.encryptTo ? encryptEntity(signed, options.encryptTo, options.algorithm, options) : signed;
}

/** The signed half of `protectEntity`, so that one signature can go into several envelopes. */
export async function signEntity(entity: CanonicalOctets, sign: SignOptions): Promise<Bytes> {
  const pieces = await signedPieces(entity, sign);
  return pieces.length === 1 ? (pieces[0] as Bytes) : concat(pieces);
}

/** The same in pieces, the entity among them as it is: a big one is not copied. */
export async function signedPieces(entity: CanonicalOctets, sign: SignOptions): Promise<readonly Uint8Array[]> {
  const { signer, signingTime, attributes } = sign;
  const more = attributes ? { attributes } : {};
  if (sign.form === 'opaque') {
    const cms = await signData({ content: entity, signer, form: 'attached', signingTime, ...more });
    return [base64Entity(cmsHeader('signed-data'), cms)];
  }
  const cms = await signData({ content: entity, signer, form: 'detached', signingTime, ...more });
  const parameters = `signed; protocol="application/pkcs7-signature"; micalg=${micalg(signer)}`;
  return multipartPieces(parameters, [entity, base64Entity(SIGNATURE_HEADER, cms)], {
    preamble: 'This is a signed message in S/MIME format.',
  });
}

export interface EncryptHow extends Work {
  /** For RSA recipients; left out: PKCS #1 v1.5, which every S/MIME reader opens. */
  readonly keyTransport?: KeyTransport;
}

/** The encrypted half of `protectEntity`. */
export async function encryptEntity(
  entity: Bytes,
  encryptTo: readonly Certificate[],
  algorithm: ContentAlgorithm = 'aes-256-cbc',
  how: EncryptHow = {},
): Promise<Bytes> {
  const { writer } = await encryptInto(
    { content: entity, recipients: encryptTo, algorithm, ...how },
    (kind, length) => {
      const smimeType = kind === 'enveloped' ? 'enveloped-data' : 'authEnveloped-data';
      const into = new Base64Writer(cmsHeader(smimeType), length);
      return { writer: into, write: (octets) => into.take(octets) };
    },
  );
  return writer.end();
}

/** RFC 8551 3.5.3.2. */
function micalg(signer: Signer): string {
  return schemeDigest(signer.scheme).replace(/^sha(\d+)$/, 'sha-$1');
}

const SIGNATURE_HEADER =
  'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n' +
  'Content-Transfer-Encoding: base64\r\n' +
  'Content-Disposition: attachment; filename="smime.p7s"\r\n' +
  'Content-Description: S/MIME Cryptographic Signature\r\n\r\n';

/** RFC 8551 3.2. */
function cmsHeader(smimeType: string): string {
  return (
    `Content-Type: application/pkcs7-mime; smime-type=${smimeType};\r\n name="smime.p7m"\r\n` +
    'Content-Transfer-Encoding: base64\r\n' +
    'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n'
  );
}

function base64Entity(header: string, octets: Uint8Array): Bytes {
  const writer = new Base64Writer(header, octets.length);
  writer.write(octets);
  return writer.end();
}
