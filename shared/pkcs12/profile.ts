import { type Bytes, latin1Text, utf8Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { readContentInfo } from '../cms/content-info';
import { readSignedData } from '../cms/syntax/signed-data';
import { type PropertyListDictionary, type PropertyListValue, readPropertyList } from './property-list';

/** A payload of a configuration profile that holds a key or a certificate. */
export interface ProfilePayload {
  readonly kind: 'pfx' | 'certificates';
  readonly octets: Bytes;
  /** What the profile says opens it. */
  readonly passphrase?: string;
}

const KINDS: Readonly<Record<string, ProfilePayload['kind']>> = {
  'com.apple.security.pkcs12': 'pfx',
  'com.apple.security.pem': 'certificates',
  'com.apple.security.pkcs1': 'certificates',
  'com.apple.security.root': 'certificates',
};
const MAX_PAYLOADS = 256;

/** Whether text begins as a property list in XML does; other XML is none. */
export function looksLikeProfile(octets: Bytes): boolean {
  const start = latin1Text(octets.subarray(0, 2_048)).replace(/^(\u00ef\u00bb\u00bf)?\s*/, '');
  return /^<(\?xml|!DOCTYPE plist|plist)/.test(start) && /<(!DOCTYPE )?plist[\s>]/.test(start);
}

/**
 * The content of a signed profile; undefined where the octets are no SignedData with content. The signature is not
 * checked: who made a file of one's own is not what makes the key in it good.
 */
export function signedProfile(octets: Bytes): Bytes | undefined {
  const info = readContentInfo(octets);
  if (info.kind !== 'signed') return undefined;
  const { content } = readSignedData(info.content);
  return content && looksLikeProfile(content) ? content : undefined;
}

/** Whether octets are a signed profile; never throws. */
export function isSignedProfile(octets: Bytes): boolean {
  try {
    return signedProfile(octets) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The identities and certificates of an Apple configuration profile (.mobileconfig), in order; other payloads are passed
 * over. Throws `malformed-pfx`, `limit`, and `unsupported` for a profile that is itself encrypted.
 */
export function profilePayloads(octets: Bytes): readonly ProfilePayload[] {
  const text = utf8Text(octets);
  if (text === undefined) throw new SignetError('malformed-pfx', 'a profile that is not UTF-8');
  const root = readPropertyList(text.replace(/^\ufeff/, ''));
  const found: ProfilePayload[] = [];
  for (const payload of dictionariesIn(root, 0)) {
    if (found.length === MAX_PAYLOADS) throw new SignetError('limit', 'too many payloads in a profile', 'profile');
    const { entries } = payload;
    if (entries.has('EncryptedPayloadContent')) {
      throw new SignetError('unsupported', 'a profile that is encrypted for one device', 'EncryptedPayloadContent');
    }
    const type = entries.get('PayloadType');
    const kind = typeof type === 'string' && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    const content = entries.get('PayloadContent');
    const password = entries.get('Password');
    if (!kind || !(content instanceof Uint8Array)) continue;
    found.push({ kind, octets: content, ...(typeof password === 'string' && { passphrase: password }) });
  }
  return found;
}

/** The profile and the payloads inside it: PayloadContent nests. */
function* dictionariesIn(value: PropertyListValue, depth: number): Generator<PropertyListDictionary> {
  if (depth > LIMITS.layers) throw new SignetError('limit', 'payloads nested too deeply', 'profile');
  if (typeof value === 'string' || value instanceof Uint8Array) return;
  if (!isDictionary(value)) {
    for (const one of value) yield* dictionariesIn(one, depth + 1);
    return;
  }
  yield value;
  const inside = value.entries.get('PayloadContent');
  if (inside !== undefined) yield* dictionariesIn(inside, depth + 1);
}

const isDictionary = (value: PropertyListDictionary | readonly PropertyListValue[]): value is PropertyListDictionary =>
  !Array.isArray(value);
