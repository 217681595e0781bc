import { type Certificate } from './certificate';
import { type RevocationList } from './crl';
import {
  ALL_REASONS,
  directoryName,
  type DistributionPoint,
  fullNames,
  readDistributionPoints,
} from './distribution-point';

/**
 * The reasons for which a CRL would list a certificate if it were revoked (RFC 5280 6.3.3 b, d): each distribution point
 * that the certificate names and, where it names none for this CRL, its issuer as one. 0: the CRL says nothing of it.
 * Not checked: who signed the CRL, and when. Throws `malformed-certificate` for distribution points that cannot be read.
 */
export function coveredReasons(list: RevocationList, certificate: Certificate): number {
  const implied = { name: { full: [directoryName(certificate.issuer)], relative: undefined }, reasons: ALL_REASONS };
  const points: readonly DistributionPoint[] = [
    ...readDistributionPoints(certificate),
    { ...implied, crlIssuers: undefined },
  ];
  return points.reduce((mask, point) => mask | reasonsAt(point, list, certificate), 0);
}

function reasonsAt(point: DistributionPoint, list: RevocationList, certificate: Certificate): number {
  const { scope } = list;
  const issuer = directoryName(list.issuer);
  const isIssued = point.crlIssuers
    ? point.crlIssuers.includes(issuer) && scope?.isIndirect === true
    : issuer === directoryName(certificate.issuer);
  if (!isIssued) return 0;
  if (!scope) return point.reasons;
  const isAuthority = certificate.basicConstraints?.ca === true;
  if (scope.onlyAttributes || (scope.onlyUsers && isAuthority) || (scope.onlyAuthorities && !isAuthority)) return 0;
  return namesMeet(point, list, issuer) ? point.reasons & scope.reasons : 0;
}

/** 6.3.3 b 2 i: a CRL for one distribution point is for the certificates that name it. */
function namesMeet(point: DistributionPoint, { scope }: RevocationList, issuer: string): boolean {
  if (!scope?.name) return true;
  const ofPoint = point.name ? fullNames(point.name, point.crlIssuers ?? [issuer]) : (point.crlIssuers ?? []);
  const ofList = fullNames(scope.name, [issuer]);
  return ofList.some((name) => ofPoint.includes(name));
}
