import { type InspectResult, type StructureResult } from '../../addins/cli/result';
import { existsSync } from 'node:fs';
import { latin1Text } from '../../shared/base/bytes';
import { type CorpusCase, corpusFile, corpusPath } from '../support/corpora';

/** What is compared of a row: the fields it holds, each against what the inspector tells. */
type Comparison = (expected: unknown, result: InspectResult, row: CorpusCase) => boolean;

export const hasText = ({ text = '' }: InspectResult, wanted: string): boolean => text.includes(wanted);

const leaves = (part: StructureResult): readonly StructureResult[] =>
  part.children.length === 0 ? [part] : part.children.flatMap(leaves);

const leavesOf = ({ structure }: InspectResult): readonly StructureResult[] => (structure ? leaves(structure) : []);

const isAttached = ({ filename, disposition }: StructureResult): boolean =>
  filename !== undefined || disposition === 'attachment';

const addresses = ({ signatures = [] }: InspectResult): readonly string[] =>
  signatures.flatMap(({ signer }) => signer?.addresses ?? []).map((address) => address.toLowerCase());

/** Thunderbird leaves signatures from outside around encryption, and what is encrypted in them, out of its account. */
const isHop = ({ signatures = [] }: InspectResult): boolean =>
  signatures.length > 0 && signatures.every(({ reasons }) => reasons.includes('signed-ciphertext'));

/**
 * The subject of the innermost layer where the corpus has it beside the message. The manifest names the subject of the
 * signed messages of the older draft for its encrypted ones too, and those have another.
 */
function layerSubject({ file }: CorpusCase): string | undefined {
  const layers = [file.replace(/\.eml$/, '.inner.inner'), file.replace(/\.eml$/, '.inner')];
  const innermost = layers.find((one) => one !== file && existsSync(corpusPath(one)));
  return innermost && /^Subject: (.*)$/m.exec(latin1Text(corpusFile(innermost)))?.[1]?.trimEnd();
}

/** The field of "From (display name)". */
const fieldName = (text: string): string => (text.split(' ')[0] ?? '').toLowerCase();

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  signer: (expected, result) => addresses(result).includes(String(expected).toLowerCase()),
  signers: (expected, result) =>
    (expected as readonly string[]).every((one) => addresses(result).includes(one.toLowerCase())),
  signing_time: (expected, { signatures = [] }) =>
    signatures.every(({ signingTime }) => signingTime?.slice(0, 10).replaceAll('-', '') === expected),
  signed: (expected, result) => isHop(result) || (result.signatures ?? []).length > 0 === expected,
  encrypted: (expected, result) => isHop(result) || (result.encryption?.state !== 'none') === expected,
  text_contains: (expected, result) => hasText(result, String(expected)),
  unsigned_text: (expected, result) => hasText(result, String(expected)),
  shown_text_contains: (expected, result) => hasText(result, String(expected)),
  shown_text_lacks: (expected, result) => !hasText(result, String(expected)),
  must_hide_first_line: (expected, result) => !hasText(result, String(expected)),
  hp: (expected, { protectedHeaders }) => protectedHeaders?.hp === expected,
  hcp: (expected, { protectedHeaders }) => protectedHeaders?.policy === expected,
  protected_subject: (expected, { protectedHeaders }, row) =>
    protectedHeaders?.fields['subject'] === (layerSubject(row) ?? expected),
  outer_subject: (expected, { protectedHeaders }) => protectedHeaders?.outer['subject'] === expected,
  from_matches: (expected, { protectedHeaders }) => protectedHeaders?.fromMatches === expected,
  legacy_display: (expected, { protectedHeaders }) => protectedHeaders?.legacyDisplay === expected,
  confidential_fields: (expected, { protectedHeaders }) =>
    isSameSet((expected as readonly string[]).map(fieldName), protectedHeaders?.confidential ?? []),
  charset: (expected, result) => leavesOf(result).some(({ charset }) => charset === expected),
  parts: (expected, result) => leavesOf(result).filter((part) => !isAttached(part)).length === expected,
  attachments: (expected, result) => leavesOf(result).filter(isAttached).length === expected,
};

/** Names of the fields of an accepted row that differ. */
export function differingFields(row: CorpusCase, result: InspectResult): readonly string[] {
  return Object.entries(row.expected)
    .filter(([name, expected]) => expected !== null && COMPARISONS[name]?.(expected, result, row) === false)
    .map(([name]) => name);
}
