import { type InspectResult, type SignatureResult } from '../../addins/cli/result';
import { type CorpusCase } from '../support/corpora';
import { differingFields, hasText } from './expected-fields';

/**
 * What of an answer is not as the manifest expects, each kind of verdict by its own rule; nothing where all is. A row of
 * path and pfx is judged by its verdict here, and by every field it has in its own test.
 */
export function differences(row: CorpusCase, result: InspectResult): readonly string[] {
  if (result.error?.code === 'defect') return ['defect'];
  if (row.op === 'path')
    return unless((row.expected.verdict === 'accept') === (result.path?.state === 'valid'), 'path');
  if (row.op === 'pfx') return pfxDifferences(row, result);
  switch (row.expected.verdict) {
    case 'accept':
      return [...accepted(row, result), ...differingFields(row, result)];
    case 'partial':
      return [...partial(row, result), ...differingFields(row, result)];
    case 'reject':
      return unless(row.op === 'verify' ? !hasGoodMark(row, result) : staysShut(row, result), 'believed');
    case 'not-signed':
      return unless((result.signatures ?? []).length === 0, 'signed');
    case 'mismatch':
      return unless(result.summary?.state !== 'signed-valid' || isFromSaid(result), 'from');
    case 'parse-ok':
    case 'no-crash':
      return differingFields(row, result);
    default:
      return [`the verdict ${String(row.expected.verdict)} is not known`];
  }
}

/** Rows whose cases stand inside their file: another test takes them out. */
export const isInFile = (row: CorpusCase): boolean => row.expected.verdict === 'in-file';

const unless = (holds: boolean, difference: string): readonly string[] => (holds ? [] : [difference]);

const isFromSaid = ({ protectedHeaders }: InspectResult): boolean =>
  protectedHeaders?.differs.includes('from') === true;

function pfxDifferences({ expected }: CorpusCase, { error, keys }: InspectResult): readonly string[] {
  if (expected.verdict === 'either') return [];
  if (expected.verdict === 'reject') return unless(error !== undefined, 'opened');
  if (error !== undefined) return [error.code];
  return unless(expected['keys'] === undefined || expected['keys'] === keys, 'keys');
}

const isAroundEncryption = ({ reasons }: SignatureResult): boolean => reasons.includes('signed-ciphertext');

/** Signatures at the root; those from outside around encryption only where there are no others. */
function countedSignatures({ signatures = [] }: InspectResult): readonly SignatureResult[] {
  const root = signatures.filter(({ isRoot }) => isRoot);
  const inside = root.filter((one) => !isAroundEncryption(one));
  return inside.length > 0 ? inside : root;
}

/** Rows of "crypto only", and those that name no anchors, ask for no path. */
const asksForPath = ({ keys }: CorpusCase): boolean => keys['noverify'] !== true && keys['anchors'] !== undefined;

const isSound = (row: CorpusCase, { integrity, path }: SignatureResult): boolean =>
  integrity === 'intact' && (!asksForPath(row) || path === 'valid');

/**
 * Whether the row says that the signature holds; undefined: there is none that it counts. Where the row is silent, what
 * its own oracle found is what it expects: rows of readers also hold mail that was altered on purpose.
 */
function isGoodSignature({ op, expected, checked }: CorpusCase): boolean | undefined {
  const said = expected['signature_good'];
  if (said === null || expected['signed'] === false) return undefined;
  if (typeof said === 'boolean') return said;
  const peeled =
    checked?.agrees === true && Array.isArray(checked.result) ? (checked.result as [string, boolean][]) : [];
  const [found] = peeled.filter(([kind]) => kind === 'sig');
  if (found) return found[1];
  return op === 'verify' ? true : undefined;
}

function accepted(row: CorpusCase, result: InspectResult): readonly string[] {
  const isGood = isGoodSignature(row);
  const opened = unless(row.op === 'verify' || result.encryption?.state === 'opened', 'not opened');
  if (isGood === undefined) return opened;
  const counted = countedSignatures(result);
  if (!isGood) return [...opened, ...unless(counted.length > 0 && !hasGoodMark(row, result), 'believed')];
  const sound = unless(counted.length > 0 && counted.every((one) => isSound(row, one)), 'signature');
  return [...opened, ...sound, ...unless(!shouldBeValid(row, result) || isValid(result), 'not signed-valid')];
}

const isValid = ({ summary }: InspectResult): boolean => summary?.state === 'signed-valid';

/** A clean message: path asked for, nothing weak, signed inside, and by none but the one whom row and From name. */
export function shouldBeValid(row: CorpusCase, result: InspectResult): boolean {
  if (result.kind !== 'message' || !asksForPath(row) || isGoodSignature(row) !== true) return false;
  const [from = '', ...more] = (result.from ?? []).map((address) => address.toLowerCase());
  const { signer: named } = row.expected;
  const isExpected = typeof named !== 'string' || named.toLowerCase() === from;
  const isClean = ({ reasons, signer }: SignatureResult): boolean =>
    !reasons.some((code) => code.startsWith('weak-') || code === 'signed-ciphertext') &&
    signer?.addresses.some((address) => address.toLowerCase() === from) === true;
  const counted = countedSignatures(result);
  return more.length === 0 && isExpected && counted.length > 0 && counted.every(isClean);
}

/** What must not be believed has no good mark: as a message by its summary, as bare CMS by its signatures. */
function hasGoodMark(row: CorpusCase, result: InspectResult): boolean {
  if (result.kind === 'message' && asksForPath(row)) return isValid(result);
  const counted = countedSignatures(result);
  return counted.length > 0 && counted.every((one) => isSound(row, one));
}

/** It does not open, or opens to something else, or what is signed in it has no good mark; and nothing leaks. */
function staysShut(row: CorpusCase, result: InspectResult): boolean {
  const secret = row.expected['must_not_leak_in_reply'];
  if (typeof secret === 'string') return result.text?.includes(secret) !== true;
  if (row.expected['signature_good'] === false) return !hasGoodMark(row, result);
  const expected = row.expected['text_contains'];
  return result.encryption?.state !== 'opened' || (typeof expected === 'string' && !hasText(result, expected));
}

/** Some of it holds, and the whole has no good mark. */
function partial(row: CorpusCase, result: InspectResult): readonly string[] {
  if (row.op === 'decrypt') return [];
  const some = (result.signatures ?? []).some(({ integrity }) => integrity === 'intact');
  const isPart = row.expected['signed_part'] === undefined || result.summary?.state === 'partly-signed';
  return [
    ...unless(some, 'signature'),
    ...unless(isPart, 'not partly-signed'),
    ...unless(!isValid(result), 'believed'),
  ];
}
