import { type Bytes, equal } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { type Reason } from '../verdict/reason';
import { type Certificate } from './certificate';
import { comparableName, sameName } from './name';
import { inheritsParameters, type PublicKey, withParametersOf } from './public-key';
import { type SignatureResult, verifySignature } from './signature-check';
import { type AnchorIndex, type TrustAnchor } from './trust-anchor';

/** Trust anchor last, end entity first: the order in which it was found. */
export type Chain = readonly Certificate[];

export type Found =
  | { readonly kind: 'path'; readonly chain: Chain }
  /** The search could go no further here; `chain` is how far it came. */
  | { readonly kind: 'dead-end'; readonly chain: Chain; readonly reason: Reason }
  /** The search gave up with ways left to try. */
  | { readonly kind: 'exhausted' };

export interface BuildingRequest {
  readonly certificate: Certificate;
  readonly candidates: readonly Certificate[];
  readonly anchors: readonly TrustAnchor[];
  readonly anchorIndex?: AnchorIndex | undefined;
  readonly at: Date;
  /** Shared by all paths of one message, so that many signers cost no more than a few. */
  readonly budget?: ExpansionBudget;
}

/** Issuers that may still be tried; a signature that the platform does not compute counts for several. */
export interface ExpansionBudget {
  left: number;
}

/**
 * Every certification path from the certificate to an anchor, likeliest first: each certificate is issued in the name of
 * the next and its signature verifies with the next one's key. No name and key comes twice in a path, so cross-signed
 * authorities cannot make it run in circles; in all at most `pathExpansions` issuers are tried.
 * Checks nothing else: that is `validatePath`. RFC 4158 gives the order, RFC 5280 6.1 the rule.
 */
export async function* buildPaths(request: BuildingRequest): AsyncGenerator<Found> {
  const search = new Search(request);
  const own = await anchorOf(request);
  if (own) {
    yield { kind: 'path', chain: [own] };
    return;
  }
  yield* search.extend([request.certificate]);
  if (search.isExhausted) yield { kind: 'exhausted' };
}

/**
 * By certificate and issuer's key: the objects themselves, so that no two certificates can share an answer. Whether a
 * signature holds depends on nothing else, so it is asked once as long as `parseCertificate` keeps the certificate.
 */
const checked = new WeakMap<Certificate, WeakMap<PublicKey, Promise<SignatureResult>>>();

/** The anchor that is the certificate itself. */
async function anchorOf({ anchors, anchorIndex, certificate }: BuildingRequest): Promise<TrustAnchor | undefined> {
  const isIt = ({ der }: TrustAnchor): boolean => equal(der, certificate.der);
  return anchors.find(isIt) ?? (await anchorIndex?.named(certificate.subject))?.find(isIt);
}

class Search {
  readonly #at: Date;
  readonly #index: AnchorIndex | undefined;
  readonly #issuers: ReadonlyMap<string, readonly Issuer[]>;
  readonly #budget: ExpansionBudget | undefined;
  #expansions = 0;
  isExhausted = false;

  constructor(request: BuildingRequest) {
    this.#at = request.at;
    this.#index = request.anchorIndex;
    this.#issuers = issuersByName(request);
    this.#budget = request.budget;
  }

  async *extend(chain: Chain): AsyncGenerator<Found> {
    const last = chain.at(-1) as Certificate;
    const issuers = (await this.#issuersOf(last)).filter(
      ({ certificate }) => !chain.some((one) => isSameKey(one, certificate)),
    );
    if (issuers.length === 0) yield { kind: 'dead-end', chain, reason: noIssuer(chain) };
    for (const { certificate, isAnchor } of issuers) {
      this.isExhausted ||= this.#expansions >= LIMITS.pathExpansions || (this.#budget?.left ?? 1) <= 0;
      if (this.isExhausted) return;
      this.#spend(1);
      const longer = [...chain, certificate];
      // A key without parameters of its own verifies nothing before its issuer's is known.
      const isOpen = !isAnchor && inheritsParameters(certificate.publicKey);
      const reason = isOpen ? undefined : await this.#signatureFault(longer);
      if (reason) yield { kind: 'dead-end', chain: longer, reason };
      else if (isAnchor) yield { kind: 'path', chain: longer };
      else if (longer.length < LIMITS.pathLength) yield* this.extend(longer);
      else yield { kind: 'dead-end', chain: longer, reason: { code: 'limit', found: 'pathLength' } };
    }
  }

  async #issuersOf(certificate: Certificate): Promise<readonly Issuer[]> {
    const indexed = (await this.#index?.named(certificate.issuer)) ?? [];
    const named = [...(this.#issuers.get(comparableName(certificate.issuer)) ?? [])];
    for (const anchor of indexed) if (sameName(anchor.subject, certificate.issuer)) addAnchor(named, anchor);
    const score = (issuer: Issuer): number => likelihood(issuer, certificate.authorityKeyIdentifier, this.#at);
    return [...named].sort((a, b) => score(b) - score(a));
  }

  #spend(cost: number): void {
    this.#expansions += cost;
    if (this.#budget) this.#budget.left -= cost;
  }

  /**
   * What speaks against the signatures that the last certificate's key settles: of the one below it and, where the key of
   * that one inherits its parameters, of the next one below in turn (RFC 5280 6.1.4 d to f).
   */
  async #signatureFault(chain: Chain): Promise<Reason | undefined> {
    let key = (chain.at(-1) as Certificate).publicKey;
    for (const certificate of chain.slice(0, -1).reverse()) {
      const signature = await this.#checkSignature(certificate, key);
      if (signature !== 'good') return signatureReason(certificate, signature);
      if (!inheritsParameters(certificate.publicKey)) return undefined;
      key = withParametersOf(certificate.publicKey, key);
    }
    return undefined;
  }

  #checkSignature(certificate: Certificate, key: PublicKey): Promise<SignatureResult> {
    const byKey = checked.get(certificate) ?? new WeakMap<PublicKey, Promise<SignatureResult>>();
    checked.set(certificate, byKey);
    const { signatureAlgorithm: algorithm, signature, tbs: signed } = certificate;
    const spend = (cost: number): void => this.#spend(cost);
    const result = byKey.get(key) ?? verifySignature({ algorithm, spki: key.spki, signature, signed, spend });
    byKey.set(key, result);
    // One that the platform could not compute now it may compute later.
    const forget = (): boolean => byKey.delete(key);
    result.then((found) => found === 'unsupported' && forget(), forget);
    return result;
  }
}

interface Issuer {
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
}

/** A candidate that is an anchor of the index is that anchor; one that the list holds already stays as it is there. */
function addAnchor(named: Issuer[], certificate: TrustAnchor): void {
  const at = named.findIndex((one) => equal(one.certificate.der, certificate.der));
  if (at < 0) named.push({ certificate, isAnchor: true });
  else if (!named[at]?.isAnchor) named[at] = { certificate, isAnchor: true };
}

function issuersByName({ anchors, candidates }: BuildingRequest): ReadonlyMap<string, readonly Issuer[]> {
  const all = new Map<string, Issuer[]>();
  const add = (certificate: Certificate, isAnchor: boolean): void => {
    const key = comparableName(certificate.subject);
    const named = all.get(key) ?? [];
    if (named.some((one) => equal(one.certificate.der, certificate.der))) return;
    named.push({ certificate, isAnchor });
    all.set(key, named);
  };
  for (const anchor of anchors) add(anchor, true);
  for (const candidate of candidates) add(candidate, false);
  return all;
}

/** Anchors first, then by key identifier, authority, date; a self-signed certificate that is no anchor leads nowhere. */
function likelihood({ certificate, isAnchor }: Issuer, wanted: Bytes | undefined, at: Date): number {
  const own = certificate.subjectKeyIdentifier;
  const keyMatches = wanted && own ? (equal(wanted, own) ? 2 : 0) : 1;
  const isCurrent = certificate.notBefore <= at && at <= certificate.notAfter;
  const isAuthority = certificate.basicConstraints?.ca === true;
  return (
    (isAnchor ? 16 : 0) +
    keyMatches * 4 +
    (isAuthority ? 2 : 0) +
    (isCurrent ? 1 : 0) -
    (certificate.isSelfIssued ? 3 : 0)
  );
}

function isSameKey(a: Certificate, b: Certificate): boolean {
  return equal(a.publicKey.spki, b.publicKey.spki) && sameName(a.subject, b.subject);
}

function noIssuer(chain: Chain): Reason {
  const last = chain.at(-1) as Certificate;
  if (!last.isSelfIssued) return { code: 'no-path', expected: last.issuer.text };
  return {
    code: chain.length === 1 ? 'self-signed' : 'not-anchored',
    found: last.subject.commonName ?? last.subject.text,
  };
}

function signatureReason(certificate: Certificate, signature: 'bad' | 'unsupported'): Reason {
  const found = certificate.subject.text;
  return { code: signature === 'bad' ? 'bad-certificate-signature' : 'unsupported-algorithm', found };
}
