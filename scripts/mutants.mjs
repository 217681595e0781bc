import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';

/**
 * `npm run mutants -- <mime|cms> [--every n] [file ...]`: changes the files of shared/<area> in every way that Stryker
 * knows, one at a time, and looks whether the tests that mirror the file fail (stryker.runner.mjs). With `--every n`
 * only every n-th change of each file, by position. Writes the figures into docs/mutation-testing.md and, while it
 * runs, what survives to standard output.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' } },
});
const [area, ...named] = positionals;
const every = Number(values.every);
if ((area !== 'mime' && area !== 'cms') || !(every >= 1)) {
  process.stderr.write('usage: npm run mutants -- <mime|cms> [--every n] [file ...]\n');
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
the rows of all others stay. \`--every n\` takes only every n-th change of each file, by position; such rows are marked
in the column "sample", and the sum then stands with its 95 % confidence interval. It is not part of \`npm test\`.

The tests run in one process, which loads the project anew for each change and keeps packages and compiled texts
(\`stryker.runner.mjs\`). Keys come from a pool, and properties are tried 40 times at most, with a fixed seed: fewer
changes are noticed that way than in \`npm test\`, never more.`;

const page = join(root, 'docs/mutation-testing.md');
const mirrors = new Map(filesOf(area, named).map((file) => [`shared/${area}/${file}`, testsOf(`${area}/${file}`)]));
for (const [file, tests] of mirrors) {
  if (tests.length > 0) continue;
  process.stdout.write(`${file}: no test mirrors it\n`);
  mirrors.delete(file);
}
const report = run(mirrors);
const rows = existsSync(page) ? readRows(readFileSync(page, 'utf8')) : new Map();
for (const file of rows.keys()) if (!existsSync(join(root, file))) rows.delete(file);
for (const [file, { mutants }] of Object.entries(report.files)) rows.set(file, count(mutants));
writeFileSync(page, pageText(rows));
process.stdout.write(`${pageText(rows)}\n`);

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

/** Stryker's report; ends this process where a test fails without any change. */
function run(tests) {
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const output = join(tmpdir(), `signet-mutants-${process.pid}.json`);
  const env = {
    SIGNET_CORPORA: join(root, '../shared/corpora'),
    ...process.env,
    MUTANTS_OF: [...tests.keys()].join(' '),
    MUTANTS_TESTS: JSON.stringify(Object.fromEntries(tests)),
    MUTANTS_EVERY: String(every),
    MUTANTS_REPORT: output,
  };
  const { status } = spawnSync(process.execPath, [stryker, 'run'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(1);
  return JSON.parse(readFileSync(output, 'utf8'));
}

function count(mutants) {
  const made = mutants.filter(({ status }) => status !== 'Ignored').sort((a, b) => Number(a.id) - Number(b.id));
  const chosen = made.filter((_, at) => at % every === 0);
  const of = (...states) => chosen.filter(({ status }) => states.includes(status)).length;
  const killed = of('Killed', 'Timeout');
  return { killed, endless: of('Timeout'), survived: of('Survived'), uncovered: of('NoCoverage'), every };
}

const sizeOf = ({ killed, survived, uncovered }) => killed + survived + uncovered;

function score(row) {
  return sizeOf(row) === 0 ? '-' : ((100 * row.killed) / sizeOf(row)).toFixed(1);
}

/** Wilson's score interval at 95 %. */
function interval(row) {
  const [n, z] = [sizeOf(row), 1.96];
  const p = row.killed / n;
  const middle = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [middle - half, middle + half].map((edge) => ((100 * edge) / (1 + z ** 2 / n)).toFixed(1));
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
  const areas = [...new Set(sorted.map(([file]) => file.split('/')[1]))];
  return `${[HEAD, ...areas.map((name) => areaText(name, sorted))].join('\n\n')}\n`;
}

function areaText(name, sorted) {
  const own = sorted.filter(([file]) => file.startsWith(`shared/${name}/`));
  const total = {
    killed: 0,
    endless: 0,
    survived: 0,
    uncovered: 0,
    every: Math.max(...own.map(([, row]) => row.every)),
  };
  for (const [, row] of own) for (const key of ['killed', 'endless', 'survived', 'uncovered']) total[key] += row[key];
  const [low, high] = interval(total);
  const sampled = `A sample of ${sizeOf(total)} changes; 95 % confidence interval ${low} to ${high} %.`;
  const said = total.every > 1 ? [sampled, ''] : [];
  return [`## shared/${name}: ${score(total)} %`, '', ...said, ...table([...own, ['all', total]])].join('\n');
}

function table(list) {
  const sample = ({ every: n }) => (n > 1 ? `1 in ${n}` : 'all');
  const cells = [
    ['file', 'killed', 'endless', 'survived', 'uncovered', 'killed, %', 'sample'],
    ...list.map(([file, row]) =>
      [file, row.killed, row.endless, row.survived, row.uncovered, score(row), sample(row)].map(String),
    ),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)];
}
