import { type Bytes } from '../base/bytes';
import { comparableDomain } from '../base/domain';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { children, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from './certificate';
import { extensionValue } from './extension';
import { type GeneralName, readGeneralName } from './general-name';
import { isWithin } from './name';

type Form = GeneralName['kind'];

/** One NameConstraints extension, RFC 5280 4.2.1.10. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** Reads the extension of an authority; undefined where it has none. Throws `malformed-certificate`. */
export function nameConstraintsOf(certificate: Certificate): NameConstraints | undefined {
  const extension = certificate.extensions.find(({ id }) => id === OID.nameConstraints);
  if (!extension) return undefined;
  const lists = children(extensionValue(extension.value));
  const subtrees = (tag: number): readonly GeneralName[] => {
    const list = lists.find((one) => one.tag === tag);
    return list ? children(list).map(readSubtree) : [];
  };
  const read = { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
  if (read.permitted.length + read.excluded.length === 0) throw malformed('name constraints without any subtree');
  return read;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-certificate', what);
}

/** GeneralSubtree: minimum must be 0 and maximum absent, for no form in use gives them a meaning. */
function readSubtree(subtree: Tlv): GeneralName {
  const [base, distance] = children(subtree);
  if (subtree.tag !== TAG.sequence || !base) throw malformed('a name constraint without base');
  if (distance) throw malformed('a name constraint with a distance');
  // An iPAddress constraint is twice as long as an address, a directoryName is tagged explicitly as anywhere else.
  const name = readGeneralName(base);
  if (name.kind === 'ip' && !isNetwork(name.octets)) throw malformed('an address range that is none');
  if (name.kind === 'dns' && !isDnsConstraint(name.text)) throw malformed('a domain constraint that is none');
  if (name.kind === 'rfc822' && !isMailboxConstraint(name.text)) throw malformed('a mailbox constraint that is none');
  return name;
}

/** RFC 5280 4.2.1.10: a mailbox, a host, the hosts below a domain, or all. What is none of these would exclude nothing. */
function isMailboxConstraint(text: string): boolean {
  return text === '' || /^(?:\.|[^@\s:]+@)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text);
}

function isDnsConstraint(text: string): boolean {
  return text === '' || /^(?!\.)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text);
}

function isNetwork(octets: Bytes): boolean {
  return (octets.length === 8 || octets.length === 32) && isMask(octets.subarray(octets.length / 2));
}

function isMask(octets: Bytes): boolean {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}

/**
 * The names of a certificate that constraints apply to: its subject, its alternative names, and every emailAddress of
 * the subject whether or not there are alternative names (readers show it).
 */
export function constrainedNames(certificate: Certificate): readonly GeneralName[] {
  const { subject } = certificate;
  const inSubject = subject.rdns.flat().filter(({ type }) => type === OID.emailAddress);
  return [
    ...(subject.rdns.length > 0 ? [{ kind: 'directory', name: subject } as const] : []),
    ...inSubject.map(({ text }) => ({ kind: 'rfc822', text: text ?? '' }) as const),
    ...certificate.subjectAltNames,
  ];
}

/** A bound on the comparisons of one path: an authority may list thousands of subtrees and names. */
export interface ComparisonBudget {
  left: number;
}

export const comparisonBudget = (): ComparisonBudget => ({ left: LIMITS.nameComparisons });

/**
 * The first name that `constraints` forbid; undefined where all are allowed. RFC 5280 6.1.3 (b) and (c). To intersect
 * the subtrees of several authorities, ask for each in turn. A name of a form we cannot compare is forbidden as soon as
 * that form is constrained at all. Throws `limit`.
 */
export function forbiddenName(
  names: readonly GeneralName[],
  constraints: NameConstraints,
  budget: ComparisonBudget,
): GeneralName | undefined {
  return names.find((name) => {
    const permitted = constraints.permitted.filter((base) => sameForm(base.kind, name.kind));
    const excluded = constraints.excluded.filter((base) => sameForm(base.kind, name.kind));
    budget.left -= permitted.length + excluded.length + 1;
    if (budget.left < 0) throw new SignetError('limit', 'too many names and constraints', 'nameComparisons');
    if (excluded.some((base) => isInside(name, base, 'excluded') ?? true)) return true;
    return permitted.length > 0 && !permitted.some((base) => isInside(name, base, 'permitted') ?? false);
  });
}

/** An rfc822Name constraint holds for SmtpUTF8Mailbox too (RFC 9598 6). */
function sameForm(constraint: Form, name: Form): boolean {
  const form = (kind: Form): Form => (kind === 'smtp-utf8' ? 'rfc822' : kind);
  return form(constraint) === form(name);
}

type Side = 'permitted' | 'excluded';

/** Undefined where the two cannot be compared. */
function isInside(name: GeneralName, base: GeneralName, side: Side): boolean | undefined {
  if (name.kind === 'directory' && base.kind === 'directory') return isWithin(name.name, base.name);
  if (name.kind === 'ip' && base.kind === 'ip') return isInNetwork(name.octets, base.octets);
  if (name.kind === 'dns' && base.kind === 'dns') return isInDomain(name.text, base.text, side);
  if (name.kind === 'uri' && base.kind === 'uri') return isUriInside(name.text, base.text);
  if ((name.kind === 'rfc822' || name.kind === 'smtp-utf8') && base.kind === 'rfc822') {
    return isMailboxInside(name.text, base.text, side);
  }
  return undefined;
}

/** "host": mailboxes of that host; ".domain": of hosts below it; "user@host": that one; "": all. */
function isMailboxInside(address: string, constraint: string, side: Side): boolean | undefined {
  const at = address.lastIndexOf('@');
  const isQuoted = /^".*"@[^"]*$/.test(address);
  if (at < 1 || at === address.length - 1 || (!isQuoted && address.indexOf('@') !== at)) return undefined;
  const host = comparableDomain(address.slice(at + 1));
  const constraintAt = constraint.lastIndexOf('@');
  if (constraintAt < 0) return isHostInside(host, constraint);
  if (host !== comparableDomain(constraint.slice(constraintAt + 1))) return false;
  // Matching an address folds case, so an exclusion must; a permission is read to the letter.
  const local = (text: string): string => (side === 'excluded' ? text.toLowerCase() : text);
  return local(address.slice(0, at)) === local(constraint.slice(0, constraintAt));
}

function isHostInside(host: string, constraint: string): boolean {
  if (constraint === '') return true;
  const wanted = comparableDomain(constraint);
  return wanted.startsWith('.') ? host.endsWith(wanted) : host === wanted;
}

/** A dNSName constraint covers the name itself and everything below it; "" covers all. */
function isInDomain(name: string, constraint: string, side: Side): boolean | undefined {
  const host = comparableDomain(name);
  const wanted = comparableDomain(constraint);
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host)) return undefined;
  if (wanted === '' || host === wanted || host.endsWith(`.${wanted}`)) return true;
  // "*.example" stands for each name below it, of which an exclusion may hit one.
  return side === 'excluded' && host.startsWith('*.') && `.${wanted}`.endsWith(host.slice(1));
}

/** A URI is compared by the host of its authority; without a host that is a name it cannot be (RFC 5280 4.2.1.10). */
function isUriInside(uri: string, constraint: string): boolean | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([a-z0-9_.-]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  if (host === undefined || /^[\d.]+$/.test(host)) return undefined;
  return isHostInside(comparableDomain(host), constraint);
}

function isInNetwork(address: Bytes, network: Bytes): boolean | undefined {
  if (address.length !== 4 && address.length !== 16) return undefined;
  if (network.length !== address.length * 2) return false;
  return address.every((octet, i) => {
    const mask = network[address.length + i] as number;
    return (octet & mask) === ((network[i] as number) & mask);
  });
}
