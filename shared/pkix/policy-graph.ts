import { SignetError } from '../base/errors';
import { children, contents, readOid, readSmallInteger, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from './certificate';
import { extensionValue } from './extension';

const ANY = OID.anyPolicy;

/** Inputs (c) to (g) of RFC 5280 6.1.1. */
export interface PolicyInputs {
  /** Dotted; left out: any policy will do. */
  readonly initialPolicies?: readonly string[];
  readonly requireExplicitPolicy?: boolean;
  readonly inhibitAnyPolicy?: boolean;
  readonly inhibitPolicyMapping?: boolean;
}

interface PolicyNode {
  readonly policy: string;
  expected: ReadonlySet<string>;
  readonly parents: readonly PolicyNode[];
}

type Level = ReadonlyMap<string, PolicyNode>;

/**
 * Policy processing of RFC 5280 6.1, on the graph of RFC 9618 in place of the tree: a node for each policy and depth,
 * so that a hostile path costs a product and not a power. Feed it the certificates below the anchor in order, then ask
 * `isSatisfied`.
 */
export class PolicyGraph {
  readonly #initial: readonly string[] | undefined;
  #level: Level = new Map([[ANY, { policy: ANY, expected: new Set([ANY]), parents: [] }]]);
  #explicit: number;
  #inhibitAny: number;
  #mapping: number;

  /** `length`: certificates in the path, anchor not counted. */
  constructor(inputs: PolicyInputs, length: number) {
    this.#initial = inputs.initialPolicies?.includes(ANY) ? undefined : inputs.initialPolicies;
    this.#explicit = inputs.requireExplicitPolicy ? 0 : length + 1;
    this.#inhibitAny = inputs.inhibitAnyPolicy ? 0 : length + 1;
    this.#mapping = inputs.inhibitPolicyMapping ? 0 : length + 1;
  }

  /** One certificate: 6.1.3 (d) to (f), then for authorities 6.1.4 (a), (b), (h) to (j). False: the path fails here. */
  add(certificate: Certificate, isFinal: boolean): boolean {
    const { isSelfIssued } = certificate;
    const takesAny = this.#inhibitAny > 0 || (!isFinal && isSelfIssued);
    this.#level = nextLevel(this.#level, policiesOf(certificate), takesAny);
    if (this.#explicit === 0 && this.#level.size === 0) return false;
    if (isFinal) {
      if (this.#explicit > 0) this.#explicit--;
    } else {
      this.#map(mappingsOf(certificate));
      if (!isSelfIssued) this.#countDown();
    }
    const { requireExplicit, inhibitMapping } = policyConstraintsOf(certificate);
    if (isFinal) {
      if (requireExplicit === 0) this.#explicit = 0;
      return true;
    }
    this.#explicit = Math.min(this.#explicit, requireExplicit ?? this.#explicit);
    this.#mapping = Math.min(this.#mapping, inhibitMapping ?? this.#mapping);
    this.#inhibitAny = Math.min(this.#inhibitAny, inhibitAnyOf(certificate) ?? this.#inhibitAny);
    return true;
  }

  /** 6.1.5 (g) and the end of it: no policy is demanded, or one of those asked for is left. */
  isSatisfied(): boolean {
    if (this.#explicit > 0) return true;
    const wanted = this.#initial;
    if (this.#level.size === 0) return false;
    if (wanted === undefined) return true;
    const roots = domainPolicies(this.#level);
    return this.#level.has(ANY) ? wanted.length > 0 : wanted.some((policy) => roots.has(policy));
  }

  #countDown(): void {
    this.#explicit = Math.max(0, this.#explicit - 1);
    this.#mapping = Math.max(0, this.#mapping - 1);
    this.#inhibitAny = Math.max(0, this.#inhibitAny - 1);
  }

  #map(mappings: ReadonlyMap<string, ReadonlySet<string>>): void {
    if (mappings.size === 0) return;
    const level = new Map(this.#level);
    const any = level.get(ANY);
    for (const [policy, expected] of mappings) {
      const node = level.get(policy);
      if (this.#mapping === 0) level.delete(policy);
      else if (node) node.expected = expected;
      else if (any) level.set(policy, { policy, expected, parents: any.parents });
    }
    this.#level = level;
  }
}

function nextLevel(above: Level, policies: ReadonlySet<string> | undefined, takesAny: boolean): Level {
  const below = new Map<string, PolicyNode>();
  if (policies === undefined) return below;
  const expecting = new Map<string, PolicyNode[]>();
  for (const node of above.values()) {
    for (const policy of node.expected) {
      const nodes = expecting.get(policy);
      if (nodes) nodes.push(node);
      else expecting.set(policy, [node]);
    }
  }
  const any = above.get(ANY);
  const put = (policy: string, parents: readonly PolicyNode[]): unknown =>
    below.set(policy, { policy, expected: new Set([policy]), parents });
  for (const policy of policies) {
    const parents = expecting.get(policy);
    if (policy === ANY) continue;
    if (parents) put(policy, parents);
    else if (any) put(policy, [any]);
  }
  if (policies.has(ANY) && takesAny) {
    for (const [policy, parents] of expecting) if (!below.has(policy)) put(policy, parents);
  }
  return below;
}

/** The policies of the lowest level in terms of the first domain: those whose parent is any policy (6.1.5 (g) (iii)). */
function domainPolicies(lowest: Level): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<PolicyNode>();
  const open = [...lowest.values()];
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.parents.some(({ policy }) => policy === ANY)) found.add(node.policy);
    open.push(...node.parents);
  }
  return found;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-certificate', what);
}

function items(certificate: Certificate, id: string): readonly Tlv[] | undefined {
  const extension = certificate.extensions.find((one) => one.id === id);
  if (!extension) return undefined;
  const value = extensionValue(extension.value);
  const list = children(value);
  if (value.tag !== TAG.sequence || list.length === 0) throw malformed('a policy extension is not a filled SEQUENCE');
  return list;
}

/** RFC 5280 4.2.1.4; qualifiers are for people and change nothing here. */
function policiesOf(certificate: Certificate): ReadonlySet<string> | undefined {
  const list = items(certificate, OID.certificatePolicies)?.map((information) => {
    const [id] = children(information);
    if (!id) throw malformed('a policy without identifier');
    return readOid(id);
  });
  if (list && new Set(list).size !== list.length) throw malformed('a policy twice');
  return list && new Set(list);
}

/** RFC 5280 4.2.1.5 and 6.1.4 (a). */
function mappingsOf(certificate: Certificate): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const mapping of items(certificate, OID.policyMappings) ?? []) {
    const [from, to] = children(mapping).map(readOid);
    if (from === undefined || to === undefined) throw malformed('a policy mapping of other than two policies');
    if (from === ANY || to === ANY) throw malformed('a policy mapping from or to any policy');
    all.set(from, (all.get(from) ?? new Set()).add(to));
  }
  return all;
}

/** RFC 5280 4.2.1.11. */
function policyConstraintsOf(certificate: Certificate): { requireExplicit?: number; inhibitMapping?: number } {
  const list = items(certificate, OID.policyConstraints) ?? [];
  const skip = (tag: number): number | undefined => {
    const field = list.find((one) => one.tag === tag);
    return field && readSmallInteger({ ...field, tag: TAG.integer });
  };
  const [requireExplicit, inhibitMapping] = [skip(0x80), skip(0x81)];
  return {
    ...(requireExplicit !== undefined && { requireExplicit }),
    ...(inhibitMapping !== undefined && { inhibitMapping }),
  };
}

/** RFC 5280 4.2.1.14. */
function inhibitAnyOf(certificate: Certificate): number | undefined {
  const extension = certificate.extensions.find(({ id }) => id === OID.inhibitAnyPolicy);
  if (!extension) return undefined;
  const value = extensionValue(extension.value);
  if (contents(value).length === 0) throw malformed('inhibitAnyPolicy without number');
  return readSmallInteger(value);
}
