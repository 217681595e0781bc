import { encodedLinesLength, encodeLines, LINE_INPUT } from '../base/base64';
import { type Bytes, type CanonicalOctets, type Der, latin1Bytes } from '../base/bytes';
import { type ContentAlgorithm, type EncryptedCms, encryptContent } from '../cms/encrypt';
import { schemeDigest } from '../cms/algorithms';
import { type KeyTransport } from '../cms/key-transport';
import { type Signer, signData } from '../cms/sign';
import { composeMultipart } from '../mime/compose-mime';
import { type Certificate } from '../pkix/certificate';

export interface ProtectOptions {
  /** Content-* header and body of what is protected; goes out octet for octet. */
  readonly entity: CanonicalOctets;
  readonly sign?: SignOptions;
  /** Everyone who is to read it, the sender included. Left out: not encrypted. */
  readonly encryptTo?: readonly Certificate[];
  /** Left out: `aes-256-cbc`, which every S/MIME reader opens (RFC 8551 2.7). */
  readonly algorithm?: ContentAlgorithm;
  /** For RSA recipients; left out: PKCS #1 v1.5, which every S/MIME reader opens. */
  readonly keyTransport?: KeyTransport;
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
  return options.encryptTo ? encryptEntity(signed, options.encryptTo, options.algorithm, options.keyTransport) : signed;
}

/** The signed half of `protectEntity`, so that one signature can go into several envelopes. */
export async function signEntity(entity: CanonicalOctets, sign: SignOptions): Promise<Bytes> {
  const { signer, signingTime, attributes } = sign;
  const more = attributes ? { attributes } : {};
  if (sign.form === 'opaque') {
    const cms = await signData({ content: entity, signer, form: 'attached', signingTime, ...more });
    return cmsEntity('signed-data', [cms]);
  }
  const cms = await signData({ content: entity, signer, form: 'detached', signingTime, ...more });
  const parameters = `signed; protocol="application/pkcs7-signature"; micalg=${micalg(signer)}`;
  return composeMultipart(parameters, [entity, base64Entity(SIGNATURE_HEADER, [cms])], {
    preamble: 'This is a signed message in S/MIME format.',
  });
}

/** The encrypted half of `protectEntity`. */
export async function encryptEntity(
  entity: Bytes,
  encryptTo: readonly Certificate[],
  algorithm: ContentAlgorithm = 'aes-256-cbc',
  keyTransport: KeyTransport = 'pkcs1',
): Promise<Bytes> {
  const cms: EncryptedCms = await encryptContent({ content: entity, recipients: encryptTo, algorithm, keyTransport });
  return cmsEntity(cms.kind === 'enveloped' ? 'enveloped-data' : 'authEnveloped-data', cms.parts);
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
function cmsEntity(smimeType: string, parts: readonly Uint8Array[]): Bytes {
  const header =
    `Content-Type: application/pkcs7-mime; smime-type=${smimeType};\r\n name="smime.p7m"\r\n` +
    'Content-Transfer-Encoding: base64\r\n' +
    'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n';
  return base64Entity(header, parts);
}

/** Header and base64 of the parts in one buffer: each octet of the payload is read once and written once. */
function base64Entity(header: string, parts: readonly Uint8Array[]): Bytes {
  const length = parts.reduce((total, part) => total + part.length, 0);
  const out = new Uint8Array(header.length + encodedLinesLength(length));
  out.set(latin1Bytes(header));
  writeLines(parts, out, header.length);
  return out;
}

/** Base64 lines over the parts as if they were one; what is left of a line is carried into the next part. */
function writeLines(parts: readonly Uint8Array[], out: Uint8Array, start: number): void {
  const carry = new Uint8Array(LINE_INPUT);
  let held = 0;
  let at = start;
  for (const part of parts) {
    let from = 0;
    if (held > 0) {
      from = Math.min(LINE_INPUT - held, part.length);
      carry.set(part.subarray(0, from), held);
      held += from;
      if (held < LINE_INPUT) continue;
      at = encodeLines(carry, out, at);
    }
    const whole = from + Math.floor((part.length - from) / LINE_INPUT) * LINE_INPUT;
    at = encodeLines(part.subarray(from, whole), out, at);
    held = part.length - whole;
    carry.set(part.subarray(whole));
  }
  encodeLines(carry.subarray(0, held), out, at);
}
