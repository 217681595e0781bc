import { type Bytes, hex } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { boundedChildren, children, contents, octetString, readOid, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';

/** What a SafeBag carries that this project uses; other bags are passed over. RFC 7292 4.2. */
export interface Bag {
  readonly kind: 'certificate' | 'key' | 'encrypted-key';
  /** The certificate; the PrivateKeyInfo; the EncryptedPrivateKeyInfo. */
  readonly octets: Bytes;
  readonly friendlyName: string | undefined;
  /** Hexadecimal. */
  readonly localKeyId: string | undefined;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-pfx', what);
}

/** Whether octets are one SEQUENCE and nothing after it: how a wrong passphrase shows after decryption. */
export function isSafeContents(octets: Bytes): boolean {
  try {
    const value = readTlv(octets);
    return value.tag === TAG.sequence && value.end === octets.length && children(value).every(isSafeBag);
  } catch {
    return false;
  }
}

function isSafeBag(bag: Tlv): boolean {
  const [id, value] = children(bag);
  return bag.tag === TAG.sequence && id?.tag === TAG.oid && value?.tag === 0xa0;
}

/** The bags of a SafeContents in order, those of nested SafeContents included. */
export function readSafeContents(value: Tlv, depth = 0): readonly Bag[] {
  if (value.tag !== TAG.sequence) throw malformed('SafeContents is not a SEQUENCE');
  if (depth > LIMITS.derDepth) throw new SignetError('limit', 'bags nested too deeply', 'derDepth');
  return boundedChildren(value, 'pfxBags').flatMap((bag) => readBag(bag, depth));
}

function readBag(bag: Tlv, depth: number): readonly Bag[] {
  const [id, wrapped, attributes] = children(bag);
  const [value] = wrapped?.tag === 0xa0 ? children(wrapped) : [];
  if (!id || !value) throw malformed('a bag lacks its value');
  const named = attributesOf(attributes);
  switch (readOid(id)) {
    case OID.keyBag:
      return [{ kind: 'key', octets: octetsOf(value), ...named }];
    case OID.pkcs8ShroudedKeyBag:
      return [{ kind: 'encrypted-key', octets: octetsOf(value), ...named }];
    case OID.certBag:
      return certificateIn(value).map((octets) => ({ kind: 'certificate', octets, ...named }));
    case OID.safeContentsBag:
      return readSafeContents(value, depth + 1);
    default:
      return [];
  }
}

function octetsOf(value: Tlv): Bytes {
  return value.octets.subarray(value.start, value.end);
}

/** CertBag: an X.509 certificate; the other kind (SDSI) nobody writes. */
function certificateIn(bag: Tlv): readonly Bytes[] {
  const [id, wrapped] = children(bag);
  const [value] = wrapped ? children(wrapped) : [];
  if (!id || !value) throw malformed('a certificate bag lacks its value');
  return readOid(id) === OID.x509Certificate ? [octetString(value)] : [];
}

function attributesOf(set: Tlv | undefined): Pick<Bag, 'friendlyName' | 'localKeyId'> {
  const values = new Map<string, Tlv>();
  for (const attribute of set ? children(set) : []) {
    const [id, list] = children(attribute);
    const [first] = list ? children(list) : [];
    if (id && first) values.set(readOid(id), first);
  }
  const [name, key] = [values.get(OID.friendlyName), values.get(OID.localKeyId)];
  return {
    friendlyName: name && new TextDecoder('utf-16be').decode(contents(name)),
    localKeyId: key && hex(octetString(key)),
  };
}
