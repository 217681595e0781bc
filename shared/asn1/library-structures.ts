import type * as Asn1js from 'asn1js';
import type * as Pkijs from 'pkijs';
import { asDer, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';

/**
 * Structures that the ASN.1 library reads for us: small, rare, and not on the way of a message. The library is loaded
 * when first needed, so that no add-in carries it in its first chunk. It parses; it decides nothing.
 */
export interface CertificationRequestParts {
  /** Name as encoded. */
  readonly subject: Der;
  readonly spki: Der;
  /** AlgorithmIdentifier as encoded. */
  readonly signatureAlgorithm: Der;
  /** What the signature covers. */
  readonly signed: Der;
  readonly signature: Bytes;
}

async function library(): Promise<{ readonly asn1js: typeof Asn1js; readonly pkijs: typeof Pkijs }> {
  const [asn1js, pkijs] = await Promise.all([import('asn1js'), import('pkijs')]);
  return { asn1js, pkijs };
}

/** One value with nothing behind it, or `malformed-der`. */
function parse(asn1js: typeof Asn1js, octets: Bytes, what: string): Asn1js.AsnType {
  if (octets.length > LIMITS.libraryOctets) throw new SignetError('limit', `${what} is too large`, 'libraryOctets');
  const { offset, result } = asn1js.fromBER(octets);
  if (offset !== octets.length) throw new SignetError('malformed-der', `${what} cannot be read`);
  return result;
}

function structure<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof SignetError) throw thrown;
    throw new SignetError('malformed-der', `${what} is not as its definition`);
  }
}

const encodedBy = (schema: { toBER(): ArrayBuffer }): Der => asDer(new Uint8Array(schema.toBER()));

/** Reads a CertificationRequest (RFC 2986 4). Its signature is not checked. Rejects with `malformed-der`, `limit`. */
export async function readCertificationRequest(octets: Bytes): Promise<CertificationRequestParts> {
  const { asn1js, pkijs } = await library();
  return structure('CertificationRequest', () => {
    const request = new pkijs.CertificationRequest({ schema: parse(asn1js, octets, 'CertificationRequest') });
    return {
      subject: encodedBy(request.subject.toSchema()),
      spki: encodedBy(request.subjectPublicKeyInfo.toSchema()),
      signatureAlgorithm: encodedBy(request.signatureAlgorithm.toSchema()),
      signed: asDer(new Uint8Array(request.tbsView)),
      signature: new Uint8Array(request.signatureValue.valueBlock.valueHexView),
    };
  });
}
