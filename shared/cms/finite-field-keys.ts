import { power, toNumber, toOctets } from '../base/rsa-arithmetic';
import { readTlv, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { asMalformedCms } from './malformed';
import { ElementReader, unsignedInteger } from '../asn1/structure';
import { type AgreementKeys } from './agreement-keys';
import { type AlgorithmIdentifier, parameterSequence } from './syntax/algorithm-identifier';
import { dhPrivateExponent } from './syntax/private-key-info';

interface Group {
  readonly prime: bigint;
  readonly octets: number;
  /** Order of the subgroup; undefined where the parameters do not tell (PKCS #3). */
  readonly order: bigint | undefined;
}

/**
 * Diffie-Hellman modulo a prime (RFC 2631), with the parameters of X9.42 or PKCS #3. Old mail only: this project never
 * writes it. The exponent is blinded where the order is known, as BigInt does not run in constant time.
 */
export function finiteFieldKeys(algorithm: AlgorithmIdentifier): AgreementKeys | undefined {
  if (algorithm.oid !== OID.dhPublicNumber && algorithm.oid !== OID.dhKeyAgreement) return undefined;
  return {
    agree: (pkcs8, theirs) => {
      const group = readGroup(algorithm);
      const exponent = toNumber(dhPrivateExponent(pkcs8));
      const y = asMalformedCms(() => toNumber(unsignedInteger(readTlv(theirs))));
      if (!group || !isOfGroup(y, group)) return Promise.resolve(undefined);
      const blinded = exponent + (group.order === undefined ? 0n : group.order * randomMultiplier());
      return Promise.resolve(toOctets(power(y, blinded, group.prime), group.octets));
    },
  };
}

/** RFC 2631 2.1.5: another value would tell of our exponent. */
function isOfGroup(y: bigint, { prime, order }: Group): boolean {
  return y > 1n && y < prime - 1n && (order === undefined || power(y, order, prime) === 1n);
}

function readGroup(algorithm: AlgorithmIdentifier): Group | undefined {
  const sequence = parameterSequence(algorithm);
  if (!sequence) return undefined;
  const reader = new ElementReader(sequence, 'DomainParameters');
  const prime = unsignedInteger(reader.take('p', TAG.integer));
  reader.take('g', TAG.integer);
  const third = reader.takeIf(TAG.integer);
  const hasOrder = algorithm.oid === OID.dhPublicNumber && third !== undefined;
  return {
    prime: toNumber(prime),
    octets: prime.length,
    order: hasOrder ? toNumber(unsignedInteger(third)) : undefined,
  };
}

function randomMultiplier(): bigint {
  return toNumber(crypto.getRandomValues(new Uint8Array(8)));
}
