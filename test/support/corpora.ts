import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes } from '../../shared/base/bytes';

/** Third-party test data: read where it lies, never copied into the project. */
const ROOT = resolve(process.env['SIGNET_CORPORA'] ?? join(__dirname, '../../../shared/corpora'));

export interface CorpusCase {
  readonly id: string;
  readonly corpus: string;
  readonly file: string;
  readonly op: 'verify' | 'decrypt' | 'path' | 'pfx' | 'parse';
  readonly keys: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>> & { readonly verdict?: string };
  /** What another implementation found when the row was made. */
  readonly checked?: { readonly tool: string; readonly result: unknown; readonly agrees: unknown };
  readonly contested?: boolean;
}

export const corporaPresent = existsSync(join(ROOT, 'manifest.json'));

/** The cases of the manifest; empty where the corpora are absent. */
export function corpusCases(op?: CorpusCase['op'], corpus?: string): readonly CorpusCase[] {
  if (!corporaPresent) return [];
  const all = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as readonly CorpusCase[];
  return all.filter((one) => (op === undefined || one.op === op) && (corpus === undefined || one.corpus === corpus));
}

export function corpusPath(file: string): string {
  return join(ROOT, file);
}

export function corpusFile(file: string): Bytes {
  return new Uint8Array(readFileSync(corpusPath(file)));
}

/**
 * Groups tests that need the corpora. Where they are absent the group is reported as skipped with its reason, and with
 * CI=true it fails instead.
 */
export function describeWithCorpora(name: string, body: () => void): void {
  if (corporaPresent) {
    describe(name, body);
    return;
  }
  describe(name, () => {
    if (process.env['CI'] === 'true') {
      it('needs the third-party corpora', () => {
        throw new Error(`the corpora are absent at ${ROOT}; set SIGNET_CORPORA`);
      });
    } else it.skip('skipped: the third-party corpora are absent (set SIGNET_CORPORA)', () => undefined);
  });
}
