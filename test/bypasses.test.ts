import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WAYS } from './hosts/thunderbird/e2e/ways-around';

const ROOT = resolve(__dirname, '..');
const page = readFileSync(`${ROOT}/docs/bypasses.md`, 'utf8');

/** The cells of each row of each table, without headings. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (way |-)/.test(line))
  .map((line) => line.split('|').slice(1, -1));

const WITHOUT_TEST = /documented, not run|by reading, not run|emulated/;

describe('the page about ways around', () => {
  it('says of each way whether it is seen, what happens and how that is known', () => {
    expect(rows.length).toBeGreaterThan(30);
    for (const cells of rows) {
      expect(cells).toHaveLength(4);
      for (const cell of cells) expect(cell.trim()).not.toBe('');
    }
  });

  it('names only tests that there are', () => {
    const tests = execFileSync('git', ['ls-files', 'test/*.test.ts', 'test/*.test.tsx'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const sources = tests
      .trim()
      .split('\n')
      .map((path) => readFileSync(resolve(ROOT, path), 'utf8'))
      .join('\n');
    const ofWays = WAYS.map(({ name }) => `hears of ${name}, to whom it goes, and can hold it`);
    const missing = rows
      .map((cells) => (cells[3] ?? '').trim())
      .filter((how) => !WITHOUT_TEST.test(how))
      .flatMap((how) => how.match(/(?<=")[^";]+(?:;[^";]+)?(?=")/g) ?? [`no test: ${how}`])
      .filter((name) => !ofWays.includes(name) && !sources.includes(`'${name}'`));
    expect(missing).toEqual([]);
  });

  it('lists every way that is run in the real program', () => {
    expect(WAYS.filter(({ name }) => !page.includes(name)).map(({ name }) => name)).toEqual([]);
  });
});
