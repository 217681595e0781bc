import { LIMITS } from '../base/limits';
import { contradictionsOf } from './contradictions';
import { DOCUMENT, type PolicyDocument } from './document';
import { upgradeDocument } from './earlier-version';
import { Faults, type FoundFault, type PolicyFault } from './fault';
import { isJsonFault, type JsonFault, type JsonNode, locateJson, positionOf } from './located-json';

/** What a text turned out to be. Never both: a document with any fault is none. */
export type PolicyReading =
  | {
      readonly kind: 'policy';
      readonly document: PolicyDocument;
      /** Parts of a document of version 1 that mean nothing and were passed over, as paths. */
      readonly passedOver: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly faults: readonly PolicyFault[] };

/**
 * The one reader of policies, for every host and the command line. Gives the typed document, or all that is wrong with it in
 * the order of the text: never a part of it, and it never throws for a text. A document without `version`, and without
 * anything that came with version 2, is of version 1 and is upgraded. Not checked: signature, serial and dates
 * (`choose-snapshot.ts`), nor that certificates can be read.
 */
export function parsePolicy(text: string): PolicyReading {
  if (text.length > LIMITS.policyCharacters) {
    return unreadable(text, [
      { code: 'too-large', at: 0, path: '', expected: `at most ${LIMITS.policyCharacters} characters` },
    ]);
  }
  const node = locateJson(text);
  if (isJsonFault(node)) return unreadable(text, [faultOf(node)]);
  if (node.kind === 'object' && !node.members.some(({ name }) => PRESENT.has(name))) {
    return { kind: 'policy', ...upgradeDocument(JSON.parse(withoutMark(text)) as Readonly<Record<string, unknown>>) };
  }
  return readDocument(node, text);
}

/** Whoever writes one of these and forgets the version does not mean version 1, which would pass over all of it. */
const PRESENT: ReadonlySet<string> = new Set([
  'version',
  'serial',
  'issued',
  'expires',
  'name',
  'contact',
  'settings',
  'accounts',
  'groups',
  'rules',
] satisfies (keyof PolicyDocument)[]);

function readDocument(node: JsonNode, text: string): PolicyReading {
  const faults = new Faults();
  const document = DOCUMENT.read(node, '', faults);
  if (!faults.isEmpty() || document === undefined) return unreadable(text, faults.all);
  for (const { code, path, expected } of contradictionsOf(document)) {
    faults.add(code, placeOf(node, path), path, expected);
  }
  return faults.isEmpty() ? { kind: 'policy', document, passedOver: [] } : unreadable(text, faults.all);
}

function faultOf(fault: JsonFault): FoundFault {
  switch (fault.code) {
    case 'syntax':
      return { code: 'syntax', at: fault.at, path: '', expected: fault.expected };
    case 'too-deep':
      return {
        code: 'too-deep',
        at: fault.at,
        path: '',
        expected: `at most ${LIMITS.policyDepth} values in one another`,
      };
    case 'duplicate-key':
      return { code: 'duplicate-key', at: fault.at, path: fault.name, expected: 'each name once' };
  }
}

function unreadable(text: string, faults: readonly FoundFault[]): PolicyReading {
  return {
    kind: 'unreadable',
    faults: faults.map(({ at, ...fault }) => ({ ...fault, ...positionOf(text, at) })),
  };
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** Where the value at a path begins, or the nearest that is there. */
function placeOf(node: JsonNode, path: string): number {
  if (path === '') return node.at;
  if (node.kind === 'list') {
    const [all, index] = /^\[(\d+)\]\.?/.exec(path) ?? ['', '0'];
    const item = node.items[Number(index)];
    return item ? placeOf(item, path.slice(all.length)) : node.at;
  }
  if (node.kind !== 'object') return node.at;
  // Names may have dots: the longest one that fits is meant.
  const fits = (name: string): boolean => path === name || /^[.[]/.test(path.slice(name.length));
  const member = node.members
    .filter(({ name }) => path.startsWith(name) && fits(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return member ? placeOf(member.value, path.slice(member.name.length).replace(/^\./, '')) : node.at;
}
