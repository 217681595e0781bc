import { type Bytes, type Der, latin1Text } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { type Certificate } from './certificate';
import { readCrl, type RevocationList } from './crl';
import { crlStatus, type ListedCrl } from './crl-status';
import { sameName } from './name';
import { readOcspResponse } from './ocsp-response';
import { type ListedResponse, ocspStatus } from './ocsp-status';
import { type Chain, type ExpansionBudget } from './path-building';
import { validatePath } from './path-validation';
import { type PublicKey, withParametersOf } from './public-key';
import { decide, type Finding } from './revocation-finding';
import { type RevocationItem, type StatusRequest } from './revocation-request';
import { verifySignature } from './signature-check';

/** What has a signature: a CRL, a BasicOCSPResponse, a certificate. */
interface Signed {
  readonly signatureAlgorithm: Der;
  readonly tbs: Der;
  readonly signature: Bytes;
}

/** A chain, end entity first, with the keys its certificates speak by: inherited parameters are put in. */
interface Keyed {
  readonly chain: Chain;
  readonly keys: readonly PublicKey[];
}

/** Answers for the certificates of one validated path; every signature it checks costs of the budget. */
export class RevocationChecker {
  readonly #request: StatusRequest;
  readonly #budget: ExpansionBudget;
  readonly #crls: readonly ListedCrl[];
  readonly #responses: readonly ListedResponse[];
  /** There was more to check than may be. */
  isExhausted = false;

  constructor(request: StatusRequest) {
    this.#request = request;
    this.#budget = request.budget ?? { left: LIMITS.messageExpansions };
    const { items } = request.data;
    this.#crls = readable(items, 'crl', ({ octets, origin }) => ({ list: readCrl(octets), origin }));
    this.#responses = readable(items, 'ocsp', ({ octets, origin }) => ({ response: readOcspResponse(octets), origin }));
  }

  /** One for each certificate below the anchor; undefined where no data is about it. */
  findings(): Promise<readonly (Finding | undefined)[]> {
    return this.#findings(keyed(this.#request.path.certificates), []);
  }

  /** `asking`: the CRL issuers with a valid path whose own status is being found out. */
  async #findings(path: Keyed, asking: Chain): Promise<readonly (Finding | undefined)[]> {
    const found: (Finding | undefined)[] = [];
    for (let i = 0; i < path.chain.length - 1; i++) found.push(await this.#finding(path, i, asking));
    return found;
  }

  async #finding(path: Keyed, index: number, asking: Chain): Promise<Finding | undefined> {
    const certificate = path.chain[index] as Certificate;
    const issuer = { certificate: path.chain[index + 1] as Certificate, key: path.keys[index + 1] as PublicKey };
    const above = { chain: path.chain.slice(index + 1), keys: path.keys.slice(index + 1) };
    const fromCrls = await this.#fromCrls(certificate, above, asking);
    const fromOcsp = await ocspStatus(certificate, issuer, this.#responses, {
      at: this.#request.at,
      candidates: this.#request.candidates,
      verify: (signed, key) => this.#verify(signed, key),
      responderStatus: async (responder) => (await this.#fromCrls(responder, above, asking))?.state,
    });
    return decide([fromCrls, fromOcsp].filter((one) => one !== undefined));
  }

  #fromCrls(certificate: Certificate, above: Keyed, asking: Chain): Promise<Finding | undefined> {
    const isAuthorized = (list: RevocationList): Promise<boolean> => this.#isAuthorized(list, above, asking);
    return crlStatus(certificate, this.#crls, this.#request.at, isAuthorized);
  }

  /** RFC 5280 6.3.3 f, g: signed by an authority above the certificate, or by a CRL issuer with a path to the same anchor. */
  async #isAuthorized(list: RevocationList, above: Keyed, asking: Chain): Promise<boolean> {
    for (const [i, certificate] of above.chain.entries()) {
      if (mayIssue(certificate, list) && (await this.#verify(list, above.keys[i] as PublicKey))) return true;
    }
    for (const candidate of this.#request.candidates) {
      if (!mayIssue(candidate, list) || above.chain.includes(candidate)) continue;
      if (!(await this.#verify(list, candidate.publicKey))) continue;
      if (asking.includes(candidate) && isOwnList(candidate, list)) return true;
      if (asking.includes(candidate) || asking.length >= LIMITS.revocationDepth) continue;
      if (await this.#isGoodIssuer(candidate, above.chain.at(-1) as Certificate, asking)) return true;
    }
    return false;
  }

  /** A CRL issuer beside the path must itself be valid and known not to be revoked. */
  async #isGoodIssuer(certificate: Certificate, anchor: Certificate, asking: Chain): Promise<boolean> {
    const { candidates, at } = this.#request;
    const request = { certificate, candidates, anchors: [anchor], at, purpose: 'any', budget: this.#budget } as const;
    const verdict = await validatePath(request);
    if (verdict.state !== 'valid') return false;
    const findings = await this.#findings(keyed(verdict.path.certificates), [...asking, certificate]);
    return findings.every((finding) => finding?.state === 'good');
  }

  async #verify(signed: Signed, key: PublicKey): Promise<boolean> {
    const known = checked.get(signed)?.get(latin1Text(key.spki));
    if (known !== undefined) return known;
    this.isExhausted ||= this.#budget.left <= 0;
    if (this.isExhausted) return false;
    const spend = (cost: number): void => void (this.#budget.left -= cost);
    spend(1);
    const { signatureAlgorithm: algorithm, signature, tbs } = signed;
    const result = await verifySignature({ algorithm, spki: key.spki, signature, signed: tbs, spend });
    if (result !== 'unsupported') remember(signed, key, result === 'good');
    return result === 'good';
  }
}

/** Signatures of what is kept from message to message are checked once. */
const checked = new WeakMap<Signed, Map<string, boolean>>();
/** Keys remembered of one signature; an attacker may offer any number. */
const KEYS = 16;

function remember(signed: Signed, key: PublicKey, isGood: boolean): void {
  const byKey = checked.get(signed) ?? new Map<string, boolean>();
  checked.set(signed, byKey);
  if (byKey.size < KEYS) byKey.set(latin1Text(key.spki), isGood);
}

/** Its name is that of the CRL, and its key may sign CRLs (RFC 5280 4.2.1.3). */
function mayIssue({ subject, keyUsage }: Certificate, { issuer }: RevocationList): boolean {
  return sameName(subject, issuer) && (keyUsage?.has('cRLSign') ?? true);
}

/** An indirect CRL is for its issuer's own certificate where an authority has said so in that (PKITS 4.14.30). */
function isOwnList({ isSelfIssued }: Certificate, { scope }: RevocationList): boolean {
  return scope?.isIndirect === true && !isSelfIssued;
}

function keyed(chain: Chain): Keyed {
  const keys: PublicKey[] = [];
  for (const { publicKey } of [...chain].reverse()) {
    const above = keys[0];
    keys.unshift(above ? withParametersOf(publicKey, above) : publicKey);
  }
  return { chain, keys };
}

/** What can be read of the items of one kind; the rest says nothing. */
function readable<T>(
  items: readonly RevocationItem[],
  kind: RevocationItem['kind'],
  read: (item: RevocationItem) => T,
): readonly T[] {
  return items.flatMap((item) => {
    try {
      return item.kind === kind ? [read(item)] : [];
    } catch {
      return [];
    }
  });
}
