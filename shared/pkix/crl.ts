import { type Bytes, type Der, hex } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { contextTag, contents, encoded, readSmallInteger, readTime, readTlv, TAG, type Tlv } from '../asn1/der';
import { bitStringOctets, ElementReader, inside, unsignedInteger } from '../asn1/structure';
import { OID } from '../asn1/oids';
import { type IssuingDistributionPoint, readIssuingDistributionPoint } from './distribution-point';
import { type Extension, extensionValue, readAuthorityKeyIdentifier, readExtensions } from './extension';
import { type Name, readName } from './name';

/** A CertificateList as read (RFC 5280 5.1): its signature, dates and scope are not checked, its entries not read. */
export interface RevocationList {
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** revokedCertificates; undefined where nothing is listed. */
  readonly entries: Tlv | undefined;
  /** cRLNumber as a hexadecimal number without leading zeros; issuers must write one, and many do not. */
  readonly number: string | undefined;
  /** BaseCRLNumber of a delta CRL (RFC 5280 5.2.4), in the same form. */
  readonly base: string | undefined;
  readonly authorityKeyIdentifier: Bytes | undefined;
  readonly scope: IssuingDistributionPoint | undefined;
  /** issuingDistributionPoint as encoded, hexadecimal: two lists of the same scope have the same. */
  readonly scopeText: string;
  /** It holds what must not be passed over and is not understood: it proves no certificate good (RFC 5280 5.2). */
  readonly isUnclear: boolean;
  readonly signatureAlgorithm: Der;
  readonly tbs: Der;
  readonly signature: Bytes;
}

const read = new WeakMap<Bytes, RevocationList | SignetError>();

/**
 * Reads one CRL in DER with nothing after it; once for each array of octets, as long as that is kept. Time and memory do
 * not depend on the number of entries. Throws `malformed-der`, and `limit` above `revocationOctets`.
 */
export function readCrl(octets: Bytes): RevocationList {
  const known = read.get(octets) ?? attempt(octets);
  read.set(octets, known);
  if (known instanceof SignetError) throw known;
  return known;
}

function attempt(octets: Bytes): RevocationList | SignetError {
  try {
    return certificateList(octets);
  } catch (thrown) {
    const code = errorCode(thrown);
    const what = thrown instanceof Error ? thrown.message : '';
    return code === 'limit' && thrown instanceof SignetError
      ? thrown
      : new SignetError('malformed-der', `CertificateList: ${what}`);
  }
}

function certificateList(octets: Bytes): RevocationList {
  if (octets.length > LIMITS.revocationOctets) throw new SignetError('limit', 'a CRL is too large', 'revocationOctets');
  const whole = readTlv(octets);
  const parts = new ElementReader(whole, 'CertificateList');
  const tbs = parts.take('tbsCertList', TAG.sequence);
  const algorithm = small(parts.take('signatureAlgorithm', TAG.sequence));
  const signature = bitStringOctets(parts.take('signatureValue', TAG.bitString));
  parts.end();
  if (whole.indefinite || tbs.indefinite || whole.end !== octets.length) {
    throw new SignetError('malformed-der', 'one value in DER was expected');
  }
  const common = { signatureAlgorithm: encoded(algorithm), tbs: encoded(tbs), signature };
  return { ...signedPart(new ElementReader(tbs, 'TBSCertList'), encoded(algorithm)), ...common };
}

type SignedPart = Omit<RevocationList, 'signatureAlgorithm' | 'tbs' | 'signature'>;

function signedPart(fields: ElementReader, outerAlgorithm: Der): SignedPart {
  const versionField = fields.takeIf(TAG.integer);
  const version = versionField ? readSmallInteger(versionField) : 0;
  const algorithm = encoded(small(fields.take('signature', TAG.sequence)));
  const issuer = readName(small(fields.take('issuer', TAG.sequence)));
  const thisUpdate = readTime(fields.take('thisUpdate', TAG.utcTime, TAG.generalizedTime));
  const next = fields.takeIf(TAG.utcTime, TAG.generalizedTime);
  const entries = fields.takeIf(TAG.sequence);
  const wrapped = fields.takeIf(contextTag(0));
  fields.end();
  const extensions = wrapped ? readExtensions(inside(small(wrapped), 'crlExtensions')) : [];
  const isFormal = hex(algorithm) === hex(outerAlgorithm) && version === (wrapped ? 1 : version) && version <= 1;
  return {
    issuer,
    thisUpdate,
    nextUpdate: next && readTime(next),
    entries,
    ...knownExtensions(extensions),
    isUnclear: !isFormal || extensions.some(isNotUnderstood) || hasTwice(extensions),
  };
}

type KnownExtensions = Pick<RevocationList, 'number' | 'base' | 'authorityKeyIdentifier' | 'scope' | 'scopeText'>;

function knownExtensions(extensions: readonly Extension[]): KnownExtensions {
  const value = (id: string): Bytes | undefined => extensions.find((one) => one.id === id)?.value;
  const numberIn = (octets: Bytes | undefined): string | undefined =>
    octets && hex(unsignedInteger(extensionValue(octets)));
  const scope = value(OID.issuingDistributionPoint);
  const authority = value(OID.authorityKeyIdentifier);
  return {
    number: numberIn(value(OID.cRLNumber)),
    base: numberIn(value(OID.deltaCRLIndicator)),
    authorityKeyIdentifier: authority && readAuthorityKeyIdentifier(authority),
    scope: scope && readIssuingDistributionPoint(scope),
    scopeText: scope ? hex(scope) : '',
  };
}

/** Extensions of 5.2 that must or may be critical. The others of 5.2 must not, and a critical one is not as it should be. */
const MAY_BE_CRITICAL: readonly string[] = [OID.issuingDistributionPoint, OID.deltaCRLIndicator];

function isNotUnderstood({ id, critical }: Extension): boolean {
  return critical && !MAY_BE_CRITICAL.includes(id);
}

function hasTwice(extensions: readonly Extension[]): boolean {
  return new Set(extensions.map(({ id }) => id)).size !== extensions.length;
}

/** All but the entries is small in a CRL of any size. */
function small(field: Tlv): Tlv {
  if (contents(field).length > LIMITS.revocationFieldOctets) {
    throw new SignetError('limit', 'a field of a CRL is too large', 'revocationFieldOctets');
  }
  return field;
}
