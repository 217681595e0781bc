import { corpusCases, describeWithCorpora } from '../support/corpora';
import { EXCEPTIONS } from './exceptions';

/** Two in a hundred, rounded down: a corpus of less than 50 rows has room for none. */
const allowed = (rows: number): number => Math.floor(0.02 * rows);

const ids = Object.keys(EXCEPTIONS);

describe('each exception', () => {
  it('stands in the order of the ids, so that it is found', () => {
    expect(ids).toEqual([...ids].sort());
  });

  it.each(Object.entries(EXCEPTIONS))('%s has a reason and what it rests on', (_id, { reason, restsOn }) => {
    expect(reason.length).toBeGreaterThan(40);
    expect(restsOn).toMatch(/RFC \d+|Outlook|Thunderbird|Exchange|browser|WebCrypto|host/);
  });
});

describeWithCorpora('exceptions from the corpora', () => {
  const rows = corpusCases();

  it('are of rows that exist', () => {
    const known = new Set(rows.map(({ id }) => id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  it('are not of rows that must be refused', () => {
    expect(
      rows.filter(({ id, expected }) => id in EXCEPTIONS && expected.verdict?.startsWith('reject')).map(({ id }) => id),
    ).toEqual([]);
  });

  it.each([...new Set(rows.map(({ corpus }) => corpus))])('are few in %s', (corpus) => {
    const all = rows.filter((row) => row.corpus === corpus);
    expect(all.filter(({ id }) => id in EXCEPTIONS).length).toBeLessThanOrEqual(allowed(all.length));
  });
});
