import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';

/**
 * `npm run mutants -- <mime|cms> [--every n] [file ...]`: changes the files of shared/<area> in every way that Stryker
 * knows, one at a time, and looks whether the tests that mirror the file fail (stryker.runner.mjs). With `--every n`
 * only every n-th change of each file, by position. Each result goes to .signet/mutants-<area>.jsonl at once, and the
 * figures into docs/mutation-testing.md at the end; `--from <lines>` writes the figures of the files that an earlier
 * run, also one that was ended, has finished.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' }, from: { type: 'string' } },
});
const [area, ...named] = positionals;
if ((area !== 'mime' && area !== 'cms') || !(Number(values.every) >= 1)) {
  process.stderr.write('usage: npm run mutants -- <mime|cms> [--every n] [--from lines] [file ...]\n');
  process.exit(2);
}

/** Tests besides the one of the same name and those that import the file: of what it is part of. */
const TESTS = {
  'cms/aes-192.ts': ['cms/content-encryption', 'cms/decrypt'],
  'cms/agreement-groups.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/algorithms.ts': ['cms/capabilities', 'cms/sign-schemes', 'cms/verify-signer-info'],
  'cms/armor.ts': ['smime/open-message'],
  'cms/compressed-data.ts': ['smime/open-compressed'],
  'cms/content-digests.ts': ['cms/verify'],
  'cms/digested-data.ts': ['smime/open-digested'],
  'cms/encrypt.ts': ['cms/recipients'],
  'cms/finite-field-keys.ts': ['cms/recipients'],
  'cms/key-agreement-schemes.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/key-agreement.ts': ['cms/decrypt', 'cms/recipients'],
  'cms/key-encapsulation.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/malformed.ts': ['cms/content-info', 'cms/decrypt'],
  'cms/matches-certificate.ts': ['cms/decrypt', 'cms/verify', 'cms/capabilities'],
  'cms/recipient-kind.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/signed-attributes.ts': ['cms/verify', 'cms/verify-signer-info', 'cms/sign'],
  'cms/signer-info-rules.ts': ['cms/verify', 'cms/verify-signer-info'],
  'cms/syntax/attributes.ts': ['cms/verify', 'cms/verify-signer-info'],
  'cms/syntax/encapsulated-content.ts': ['cms/verify', 'cms/decrypt'],
  'cms/syntax/private-key-info.ts': ['cms/decrypt', 'cms/recipients'],
  'cms/syntax/public-key-info.ts': ['cms/decrypt', 'cms/recipients'],
  'cms/syntax/recipient-info.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/syntax/signed-data.ts': ['cms/verify', 'cms/verify-signer-info'],
  'mime/compose-header.ts': ['smime/protect-message'],
  'mime/header-protection.ts': ['smime/header-protection', 'smime/legacy-display'],
  'mime/html-text.ts': ['smime/legacy-display'],
  'mime/html-entities.ts': ['mime/html-text'],
  'mime/text-decoding.ts': ['mime/charset'],
};
/** Tests of time, and ones that only vary what others say: their verdict is no reason to wait for them. */
const LEFT_OUT = new Set(['mime/speed', 'mime/differential', 'cms/mutation', 'cms/properties']);

const HEAD = `# Mutation testing

Stryker changes the source in small ways, one at a time, and runs the tests that mirror the file or import it: a
change that none of them notices survives. What only other tests would notice counts as surviving, too; a change that keeps the tests busy
without end counts as killed, and is counted apart under "endless". Texts of errors are left as they are: tests assert
codes (\`stryker.messages.mjs\`).

\`npm run mutants -- mime\` and \`npm run mutants -- cms\` write this page; files named behind the area are run alone, and
the rows of all others stay as they were measured. \`--every n\` takes only every n-th change of each file, by position;
such rows are marked in the column "sample", and the sum, in which each file weighs as many changes as it has, then
stands with its 95 % confidence interval. It is not part of \`npm test\`.

The tests run in one process, which loads the project anew for each change and keeps packages and compiled texts
(\`stryker.runner.mjs\`). Keys come from a pool, properties are tried 40 times at most, with a fixed seed, and tests are
run from the cheapest on until they cost three seconds of computing: fewer changes are noticed that way than in
\`npm test\`, not more.`;

const page = join(root, 'docs/mutation-testing.md');
const lines = values.from ?? run(mirrorsOf(area, named));
const rows = existsSync(page) ? readRows(readFileSync(page, 'utf8')) : new Map();
for (const file of rows.keys()) if (!existsSync(join(root, file))) rows.delete(file);
for (const [file, row] of readLines(lines)) rows.set(file, row);
writeFileSync(page, pageText(rows));

/** Which tests are run for which file. */
function mirrorsOf(folder, chosen) {
  const all = filesOf(folder, chosen).map((file) => [`shared/${folder}/${file}`, testsOf(`${folder}/${file}`)]);
  for (const [file, tests] of all) if (tests.length === 0) process.stdout.write(`${file}: no test mirrors it\n`);
  return new Map(all.filter(([, tests]) => tests.length > 0));
}

function filesOf(folder, chosen) {
  if (chosen.length > 0) return chosen;
  const all = readdirSync(join(root, 'shared', folder), { recursive: true });
  return all.filter((file) => file.endsWith('.ts')).sort();
}

function testsOf(file) {
  const own = file.replace(/\.ts$/, '');
  const names = new Set([own, ...(TESTS[file] ?? []), ...importersOf(own)]);
  return [...names].map((name) => `test/shared/${name}.test.ts`).filter((test) => existsSync(join(root, test)));
}

/** The tests of the area that import a file. */
function importersOf(own) {
  const all = readdirSync(join(root, 'test/shared', area)).filter((name) => name.endsWith('.test.ts'));
  const text = (name) => readFileSync(join(root, 'test/shared', area, name), 'utf8');
  const found = all.filter((name) => text(name).includes(`/shared/${own}'`));
  return found.map((name) => `${area}/${name.replace('.test.ts', '')}`).filter((name) => !LEFT_OUT.has(name));
}

/** Where the results stand; ends this process where a test fails without any change. */
function run(tests) {
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const output = join(root, '.signet', `mutants-${area}.jsonl`);
  mkdirSync(join(root, '.signet'), { recursive: true });
  writeFileSync(output, '');
  const env = {
    SIGNET_CORPORA: join(root, '../shared/corpora'),
    ...process.env,
    MUTANTS_OF: [...tests.keys()].join(' '),
    MUTANTS_TESTS: JSON.stringify(Object.fromEntries(tests)),
    MUTANTS_EVERY: values.every,
    MUTANTS_LINES: output,
  };
  const { status } = spawnSync(process.execPath, [stryker, 'run'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(1);
  return output;
}

/** The figures of the files that are finished. */
function readLines(path) {
  const all = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
  const results = all.map((line) => JSON.parse(line));
  const figures = [...new Set(results.map(({ file }) => file))].map((name) => {
    const entries = results.filter(({ file }) => file === name);
    const { planned, every } = entries.find((entry) => entry.planned !== undefined);
    const mutants = entries.filter(({ status }) => status !== undefined && status !== 'Ignored');
    return mutants.length === planned ? [[name, { ...count(mutants), every }]] : [];
  });
  return figures.flat();
}

function count(mutants) {
  const of = (...states) => mutants.filter(({ status }) => states.includes(status)).length;
  const killed = of('Killed', 'Timeout');
  return { killed, endless: of('Timeout'), survived: of('Survived'), uncovered: of('NoCoverage') };
}

function sizeOf({ killed, survived, uncovered }) {
  return killed + survived + uncovered;
}

function score(row) {
  return sizeOf(row) === 0 ? '-' : ((100 * row.killed) / sizeOf(row)).toFixed(1);
}

/**
 * What all changes of the rows would give, with its 95 % confidence interval: each file weighs as many changes as it
 * has, and only files of which a sample was taken are uncertain.
 */
function estimate(own) {
  const all = own.reduce((sum, row) => sum + sizeOf(row) * row.every, 0);
  const parts = own.filter((row) => sizeOf(row) > 0).map((row) => ({ row, weight: (sizeOf(row) * row.every) / all }));
  const mean = parts.reduce((sum, { row, weight }) => sum + (weight * row.killed) / sizeOf(row), 0);
  const variance = parts.reduce((sum, { row, weight }) => {
    const p = (row.killed + 1) / (sizeOf(row) + 2);
    return sum + ((weight ** 2 * p * (1 - p)) / sizeOf(row)) * (1 - 1 / row.every);
  }, 0);
  const half = 1.96 * Math.sqrt(variance);
  return [mean, mean - half, Math.min(1, mean + half)].map((share) => (100 * share).toFixed(1));
}

function readRows(text) {
  const found = text.matchAll(
    /^\| (shared\/\S+) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\| +[-\d.]+ +\| +(all|1 in \d+) +\|/gm,
  );
  return new Map(
    [...found].map(([, file, ...cells]) => {
      const [killed, endless, survived, uncovered] = cells.slice(0, 4).map(Number);
      return [file, { killed, endless, survived, uncovered, every: Number(/\d+$/.exec(cells[4])?.[0] ?? 1) }];
    }),
  );
}

function pageText(all) {
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[HEAD, ...['cms', 'mime'].map((name) => areaText(name, sorted, all))].join('\n\n')}\n`;
}

function areaText(name, sorted, all) {
  const own = sorted.filter(([file]) => file.startsWith(`shared/${name}/`));
  const missing = filesOf(name, []).filter((file) => !all.has(`shared/${name}/${file}`));
  const gaps = missing.length > 0 ? [`Not measured: ${missing.join(', ')}.`, ''] : [];
  if (own.length === 0) return `## shared/${name}: not measured`;
  const figures = own.map(([, row]) => row);
  const sum = (key) => figures.reduce((so, row) => so + row[key], 0);
  const every = Math.max(...figures.map((row) => row.every));
  const [mean, low, high] = estimate(figures);
  const sampled = `${sum('killed') + sum('survived') + sum('uncovered')} changes were made, of some files a sample:`;
  const said = every > 1 ? [`${sampled} 95 % confidence interval ${low} to ${high} %.`, ''] : [];
  const keys = ['killed', 'endless', 'survived', 'uncovered'];
  const total = { ...Object.fromEntries(keys.map((key) => [key, sum(key)])), every, score: mean };
  return [`## shared/${name}: ${mean} %`, '', ...said, ...gaps, ...table([...own, ['all', total]])].join('\n');
}

function table(list) {
  const sample = ({ every: n }) => (n > 1 ? `1 in ${n}` : 'all');
  const cells = [
    ['file', 'killed', 'endless', 'survived', 'uncovered', 'killed, %', 'sample'],
    ...list.map(([file, row]) =>
      [file, row.killed, row.endless, row.survived, row.uncovered, row.score ?? score(row), sample(row)].map(String),
    ),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)];
}
