import { type InspectResult } from '../../addins/cli/result';
import { type CorpusCase, corpusCases } from '../support/corpora';
import { differences, isInFile } from './agreement';
import exceptions from './exceptions.json';

export interface Exception {
  /** Why a reviewer may accept that we differ. */
  readonly reason: string;
  /** The section of an RFC, or the fact about a host, that the reason rests on. */
  readonly restsOn: string;
}

/** Rows of the corpora where we differ knowingly, by their ids. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = exceptions;

/** Exceptions among the rows of one kind. */
export function exceptionsOf(op: CorpusCase['op']): readonly string[] {
  return corpusCases(op)
    .map(({ id }) => id)
    .filter((id) => id in EXCEPTIONS);
}

export type Answered = readonly [CorpusCase, InspectResult];

/** The rows that differ, each with how; rows that stand in the exceptions only by their ids. */
export function differing(rows: readonly Answered[]): readonly string[] {
  return rows.flatMap(([row, result]) => {
    const found = isInFile(row) ? [] : differences(row, result);
    if (found.length === 0) return [];
    return row.id in EXCEPTIONS ? [row.id] : [`${row.id} ${row.file}: ${found.join(', ')}; found ${brief(result)}`];
  });
}

/** How many rows of each corpus are as expected, for the log. */
export function agreementTable(title: string, rows: readonly Answered[]): string {
  const count = new Map<string, { agreed: number; of: number }>();
  for (const [row, result] of rows) {
    if (isInFile(row)) continue;
    const one = count.get(row.corpus) ?? { agreed: 0, of: 0 };
    count.set(row.corpus, one);
    one.of++;
    if (differences(row, result).length === 0) one.agreed++;
  }
  const lines = [...count].map(([corpus, { agreed, of }]) => `  ${corpus.padEnd(24)} ${agreed} of ${of}`);
  return [`${title}: agreement`, ...lines, ''].join('\n');
}

function brief({ kind, error, summary, encryption, path, signatures = [] }: InspectResult): string {
  const about = signatures.map(({ integrity, path, reasons }) => `${integrity}/${path} ${reasons.join(',')}`);
  const closed = encryption && encryption.state !== 'none' ? `${encryption.state} ${encryption.reasons.join(',')}` : '';
  const judged = path && `${path.state} ${path.reasons.join(',')}`;
  return [kind, error?.code, summary?.state, judged, closed, ...about].filter(Boolean).join('; ');
}
