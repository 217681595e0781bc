import { inspectFile } from '../../addins/cli/inspect-file';
import { type InspectResult } from '../../addins/cli/result';
import { type CorpusCase, corpusCases, describeWithCorpora } from '../support/corpora';
import { table, tally } from './agreement';
import { requestOf } from './corpus-requests';

/** Rows that agree, measured; they may rise and never fall. */
const FLOORS: Readonly<Record<string, number>> = {
  '01-lamps': 6,
  '02-rfc4134': 4,
  '04-thunderbird': 45,
  '05-openssl': 32,
  '08-gnupg': 6,
  '09-kde-mimetreeparser': 1,
  '11-misc-cms': 10,
  '13-pqc': 0,
};

describeWithCorpora('verify rows of the corpora', () => {
  const rows: (readonly [CorpusCase, InspectResult])[] = [];

  beforeAll(async () => {
    for (const row of corpusCases('verify')) rows.push([row, await inspectFile(requestOf(row))]);
    process.stdout.write(table('verify', tally(rows)));
  }, 300_000);

  it('are all answered, none with a defect', () => {
    expect(rows).toHaveLength(corpusCases('verify').length);
    expect(rows.filter(([, { error }]) => error?.code === 'defect').map(([{ id }]) => id)).toEqual([]);
  });

  it('agree with their expected verdicts no less than before', () => {
    const agreed = Object.fromEntries([...tally(rows)].map(([corpus, one]) => [corpus, one.agreed]));
    for (const [corpus, floor] of Object.entries(FLOORS)) {
      expect({ corpus, reached: (agreed[corpus] ?? 0) >= floor }).toEqual({ corpus, reached: true });
    }
  });
});
