import { concat, equal, type Bytes, type Der } from '../base/bytes';
import { type Work } from '../base/work';
import { contextTag, framed, integer, octets, oid, sequence, setOf, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { CONTENT_OIDS, type ContentAlgorithm } from './content-algorithm';
import { encryptCbc, sealGcm } from './content-cipher';
import { agreeKey } from './key-agreement';
import { encapsulateKey } from './key-encapsulation';
import { transportKey, type KeyTransport } from './key-transport';
import { recipientKind } from './recipient-kind';
import { algorithmIdentifier } from './syntax/algorithm-identifier';
import { publicKeyParts } from './syntax/public-key-info';
import { SignetError } from '../base/errors';

export type { ContentAlgorithm } from './content-algorithm';

/** An encrypted CMS object in the order of its octets: the ciphertext stands in parts of its own and was never copied. */
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

/**
 * Encrypts `content` under a fresh key to each recipient: EnvelopedData (RFC 5652 6) for CBC, AuthEnvelopedData
 * (RFC 5083, RFC 5084) for GCM. DER, definite lengths. RSA keys get ktri, NIST and brainpool curves, X25519 and X448 kari
 * with an ephemeral key (RFC 5753, RFC 8418), ML-KEM keys kemri (RFC 9936). Rejects with `recipient-certificate` for a key that cannot be encrypted to, and
 * with `cancelled`.
 */
export async function encryptContent(options: EncryptOptions): Promise<EncryptedCms> {
  const { content, algorithm } = options;
  const key = crypto.getRandomValues(new Uint8Array(algorithm.startsWith('aes-256') ? 32 : 16));
  const [recipientInfos, encrypted] = await Promise.all([
    wrapForAll(options, key),
    algorithm.endsWith('gcm') ? seal(key, content, options) : encrypt(key, content, options),
  ]);
  key.fill(0);
  return frame(options, recipientInfos, encrypted);
}

/** The whole of it in one array. */
export function concatCms(cms: EncryptedCms): Der {
  return concat(cms.parts) as Der;
}

interface Encrypted {
  readonly parameters: Der;
  readonly ciphertext: Bytes;
  readonly mac?: Bytes;
}

async function encrypt(key: Bytes, content: Bytes, work: Work): Promise<Encrypted> {
  const iv = crypto.getRandomValues(new Uint8Array(16));
  return { parameters: octets(iv), ciphertext: await encryptCbc(key, iv, content, work) };
}

async function seal(key: Bytes, content: Bytes, work: Work): Promise<Encrypted> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { parameters: sequence(octets(nonce), integer(16)), ...(await sealGcm(key, nonce, content, work)) };
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

function frame(options: EncryptOptions, recipientInfos: readonly Der[], encrypted: Encrypted): EncryptedCms {
  const { mac, ciphertext } = encrypted;
  const kind = mac ? 'auth-enveloped' : 'enveloped';
  const envelope = framed(TAG.sequence, [
    integer(mac ? 0 : envelopeVersion(recipientInfos)),
    setOf(recipientInfos),
    ...framed(TAG.sequence, [
      oid(options.contentType ?? OID.data),
      algorithmIdentifier(CONTENT_OIDS[options.algorithm], encrypted.parameters),
      ...framed(contextTag(0, 'primitive'), [ciphertext]),
    ]),
    ...(mac ? [octets(mac)] : []),
  ]);
  const type = oid(mac ? OID.authEnvelopedData : OID.envelopedData);
  const all = framed(TAG.sequence, [type, ...framed(contextTag(0), envelope)]);
  const at = all.indexOf(ciphertext);
  const parts = [concat(all.slice(0, at)), ciphertext, concat(all.slice(at + 1))].filter(({ length }) => length > 0);
  return { kind, parts, length: all.reduce((total, { length }) => total + length, 0) };
}

/** RFC 5652 6.1: 3 where there is an OtherRecipientInfo, 0 where every one is a ktri of version 0, as ours are. */
function envelopeVersion(recipientInfos: readonly Der[]): number {
  if (recipientInfos.some(([tag]) => tag === contextTag(4))) return 3;
  return recipientInfos.every(([tag]) => tag === TAG.sequence) ? 0 : 2;
}
