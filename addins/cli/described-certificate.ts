import {
  type Certificate,
  certificateFacts,
  type CertificateFacts,
  certificateFingerprint,
  type CertificateStatus,
} from '../../shared/index';
import { type CertificateResult, type ChainResult, type StatusResult } from './result';

/** Everything the certificate says of itself, for JSON; nothing of it is checked here. */
export async function describedCertificate(certificate: Certificate): Promise<CertificateResult> {
  const facts = certificateFacts(certificate);
  const { addresses, subject, issuer, serial, keyBits, purposes, pathLength, signatureDigest } = facts;
  const counted = certificate.addresses;
  const others = addresses.filter((address) => !counted.includes(address));
  return {
    subject,
    issuer,
    serial,
    addresses: counted,
    ...(others.length > 0 && { otherAddresses: others }),
    otherNames: facts.otherNames,
    notBefore: facts.notBefore.toISOString(),
    notAfter: facts.notAfter.toISOString(),
    keyAlgorithm: inspectorName(facts.keyAlgorithm),
    keyBits,
    usages: [...facts.usages, ...(purposes ?? [])],
    ...(certificate.keyUsage && { keyUsages: facts.usages }),
    ...(purposes && { purposes }),
    policies: facts.policies,
    isCa: facts.isCa,
    ...(pathLength !== undefined && { pathLength }),
    isSelfIssued: facts.isSelfIssued,
    signatureAlgorithm: facts.signatureAlgorithm,
    ...(signatureDigest !== undefined && { signatureDigest }),
    fingerprint: await certificateFingerprint(certificate.der),
    defects: facts.defects,
  };
}

/** The contract's name of a key algorithm. */
export const inspectorName = (algorithm: string): string => algorithm.replace(/^ec-/, 'ecdsa-');

/** What `describedCertificate` was made from, so that a report says it as the screens do. */
export function factsIn(result: CertificateResult): CertificateFacts {
  const { addresses, otherAddresses = [], keyUsages = [], purposes, signatureDigest } = result;
  return {
    ...result,
    addresses: [...addresses, ...otherAddresses],
    notBefore: new Date(result.notBefore),
    notAfter: new Date(result.notAfter),
    keyAlgorithm: result.keyAlgorithm.replace(/^ecdsa-/, 'ec-'),
    usages: keyUsages,
    purposes,
    signatureDigest,
  };
}

/** A validated path, end entity first, anchor last, with what is known of each certificate below the anchor. */
export async function chainResult(
  chain: readonly Certificate[],
  statuses: readonly CertificateStatus[] = [],
): Promise<readonly ChainResult[]> {
  const described = await Promise.all(chain.map(describedCertificate));
  return described.map((certificate, index) => {
    const status = statuses[index];
    return { role: roleOf(index, chain.length), ...certificate, ...(status && { revocation: statusResult(status) }) };
  });
}

function roleOf(index: number, length: number): ChainResult['role'] {
  if (index === 0) return 'end-entity';
  return index === length - 1 ? 'anchor' : 'authority';
}

function statusResult({ state, source, revokedAt, invalidityDate, revocationReason }: CertificateStatus): StatusResult {
  return {
    state,
    ...(source && {
      source: {
        kind: source.kind,
        issuer: source.issuer,
        thisUpdate: source.thisUpdate.toISOString(),
        ...(source.nextUpdate && { nextUpdate: source.nextUpdate.toISOString() }),
        origin: source.origin,
      },
    }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    ...(invalidityDate && { invalidityDate: invalidityDate.toISOString() }),
    ...(revocationReason !== undefined && { reason: revocationReason }),
  };
}

/** What `statusResult` was made from. */
export function statusIn({ state, source, revokedAt, invalidityDate, reason }: StatusResult): Status {
  return {
    state,
    ...(source && {
      source: {
        kind: source.kind,
        issuer: source.issuer,
        thisUpdate: new Date(source.thisUpdate),
        ...(source.nextUpdate !== undefined && { nextUpdate: new Date(source.nextUpdate) }),
        origin: source.origin,
      },
    }),
    ...(revokedAt !== undefined && { revokedAt: new Date(revokedAt) }),
    ...(invalidityDate !== undefined && { invalidityDate: new Date(invalidityDate) }),
    ...(reason !== undefined && { revocationReason: reason }),
  };
}

type Status = Omit<CertificateStatus, 'certificate'>;
