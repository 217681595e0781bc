import { type Bytes, type Der, hex } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { digestOf } from '../asn1/digest-algorithms';
import { type DigestName } from '../base/digest';
import { children, contents, contextTag, encoded, readOid, readTime, readTlv, TAG, type Tlv } from '../asn1/der';
import { bitStringOctets, ElementReader, inside } from '../asn1/structure';
import { OID } from '../asn1/oids';
import { type Certificate, parseCertificate } from './certificate';
import { reasonName } from './crl-entries';
import { readExtensions } from './extension';
import { type Name, readName } from './name';

/** Whom a response is about, RFC 6960 4.1.1. */
export interface CertId {
  readonly digest: DigestName | undefined;
  /** Hexadecimal. */
  readonly nameHash: string;
  readonly keyHash: string;
  /** Content octets of the INTEGER, hexadecimal. */
  readonly serial: string;
}

/** RFC 6960 4.2.1. */
export interface SingleResponse {
  readonly id: CertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | undefined;
  readonly reason: string | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** A critical extension that is not understood. */
  readonly isUnclear: boolean;
}

/** A BasicOCSPResponse as read: neither its signature nor who signed it is checked. */
export interface OcspResponse {
  readonly responder: { readonly name: Name } | { readonly keyHash: string };
  readonly producedAt: Date;
  readonly answers: readonly SingleResponse[];
  readonly isUnclear: boolean;
  readonly certificates: readonly Certificate[];
  readonly signatureAlgorithm: Der;
  readonly tbs: Der;
  readonly signature: Bytes;
}

const read = new WeakMap<Bytes, OcspResponse | SignetError>();

/**
 * Reads one OCSPResponse in DER, or a BasicOCSPResponse alone; once for each array of octets. Throws `malformed-der`,
 * `limit`, and `unsupported` for a response that is none (tryLater, unauthorized, …) or of another type.
 */
export function readOcspResponse(octets: Bytes): OcspResponse {
  const known = read.get(octets) ?? attempt(octets);
  read.set(octets, known);
  if (known instanceof SignetError) throw known;
  return known;
}

function attempt(octets: Bytes): OcspResponse | SignetError {
  try {
    return response(octets);
  } catch (thrown) {
    const code = errorCode(thrown);
    if (thrown instanceof SignetError && (code === 'limit' || code === 'unsupported')) return thrown;
    return new SignetError('malformed-der', `OCSPResponse: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}

function response(octets: Bytes): OcspResponse {
  if (octets.length > LIMITS.revocationOctets) {
    throw new SignetError('limit', 'an OCSP response is too large', 'revocationOctets');
  }
  const whole = readTlv(octets);
  if (whole.indefinite || whole.end !== octets.length) throw malformed('one value in DER was expected');
  if (octets[whole.contentStart] === TAG.sequence) return basicResponse(whole);
  const fields = new ElementReader(whole, 'OCSPResponse');
  const status = contents(fields.take('responseStatus', ENUMERATED));
  if (status.length !== 1 || status[0] !== 0) throw new SignetError('unsupported', 'no answer', `ocsp ${hex(status)}`);
  const parts = new ElementReader(
    inside(fields.take('responseBytes', contextTag(0)), 'responseBytes'),
    'ResponseBytes',
  );
  const type = readOid(parts.take('responseType', TAG.oid));
  if (type !== OID.ocspBasic) throw new SignetError('unsupported', 'another type of OCSP response', type);
  return basicResponse(readTlv(contents(parts.take('response', TAG.octetString))));
}

const ENUMERATED = 0x0a;

function malformed(what: string): SignetError {
  return new SignetError('malformed-der', what);
}

function basicResponse(value: Tlv): OcspResponse {
  const fields = new ElementReader(value, 'BasicOCSPResponse');
  const tbs = fields.take('tbsResponseData', TAG.sequence);
  const signatureAlgorithm = encoded(fields.take('signatureAlgorithm', TAG.sequence));
  const signature = bitStringOctets(fields.take('signature', TAG.bitString));
  const certs = fields.takeIf(contextTag(0));
  fields.end();
  const certificates = certs ? certificatesIn(inside(certs, 'certs')) : [];
  return {
    ...responseData(new ElementReader(tbs, 'ResponseData')),
    certificates,
    signatureAlgorithm,
    tbs: encoded(tbs),
    signature,
  };
}

/** Those that can be read, as far as the limit: more are of no use to a responder. */
function certificatesIn(list: Tlv): readonly Certificate[] {
  return first(list, LIMITS.ocspCertificates).flatMap((one) => {
    try {
      return [parseCertificate(encoded(one))];
    } catch {
      return [];
    }
  });
}

function first(list: Tlv, limit: number): readonly Tlv[] {
  const found: Tlv[] = [];
  for (let at = list.contentStart; at < list.contentEnd && found.length < limit;) {
    const one = readTlv(list.octets, at, list.contentEnd, 1);
    found.push(one);
    at = one.end;
  }
  return found;
}

type ResponseData = Pick<OcspResponse, 'responder' | 'producedAt' | 'answers' | 'isUnclear'>;

function responseData(fields: ElementReader): ResponseData {
  fields.takeIf(contextTag(0));
  const responder = responderId(fields.take('responderID', contextTag(1), contextTag(2)));
  const producedAt = readTime(fields.take('producedAt', TAG.generalizedTime));
  const answers = first(fields.take('responses', TAG.sequence), LIMITS.ocspAnswers).map(singleResponse);
  const isUnclear = hasCritical(fields.takeIf(contextTag(1)));
  fields.end();
  return { responder, producedAt, answers, isUnclear };
}

function responderId(field: Tlv): OcspResponse['responder'] {
  const value = inside(field, 'responderID');
  if (field.tag === contextTag(1)) return { name: readName(value) };
  if (value.tag !== TAG.octetString) throw malformed('a responder key that is no hash');
  return { keyHash: hex(contents(value)) };
}

/** No critical extension of OCSP is understood here: none is needed to read a status. */
function hasCritical(wrapped: Tlv | undefined): boolean {
  if (!wrapped) return false;
  return readExtensions(inside(wrapped, 'extensions')).some(({ critical }) => critical);
}

const STATUSES: Readonly<Record<number, SingleResponse['status']>> = { 0x80: 'good', 0xa1: 'revoked', 0x82: 'unknown' };

function singleResponse(value: Tlv): SingleResponse {
  const fields = new ElementReader(value, 'SingleResponse');
  const id = certId(fields.take('certID', TAG.sequence));
  const statusField = fields.take('certStatus', 0x80, 0xa1, 0x82);
  const thisUpdate = readTime(fields.take('thisUpdate', TAG.generalizedTime));
  const next = fields.takeIf(contextTag(0));
  const isUnclear = hasCritical(fields.takeIf(contextTag(1)));
  fields.end();
  const status = STATUSES[statusField.tag] ?? 'unknown';
  const [revokedAt, reason] = status === 'revoked' ? children(statusField) : [];
  if (status === 'revoked' && !revokedAt) throw malformed('a revocation without time');
  return {
    id,
    status,
    revokedAt: revokedAt && readTime(revokedAt),
    reason: reason && reasonName(inside(reason, 'revocationReason')),
    thisUpdate,
    nextUpdate: next && readTime(inside(next, 'nextUpdate')),
    isUnclear,
  };
}

function certId(value: Tlv): CertId {
  const fields = new ElementReader(value, 'CertID');
  const [algorithm, parameters] = children(fields.take('hashAlgorithm', TAG.sequence));
  const nameHash = hex(contents(fields.take('issuerNameHash', TAG.octetString)));
  const keyHash = hex(contents(fields.take('issuerKeyHash', TAG.octetString)));
  const serial = hex(contents(fields.take('serialNumber', TAG.integer)));
  fields.end();
  return { digest: algorithm && digestOf(readOid(algorithm), parameters), nameHash, keyHash, serial };
}
