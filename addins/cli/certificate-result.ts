import {
  type AnchorIndex,
  type Certificate,
  type Bytes,
  certificationRequestFacts,
  matchAddress,
  openPfx,
  parseCertificate,
  type PathState,
  type PolicyInputs,
  purposeName,
  type ReasonCode,
  revocationListFacts,
  validateCheckedPath,
} from '../../shared/index';
import { type InspectRequest } from './request';
import { revocationData } from './revocation-files';
import { type CertificateResult, type IdentityResult, type InspectResult } from './result';

export interface JudgedBy {
  readonly request: InspectRequest;
  readonly anchors: readonly Certificate[];
  readonly anchorIndex?: AnchorIndex | undefined;
  readonly intermediates: readonly Certificate[];
  readonly at: Date;
}

/** The first certificate and its path; the others of the file may help to build it. */
export async function certificateResult(
  list: readonly Certificate[],
  judgedBy: JudgedBy,
): Promise<Pick<InspectResult, 'certificate' | 'path' | 'certificates'>> {
  const [first, ...others] = list;
  if (!first) return { certificates: 0 };
  return { certificates: list.length, certificate: describe(first), path: await judge(first, others, judgedBy) };
}

function describe(certificate: Certificate): CertificateResult {
  return {
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial: certificate.serial,
    addresses: certificate.addresses,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    keyAlgorithm: keyAlgorithm(certificate),
    usages: [...(certificate.keyUsage ?? []), ...(certificate.extendedKeyUsage ?? []).map(purposeName)],
  };
}

function keyAlgorithm({ publicKey }: Certificate): string {
  return inspectorName(publicKey.algorithm);
}

const inspectorName = (algorithm: string): string => algorithm.replace(/^ec-/, 'ecdsa-');

export function revocationListResult(octets: Bytes): Pick<InspectResult, 'revocationList'> {
  const { issuer, thisUpdate, nextUpdate, entries } = revocationListFacts(octets);
  const until = nextUpdate && { nextUpdate: nextUpdate.toISOString() };
  return { revocationList: { issuer, thisUpdate: thisUpdate.toISOString(), ...until, entries } };
}

export async function requestResult(octets: Bytes): Promise<Pick<InspectResult, 'request'>> {
  const facts = await certificationRequestFacts(octets);
  return { request: { ...facts, keyAlgorithm: inspectorName(facts.keyAlgorithm) } };
}

async function judge(
  certificate: Certificate,
  others: readonly Certificate[],
  { request, anchors, anchorIndex, intermediates, at }: JudgedBy,
): Promise<{ readonly state: PathState; readonly reasons: readonly ReasonCode[] }> {
  const common = { certificate, candidates: [...others, ...intermediates], anchors, anchorIndex, at };
  const data = revocationData(request);
  const checked = await validateCheckedPath(
    { ...common, purpose: request.purpose ?? 'sign', ...policyInputs(request) },
    data,
  );
  const path = checked.path.state === 'valid' ? [] : checked.path.reasons.map(({ code }) => code);
  const address = addressReasons(certificate, request.email);
  const isAsked = data.items.length > 0 || request.requireRevocation === true;
  const revocation = isAsked ? checked.revocation.reasons.map(({ code }) => code) : [];
  const reasons = [...new Set([...path, ...address, ...revocation])];
  const isInvalid = checked.path.state === 'invalid' || checked.revocation.state === 'revoked' || address.length > 0;
  if (isInvalid) return { state: 'invalid', reasons };
  const isSettled = !isAsked || checked.revocation.state === 'good';
  return { state: checked.path.state === 'valid' && isSettled ? 'valid' : 'undetermined', reasons };
}

/** RFC 5280 6.1.1 (c) to (g). */
export function policyInputs(request: InspectRequest): PolicyInputs {
  const { policy, requireExplicitPolicy = false, inhibitAnyPolicy = false, inhibitPolicyMapping = false } = request;
  return {
    ...(policy && { initialPolicies: policy }),
    requireExplicitPolicy,
    inhibitAnyPolicy,
    inhibitPolicyMapping,
  };
}

function addressReasons(certificate: Certificate, email: string | undefined): readonly ReasonCode[] {
  if (email === undefined) return [];
  const found = matchAddress(certificate, email);
  return found === 'match' ? [] : [found === 'absent' ? 'address-absent' : 'address-mismatch'];
}

/** What an identity file holds. Throws `passphrase`, `malformed-pfx`, `unsupported`, `limit`. */
export async function pfxResult(
  octets: Bytes,
  passphrase: string,
): Promise<Pick<InspectResult, 'keys' | 'certificates' | 'identities'>> {
  const contents = await openPfx(octets, passphrase);
  return {
    keys: contents.keys,
    certificates: contents.certificates.length,
    identities: contents.identities.map(({ certificate }) => identityResult(parseCertificate(certificate))),
  };
}

function identityResult(certificate: Certificate): IdentityResult {
  const { addresses, notAfter } = certificate;
  return { addresses, notAfter: notAfter.toISOString(), keyAlgorithm: keyAlgorithm(certificate) };
}
