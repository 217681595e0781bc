import { concat, equal, type Bytes, type Der } from '../base/bytes';
import { type Work } from '../base/work';
import { contextTag, headOctets, integer, octets, oid, sequence, setOf, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { CONTENT_OIDS, type ContentAlgorithm } from './content-algorithm';
import { cbcLength, streamCbc, streamGcm } from './content-cipher';
import { agreeKey } from './key-agreement';
import { encapsulateKey } from './key-encapsulation';
import { transportKey, type KeyTransport } from './key-transport';
import { recipientKind } from './recipient-kind';
import { algorithmIdentifier } from './syntax/algorithm-identifier';
import { publicKeyParts } from './syntax/public-key-info';
import { SignetError } from '../base/errors';

export type { ContentAlgorithm } from './content-algorithm';

/** An encrypted CMS object in the order of its octets. */
export interface EncryptedCms {
  readonly kind: 'enveloped' | 'auth-enveloped';
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

export interface EncryptOptions extends Work {
  readonly content: Bytes;
  /** The same certificate twice counts once. Nothing about them is validated here. */
  readonly recipients: readonly Certificate[];
  readonly algorithm: ContentAlgorithm;
  /** Dotted; left out: id-data, which is what S/MIME puts into an envelope (RFC 8551 3.3). */
  readonly contentType?: string;
  /** For RSA recipients; left out: PKCS #1 v1.5, the one that every S/MIME reader opens. */
  readonly keyTransport?: KeyTransport;
}

/** Where an encrypted CMS object goes, in the order of its octets. What is written is the sink's, with its whole buffer. */
export interface CmsSink {
  write(octets: Bytes): void;
}

/**
 * Encrypts `content` under a fresh key to each recipient: EnvelopedData (RFC 5652 6) for CBC, AuthEnvelopedData
 * (RFC 5083, RFC 5084) for GCM. DER, definite lengths. RSA keys get ktri, NIST and brainpool curves, X25519 and X448 kari
 * with an ephemeral key (RFC 5753, RFC 8418), ML-KEM keys kemri (RFC 9936). Rejects with `recipient-certificate` for a
 * key that cannot be encrypted to, and with `cancelled`. `begin` gives what the octets go to, which comes back when all of
 * them went there.
 */
export async function encryptInto<Sink extends CmsSink>(
  options: EncryptOptions,
  begin: (kind: EncryptedCms['kind'], length: number) => Sink,
): Promise<Sink> {
  const { content, algorithm } = options;
  const isGcm = algorithm.endsWith('gcm');
  const keyOctets = algorithm.startsWith('aes-256') ? 32 : 16;
  const random = crypto.getRandomValues(new Uint8Array(keyOctets + (isGcm ? 12 : 16)));
  const [key, vector] = [random.subarray(0, keyOctets), random.subarray(keyOctets)];
  try {
    const { kind, head, length } = frame(options, await wrapForAll(options, key), vector);
    const sink = begin(kind, length);
    const write = (part: Bytes): void => sink.write(part);
    sink.write(head);
    if (isGcm) sink.write(octets(await streamGcm(key, vector, content, write, options)));
    else await streamCbc(key, vector, content, write, options);
    return sink;
  } finally {
    key.fill(0);
  }
}

/** The same in parts. */
export async function encryptContent(options: EncryptOptions): Promise<EncryptedCms> {
  const parts: Uint8Array[] = [];
  return encryptInto(options, (kind, length) => ({ kind, length, parts, write: (part) => parts.push(part) }));
}

/** The whole of it in one array. */
export function concatCms(cms: EncryptedCms): Der {
  return concat(cms.parts) as Der;
}

async function wrapForAll(options: EncryptOptions, key: Bytes): Promise<readonly Der[]> {
  const { recipients, keyTransport = 'pkcs1' } = options;
  const distinct = recipients.filter((one, i) => recipients.findIndex(({ der }) => equal(der, one.der)) === i);
  if (distinct.length === 0) throw new SignetError('recipient-certificate', 'an envelope needs a recipient');
  return Promise.all(distinct.map((one) => wrapFor(one, key, keyTransport)));
}

function wrapFor(recipient: Certificate, key: Bytes, keyTransport: KeyTransport): Promise<Der> {
  switch (recipientKind(publicKeyParts(recipient.publicKey.spki).algorithm)) {
    case 'kari':
      return agreeKey(recipient, key);
    case 'kemri':
      return encapsulateKey(recipient, key);
    default:
      return transportKey(recipient, key, keyTransport);
  }
}

/** Octets of a MAC as OCTET STRING. */
const MAC = 18;

/** Kind and length of the whole, and what stands in front of the ciphertext, whose length is known before it is made. */
function frame(
  options: EncryptOptions,
  recipientInfos: readonly Der[],
  vector: Bytes,
): { readonly kind: EncryptedCms['kind']; readonly head: Bytes; readonly length: number } {
  const { content, algorithm, contentType = OID.data } = options;
  const isGcm = algorithm.endsWith('gcm');
  const ciphertext = isGcm ? content.length : cbcLength(content.length);
  const rest = ciphertext + (isGcm ? MAC : 0);
  const parameters = isGcm ? sequence(octets(vector), integer(16)) : octets(vector);
  const encryptedContent = concat([
    oid(contentType),
    algorithmIdentifier(CONTENT_OIDS[algorithm], parameters),
    headOctets(contextTag(0, 'primitive'), ciphertext),
  ]);
  const envelope = concat([
    integer(isGcm ? 0 : envelopeVersion(recipientInfos)),
    setOf(recipientInfos),
    opened(TAG.sequence, encryptedContent, ciphertext),
  ]);
  const explicit = opened(contextTag(0), opened(TAG.sequence, envelope, rest), rest);
  const type = oid(isGcm ? OID.authEnvelopedData : OID.envelopedData);
  const head = opened(TAG.sequence, concat([type, explicit]), rest);
  return { kind: isGcm ? 'auth-enveloped' : 'enveloped', head, length: head.length + rest };
}

/** The beginning of a value: its head and the first of its content, after which `rest` octets follow. */
function opened(tag: number, first: Uint8Array, rest: number): Bytes {
  return concat([headOctets(tag, first.length + rest), first]);
}

/** RFC 5652 6.1: 3 where there is an OtherRecipientInfo, 0 where every one is a ktri of version 0, as ours are. */
function envelopeVersion(recipientInfos: readonly Der[]): number {
  if (recipientInfos.some(([tag]) => tag === contextTag(4))) return 3;
  return recipientInfos.every(([tag]) => tag === TAG.sequence) ? 0 : 2;
}
