import { createCipheriv, createPublicKey, publicEncrypt, constants } from 'node:crypto';
import { type Bytes, concat, type Der, utf8Bytes } from '../../shared/base/bytes';
import { contextTag, der, integer, octets, oid, sequence, setOf } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { agreeKey } from '../../shared/cms/key-agreement';
import { rsaPublic, readRsaPublicKey, toNumber, toOctets } from '../../shared/cms/rsa';
import { transportKey } from '../../shared/cms/key-transport';
import { algorithmIdentifier } from '../../shared/cms/syntax/algorithm-identifier';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type Party } from '../support/test-ca';

/** AES-CTR of a fixed key. */
const POOL = new Uint8Array(
  createCipheriv('aes-128-ctr', new Uint8Array(16), new Uint8Array(16)).update(new Uint8Array(1 << 20)),
);

/** Octets that are the same in every run. */
export class Randomness {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * bound);
  }

  octets(length: number): Bytes {
    const at = this.below(POOL.length - length);
    return POOL.slice(at, at + length);
  }

  /** A copy with one to four octets changed, each once. */
  changed(original: Bytes, from = 0, to = original.length): Bytes {
    const copy = original.slice();
    const first = from + this.below(to - from);
    for (let at = first; at < Math.min(to, first + 1 + this.below(4)); at++) {
      copy[at] = (copy[at] as number) ^ (1 + this.below(255));
    }
    return copy;
  }
}

export type Cipher = 'cbc' | 'gcm';

/** An envelope in its parts, so that each can be exchanged. AES-256, one recipient. */
export interface Parts {
  readonly cipher: Cipher;
  /** RecipientInfo. */
  readonly recipient: Der;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
  readonly mac: Bytes;
}

export const KEY = new Uint8Array(32).fill(0x4b);

/** Content under a content-encryption key; padded for CBC unless the content is said to be padded already. */
export function sealed(
  cipher: Cipher,
  content: Bytes,
  options: { key?: Bytes; padding?: 'standard' | 'as-is' } = {},
): Pick<Parts, 'cipher' | 'iv' | 'ciphertext' | 'mac'> {
  const { key = KEY, padding = 'standard' } = options;
  const iv = new Uint8Array(cipher === 'cbc' ? 16 : 12).fill(7);
  const name = `aes-${key.length * 8}-${cipher}` as 'aes-256-gcm';
  const encryption = createCipheriv(name, key, iv);
  if (cipher === 'cbc') encryption.setAutoPadding(padding === 'standard');
  const ciphertext = new Uint8Array(Buffer.concat([encryption.update(content), encryption.final()]));
  return {
    cipher,
    iv,
    ciphertext,
    mac: cipher === 'gcm' ? new Uint8Array(encryption.getAuthTag()) : new Uint8Array(0),
  };
}

const DATA = oid(OID.data);
const TYPES = { cbc: oid(OID.envelopedData), gcm: oid(OID.authEnvelopedData) };
const HEADER =
  'From: alice@example.test\r\nSubject: report\r\nMIME-Version: 1.0\r\n' +
  'Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n';

/** EnvelopedData (RFC 5652 6.1) or AuthEnvelopedData (RFC 5083 2.1) of the parts, in a message. */
export function messageOf({ cipher, recipient, iv, ciphertext, mac }: Parts): Bytes {
  const parameters = cipher === 'cbc' ? octets(iv) : sequence(octets(iv), integer(16));
  const algorithm = algorithmIdentifier(cipher === 'cbc' ? OID.aes256Cbc : OID.aes256Gcm, parameters);
  const content = sequence(DATA, algorithm, der(contextTag(0, 'primitive'), ciphertext));
  const version = integer(cipher === 'gcm' || recipient[0] === 0x30 ? 0 : 2);
  const fields = [version, setOf([recipient]), content, ...(cipher === 'gcm' ? [octets(mac)] : [])];
  const cms = sequence(TYPES[cipher], der(contextTag(0), sequence(...fields)));
  return utf8Bytes(`${HEADER}${Buffer.from(cms).toString('base64')}\r\n`);
}

export type Transport = 'pkcs1' | 'oaep' | 'agreement';

/** A RecipientInfo that holds a key of any length. */
export function recipientFor(party: Party, how: Transport, key: Bytes = KEY): Promise<Der> {
  const certificate = parseCertificate(party.certificate);
  if (how === 'agreement') return agreeKey(certificate, key);
  return transportKey(certificate, key, how === 'pkcs1' ? 'pkcs1' : 'oaep-sha256');
}

/** The RecipientInfo of `template` with another RSA block as its encryptedKey: the last 256 octets. */
export const withBlock = (template: Der, block: Bytes): Der =>
  concat([template.subarray(0, template.length - block.length), block]) as Der;

/** An RSA block that opens to the octets given, whatever they are. */
export function rawBlock({ keys }: Party, padded: Bytes): Bytes {
  const key = readRsaPublicKey(keys.spki);
  return toOctets(rsaPublic(key, toNumber(padded)), key.octets);
}

/** OAEP of another hash than the RecipientInfo names: wrong inside in every way. */
export function foreignOaep({ keys }: Party, content: Bytes): Bytes {
  const key = createPublicKey({ key: Buffer.from(keys.spki), format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return new Uint8Array(publicEncrypt({ key, padding, oaepHash: 'sha1' }, content));
}
