import { type InspectResult, type SignatureResult } from '../../addins/cli/result';
import { type CorpusCase } from '../support/corpora';

/** Whether an answer is what the manifest expects, each kind of verdict by its own rule. */
export function agrees(row: CorpusCase, result: InspectResult): boolean {
  if (result.error?.code === 'defect') return false;
  if (row.op === 'path') return (row.expected.verdict === 'accept') === (result.path?.state === 'valid');
  if (row.op === 'pfx') return pfxAgrees(row, result);
  switch (row.expected.verdict) {
    case 'accept':
      return row.op === 'verify' ? isVerified(row, result) : isDecrypted(row, result);
    case 'reject':
      return row.op === 'verify' ? !hasGoodMark(row, result) : staysShut(row, result);
    case 'not-signed':
      return (result.signatures ?? []).length === 0;
    case 'partial':
      return isPartial(row, result);
    case 'mismatch':
      return result.summary?.state !== 'signed-valid' || result.protectedHeaders?.differs.includes('from') === true;
    default:
      return true;
  }
}

function pfxAgrees({ expected }: CorpusCase, { error, keys }: InspectResult): boolean {
  if (expected.verdict === 'either') return true;
  if (expected.verdict === 'reject') return error !== undefined;
  return error === undefined && (expected['keys'] === undefined || expected['keys'] === keys);
}

const rootSignatures = ({ signatures = [] }: InspectResult): readonly SignatureResult[] =>
  signatures.filter(({ isRoot }) => isRoot);

function isSound(row: CorpusCase, { integrity, path }: SignatureResult): boolean {
  return (
    integrity === 'intact' && (row.keys['noverify'] === true || row.keys['anchors'] === undefined || path === 'valid')
  );
}

/** Every signature of the root holds, the signer is the expected one, and the text is there. */
function isVerified(row: CorpusCase, result: InspectResult): boolean {
  const { signature_good: isGood, signer } = row.expected;
  const signatures = rootSignatures(result);
  if (isGood === false || isGood === null) return hasText(row, result);
  const isNamed =
    typeof signer !== 'string' ||
    signatures.some((one) => one.signer?.addresses.some((address) => address.toLowerCase() === signer.toLowerCase()));
  return signatures.length > 0 && signatures.every((one) => isSound(row, one)) && isNamed && hasText(row, result);
}

/** What must not be believed has no good mark: as a message by its summary, as bare CMS by its signatures. */
function hasGoodMark(row: CorpusCase, result: InspectResult): boolean {
  if (result.kind === 'message' && row.keys['noverify'] !== true) return result.summary?.state === 'signed-valid';
  const signatures = rootSignatures(result);
  return signatures.length > 0 && signatures.every((one) => isSound(row, one));
}

function isDecrypted(row: CorpusCase, result: InspectResult): boolean {
  if (result.encryption?.state !== 'opened' || !hasText(row, result)) return false;
  return row.expected['signature_good'] !== true || isVerified(row, result);
}

/** It does not open, or opens to something else, or what is signed in it has no good mark; and nothing leaks. */
function staysShut(row: CorpusCase, result: InspectResult): boolean {
  const secret = row.expected['must_not_leak_in_reply'];
  if (typeof secret === 'string') return result.text?.includes(secret) !== true;
  if (row.expected['signature_good'] === false) return !hasGoodMark(row, result);
  const expected = row.expected['text_contains'];
  return result.encryption?.state !== 'opened' || (typeof expected === 'string' && !hasText(row, result));
}

function isPartial(row: CorpusCase, result: InspectResult): boolean {
  const { unsigned_text: around, shown_text_lacks: lacks } = row.expected;
  const isShown = typeof around !== 'string' || result.text?.includes(around) === true;
  const isLacking = typeof lacks !== 'string' || result.text?.includes(lacks) !== true;
  if (row.op === 'decrypt') return isShown && isLacking && hasText(row, result);
  const some = (result.signatures ?? []).some(({ integrity }) => integrity === 'intact');
  const state = row.expected['signed_part'] === undefined || result.summary?.state === 'partly-signed';
  return some && state && isShown && hasText(row, result);
}

function hasText({ expected }: CorpusCase, { text = '' }: InspectResult): boolean {
  const wanted = expected['text_contains'];
  return typeof wanted !== 'string' || text.includes(wanted);
}

export interface Tally {
  agreed: number;
  of: number;
  readonly apart: string[];
}

/** Agreement of many answers, by corpus. */
export function tally(rows: readonly (readonly [CorpusCase, InspectResult])[]): ReadonlyMap<string, Tally> {
  const all = new Map<string, Tally>();
  for (const [row, result] of rows) {
    const one = all.get(row.corpus) ?? { agreed: 0, of: 0, apart: [] };
    all.set(row.corpus, one);
    one.of++;
    if (agrees(row, result)) one.agreed++;
    else one.apart.push(`${row.id} ${row.file} (${row.expected.verdict ?? ''}): ${brief(result)}`);
  }
  return all;
}

function brief({ kind, error, summary, encryption, path, signatures = [] }: InspectResult): string {
  const about = signatures.map(({ integrity, path, reasons }) => `${integrity}/${path} ${reasons.join(',')}`);
  const closed = encryption && encryption.state !== 'none' ? `${encryption.state} ${encryption.reasons.join(',')}` : '';
  const judged = path && `${path.state} ${path.reasons.join(',')}`;
  return [kind, error?.code, summary?.state, judged, closed, ...about].filter(Boolean).join('; ');
}

/** The table that a run of the conformance tests prints; with SIGNET_APART=1 also the rows that do not agree. */
export function table(title: string, all: ReadonlyMap<string, Tally>): string {
  const lines = [...all].map(([corpus, { agreed, of }]) => `  ${corpus.padEnd(24)} ${agreed} of ${of}`);
  const apart = process.env['SIGNET_APART'] === '1' ? [...all.values()].flatMap((one) => one.apart) : [];
  return [`${title}: agreement`, ...lines, ...apart.map((line) => `    ${line}`), ''].join('\n');
}
