import { SignetError } from '../base/errors';
import { OID } from '../asn1/oids';
import { type Reason } from '../verdict/reason';
import { type Certificate } from './certificate';
import {
  comparisonBudget,
  constrainedNames,
  forbiddenName,
  type NameConstraints,
  nameConstraintsOf,
} from './name-constraints';
import { type Chain } from './path-building';
import { PolicyGraph, type PolicyInputs } from './policy-graph';
import { weakParts } from './signature-check';
import { distrustReason } from './trust-anchor';
import { extendedKeyUsageAllows, keyUsageAllows, type MailPurpose, neededKeyUsages } from './usable-for';

export interface CheckInputs extends PolicyInputs {
  readonly at: Date;
  readonly purpose: MailPurpose | 'any';
}

/** Extensions that may be critical: those whose meaning is enforced here, or (distribution points) on the axis of revocation. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.subjectAltName,
  OID.basicConstraints,
  OID.nameConstraints,
  OID.cRLDistributionPoints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.extKeyUsage,
  OID.inhibitAnyPolicy,
]);

/**
 * All reasons why a chain is no valid path (RFC 5280 6.1.3 to 6.1.5), in no order; none: it is valid. `chain` begins
 * with the end entity and ends with the anchor; that it chains by name and signature has been checked by building it.
 * The limits of a `TrustAnchor` hold. Stricter than 6.1: the constraints of the anchor's own certificate hold too (RFC 5937), its policies apart.
 */
export function pathFaults(chain: Chain, inputs: CheckInputs): readonly Reason[] {
  const downward = [...chain].reverse();
  const distrust = distrustReason(chain[0] as Certificate, downward[0] as Certificate);
  return [
    ...(distrust ? [distrust] : []),
    ...downward.flatMap((certificate) => certificateFaults(certificate, inputs.at)),
    ...authorityFaults(downward, inputs.purpose),
    ...endEntityFaults(chain[0] as Certificate, inputs.purpose, chain.length === 1),
    ...guarded(() => nameFaults(downward)),
    ...guarded(() => policyFaults(downward.slice(1), inputs)),
  ];
}

function guarded(check: () => readonly Reason[]): readonly Reason[] {
  try {
    return check();
  } catch (thrown) {
    if (!(thrown instanceof SignetError)) throw thrown;
    if (thrown.code === 'limit') return [{ code: 'limit', ...(thrown.subject && { found: thrown.subject }) }];
    return [{ code: 'malformed-certificate', found: thrown.message }];
  }
}

/** What holds for every certificate by itself. */
function certificateFaults(certificate: Certificate, at: Date): readonly Reason[] {
  const faults: Reason[] = certificate.defects.map((found) => ({ code: 'malformed-certificate', found }));
  const { notBefore, notAfter } = certificate;
  // The last second is valid to its end: dates are in whole seconds (RFC 5280 4.1.2.5).
  if (Math.floor(at.getTime() / 1000) > Math.floor(notAfter.getTime() / 1000))
    faults.push({ code: 'expired', found: notAfter.toISOString(), expected: at.toISOString() });
  if (at < notBefore)
    faults.push({ code: 'not-yet-valid', found: notBefore.toISOString(), expected: at.toISOString() });
  for (const { id, critical } of certificate.extensions) {
    if (critical && !UNDERSTOOD.has(id)) faults.push({ code: 'unknown-critical-extension', found: id });
  }
  if (isTinyKey(certificate))
    faults.push({ code: 'weak-key', found: String(certificate.publicKey.bits), expected: '2048' });
  const found = profileFault(certificate);
  if (found !== undefined) faults.push({ code: 'malformed-certificate', found });
  return faults;
}

/** Rules of the profile that only a broken or a forged certificate breaks: RFC 5280 4.1.2.4, 4.1.2.6, 4.2.1.3, 4.2.1.6, 4.2.1.10. */
function profileFault(certificate: Certificate): string | undefined {
  const has = (id: string): boolean => certificate.extensions.some((one) => one.id === id);
  const isAuthority = certificate.basicConstraints?.ca === true;
  const hasSubject = certificate.subject.rdns.length > 0;
  if (certificate.issuer.rdns.length === 0) return 'empty issuer';
  if (isAuthority && !hasSubject) return 'authority without subject';
  if (!isAuthority && has(OID.nameConstraints)) return 'name constraints outside an authority';
  if (has(OID.basicConstraints) && !isAuthority && certificate.keyUsage?.has('keyCertSign')) {
    return 'keyCertSign outside an authority';
  }
  const names = certificate.extensions.find(({ id }) => id === OID.subjectAltName);
  if (!hasSubject && !names?.critical) return 'empty subject without critical subjectAltName';
  return undefined;
}

function authorityFaults(downward: Chain, purpose: CheckInputs['purpose']): readonly Reason[] {
  const faults: Reason[] = [];
  let allowed = Infinity;
  for (const [i, certificate] of downward.slice(0, -1).entries()) {
    const isAnchor = i === 0;
    const found = certificate.subject.text;
    if (!isAuthority(certificate, isAnchor)) faults.push({ code: 'not-a-ca', found });
    if (certificate.keyUsage && !certificate.keyUsage.has('keyCertSign')) {
      faults.push({ code: 'key-usage', found: [...certificate.keyUsage].join(', '), expected: 'keyCertSign' });
    }
    if (purpose !== 'any' && !extendedKeyUsageAllows(certificate)) faults.push(extendedKeyUsageFault(certificate));
    if (!isAnchor && !certificate.isSelfIssued && allowed-- <= 0) faults.push({ code: 'path-too-long', found });
    allowed = Math.min(allowed, certificate.basicConstraints?.pathLength ?? Infinity);
  }
  return faults;
}

/** An anchor from before version 3 has no way to say that it is an authority; its owner has said so by trusting it. */
function isAuthority(certificate: Certificate, isAnchor: boolean): boolean {
  return certificate.basicConstraints?.ca ?? (isAnchor && certificate.version < 3);
}

function extendedKeyUsageFault(certificate: Certificate): Reason {
  return {
    code: 'extended-key-usage',
    found: certificate.extendedKeyUsage?.join(', ') ?? '',
    expected: OID.emailProtection,
  };
}

function endEntityFaults(
  certificate: Certificate,
  purpose: CheckInputs['purpose'],
  isPinned: boolean,
): readonly Reason[] {
  if (purpose === 'any') return [];
  const faults: Reason[] = [];
  // A pinned self-signed certificate is often an authority by its maker's default; the pin itself is the trust.
  if (!keyUsageAllows(certificate, purpose) && !(isPinned && certificate.keyUsage === undefined)) {
    const expected = neededKeyUsages(certificate, purpose).join(', ') || purpose;
    const found = certificate.keyUsage ? [...certificate.keyUsage].join(', ') : certificate.publicKey.algorithm;
    faults.push({ code: 'key-usage', found, expected });
  }
  if (!extendedKeyUsageAllows(certificate)) faults.push(extendedKeyUsageFault(certificate));
  return faults;
}

/** 6.1.3 (b), (c), 6.1.4 (g). Self-issued authorities may stand outside; the end entity never. */
function nameFaults(downward: Chain): readonly Reason[] {
  const inForce: NameConstraints[] = [];
  const budget = comparisonBudget();
  for (const [i, certificate] of downward.entries()) {
    const isFinal = i === downward.length - 1;
    if (i > 0 && (isFinal || !certificate.isSelfIssued)) {
      const names = constrainedNames(certificate);
      for (const constraints of inForce) {
        const name = forbiddenName(names, constraints, budget);
        if (name) return [{ code: 'name-constraints', found: nameText(name) }];
      }
    }
    const own = isFinal ? undefined : nameConstraintsOf(certificate);
    if (own) inForce.push(own);
  }
  return [];
}

function nameText(name: ReturnType<typeof constrainedNames>[number]): string {
  if ('text' in name) return name.text;
  return name.kind === 'directory' ? name.name.text : name.kind;
}

function policyFaults(belowAnchor: Chain, inputs: PolicyInputs): readonly Reason[] {
  const graph = new PolicyGraph(inputs, belowAnchor.length);
  const holds = belowAnchor.every((certificate, i) => graph.add(certificate, i === belowAnchor.length - 1));
  if (holds && graph.isSatisfied()) return [];
  return [{ code: 'policy', ...(inputs.initialPolicies && { expected: inputs.initialPolicies.join(', ') }) }];
}

const RSA = ['rsa', 'rsa-pss'];

/** Below 1024 bits a key is not weak but open: 512 and 768 have been factored in public. */
function isTinyKey({ publicKey }: Certificate): boolean {
  return RSA.includes(publicKey.algorithm) && publicKey.bits < 1024;
}

/** What leaves a valid path weaker than it should be: SHA-1, MD5 and DSA below the anchor, RSA under 2048 bits anywhere. */
export function weaknesses(chain: Chain): readonly Reason[] {
  const parts = chain.slice(0, -1).flatMap(({ signatureAlgorithm }) => weakParts(signatureAlgorithm));
  const keys = chain.flatMap(({ publicKey: { algorithm, bits } }) =>
    RSA.includes(algorithm) && bits < 2048
      ? [{ code: 'weak-key', found: String(bits), expected: '2048' } as const]
      : [],
  );
  return [...new Set(parts)].map((found): Reason => ({ code: 'weak-algorithm', found })).concat(keys.slice(0, 1));
}
