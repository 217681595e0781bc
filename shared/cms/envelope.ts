import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { contents, contextTag, octetString, readOid, readTlv, TAG, type Tlv } from '../asn1/der';
import { ElementReader } from '../asn1/structure';
import { contentEncryption, contentEncryptionName, contentKeyOctets } from './content-encryption';
import { readContentInfo } from './content-info';
import { asMalformedCms, malformedCms } from './malformed';
import { derSet } from './syntax/attributes';
import { type AlgorithmIdentifier, readAlgorithm } from './syntax/algorithm-identifier';
import { readRecipientInfo, type RecipientInfo } from './syntax/recipient-info';

/**
 * An EnvelopedData (RFC 5652 6), AuthEnvelopedData (RFC 5083) or EncryptedData (RFC 5652 8) as read: nothing is decrypted
 * or checked.
 */
export interface Envelope {
  readonly kind: 'enveloped' | 'auth-enveloped' | 'encrypted';
  /** Of what is inside, dotted. */
  readonly contentType: string;
  /** By the names of the inspector contract; unknown: dotted. */
  readonly contentAlgorithm: string;
  /** The content encryption can be broken. */
  readonly isWeak: boolean;
  /** None where the kind is `encrypted`: its key was agreed on by other means. */
  readonly recipients: readonly RecipientInfo[];
  readonly encryption: {
    readonly algorithm: AlgorithmIdentifier;
    readonly ciphertext: Bytes;
    /** AuthEnvelopedData only. */
    readonly mac?: Bytes;
    /** Octets that the MAC covers besides the content: the DER of authAttrs. */
    readonly additional?: Bytes;
  };
}

/**
 * Reads an envelope of DER or BER octets; the ciphertext is a range of them unless it arrived in pieces.
 * Throws `malformed-cms`, `limit` (recipients), `unsupported` for other kinds of CMS.
 */
export function readEnvelope(cms: Bytes): Envelope {
  const { kind, content } = readContentInfo(cms);
  if (kind !== 'enveloped' && kind !== 'auth-enveloped' && kind !== 'encrypted') {
    throw new SignetError('unsupported', 'neither EnvelopedData, AuthEnvelopedData nor EncryptedData', kind);
  }
  return asMalformedCms(() => read(content, kind));
}

const NAMES = { enveloped: 'EnvelopedData', 'auth-enveloped': 'AuthEnvelopedData', encrypted: 'EncryptedData' };

function read(value: Tlv, kind: Envelope['kind']): Envelope {
  const reader = new ElementReader(value, NAMES[kind]);
  reader.take('version', TAG.integer);
  const recipientInfos = kind === 'encrypted' ? undefined : takeRecipients(reader);
  const encrypted = new ElementReader(reader.take('encryptedContentInfo', TAG.sequence), 'EncryptedContentInfo');
  const contentType = readOid(encrypted.take('contentType', TAG.oid));
  const algorithm = readAlgorithm(encrypted.take('contentEncryptionAlgorithm', TAG.sequence));
  const ciphertext = encrypted.takeIf(contextTag(0, 'primitive'), contextTag(0));
  if (!ciphertext) throw malformedCms('an envelope without encryptedContent');
  return {
    kind,
    contentType,
    contentAlgorithm: contentEncryptionName(algorithm),
    isWeak: contentEncryption(algorithm)?.isWeak ?? false,
    recipients: recipientInfos ? readRecipients(recipientInfos, contentKeyOctets(algorithm)) : [],
    encryption: {
      algorithm,
      ciphertext: octetString(ciphertext),
      ...(kind === 'auth-enveloped' ? readAuthentication(reader) : {}),
    },
  };
}

/** What stands in front of encryptedContentInfo, originatorInfo passed over. */
function takeRecipients(reader: ElementReader): Tlv {
  reader.takeIf(contextTag(0));
  return reader.take('recipientInfos', TAG.set);
}

function readRecipients(set: Tlv, keyOctets: number | undefined): RecipientInfo[] {
  const found: RecipientInfo[] = [];
  let left: number = LIMITS.recipients;
  for (let at = set.contentStart; at < set.contentEnd;) {
    const one = readTlv(set.octets, at, set.contentEnd, 1);
    const recipient = readRecipientInfo(one, keyOctets);
    left -= Math.max(1, recipient.identifiers.length);
    if (left < 0) throw new SignetError('limit', 'more recipients than are read', 'recipients');
    found.push(recipient);
    at = one.end;
  }
  if (found.length === 0) throw malformedCms('an envelope without recipients');
  return found;
}

/** What follows encryptedContentInfo, RFC 5083 2.1. */
function readAuthentication(reader: ElementReader): { readonly mac: Bytes; readonly additional?: Bytes } {
  const attributes = reader.takeIf(contextTag(1));
  const mac = contents(reader.take('mac', TAG.octetString));
  return attributes ? { mac, additional: derSet(attributes) } : { mac };
}
