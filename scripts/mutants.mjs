import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build.mjs';

/**
 * `npm run mutants -- <mime|cms> [file ...]`: changes the files of shared/<area> in every way that Stryker knows, one at a
 * time, and looks whether the tests that mirror the file fail. Writes the figures into docs/mutation-testing.md.
 */
const [area, ...named] = process.argv.slice(2);
if (area !== 'mime' && area !== 'cms') {
  process.stderr.write('usage: npm run mutants -- <mime|cms> [file ...]\n');
  process.exit(2);
}

/** Files whose tests stand in the test of another one, or in several. */
const TESTS = {
  'cms/agreement-groups.ts': ['cms/recipients', 'cms/decrypt'],
  'cms/armor.ts': ['cms/content-info', 'smime/open-message'],
  'cms/compressed-data.ts': ['smime/open-compressed'],
  'cms/content-digests.ts': ['cms/verify'],
  'cms/digested-data.ts': ['smime/open-digested'],
  'cms/envelope.ts': ['cms/decrypt', 'cms/mutation'],
  'cms/key-agreement.ts': ['cms/decrypt', 'cms/recipients'],
  'cms/key-wrap.ts': ['cms/shared-secret', 'cms/decrypt'],
  'cms/signed-attributes.ts': ['cms/verify', 'cms/verify-signer-info', 'cms/sign'],
  'cms/signer-info-rules.ts': ['cms/verify', 'cms/verify-signer-info'],
  'cms/verify-signer-info.ts': ['cms/verify-signer-info', 'cms/verify', 'cms/verify-pure'],
  'mime/html-entities.ts': ['mime/html-text'],
  'mime/quoted-printable.ts': ['mime/transfer-encoding'],
  'mime/text-decoding.ts': ['mime/charset'],
};

const HEAD = `# Mutation testing

Stryker changes the source in small ways, one at a time, and runs the tests that mirror the file: a change that none of
them notices survives. What only other tests would notice counts as surviving, too; a change that keeps the tests busy
without end counts as noticed. \`npm run mutants -- mime\` and \`npm run mutants -- cms\` write this page; files named
behind the area are run alone, and the rows of all others stay. It is not part of \`npm test\`: it takes hours.
Texts of errors are left as they are: tests assert codes (stryker.messages.mjs).`;

const page = join(root, 'docs/mutation-testing.md');
const folder = join(root, 'shared', area);
const files =
  named.length > 0
    ? named
    : readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith('.ts'))
        .sort();
for (const file of files) {
  const tests = testsOf(`${area}/${file}`);
  if (tests.length === 0) {
    process.stdout.write(`${file}: no test mirrors it\n`);
    continue;
  }
  const row = mutantsOf(`shared/${area}/${file}`, tests);
  if (row === undefined) continue;
  const rows = existsSync(page) ? readRows(readFileSync(page, 'utf8')) : new Map();
  rows.set(`shared/${area}/${file}`, row);
  writeFileSync(page, pageText(rows));
  process.stdout.write(`${score(row).padStart(6)} % ${file}\n`);
}

function testsOf(file) {
  const names = TESTS[file] ?? [file.replace(/\.ts$/, '')];
  return names.map((name) => `test/shared/${name}.test.ts`).filter((test) => existsSync(join(root, test)));
}

/** The figures of one file; undefined where its tests fail without any mutant. */
function mutantsOf(file, tests) {
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const patterns = tests.map((test) => `<rootDir>/${test}`).join(' ');
  const output = join(tmpdir(), `signet-mutants-${process.pid}.json`);
  const env = { ...process.env, MUTANTS_OF: file, MUTANTS_TESTS: patterns, MUTANTS_REPORT: output };
  const { status } = spawnSync(process.execPath, [stryker, 'run'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) return undefined;
  const report = JSON.parse(readFileSync(output, 'utf8'));
  const { mutants } = report.files[file];
  for (const { status: state, location, mutatorName, replacement } of mutants) {
    if (state !== 'Survived' && state !== 'NoCoverage') continue;
    process.stdout.write(
      `  ${file}:${location.start.line}:${location.start.column} ${state} ${mutatorName}: ${replacement}\n`,
    );
  }
  return count(mutants);
}

function count(mutants) {
  const of = (...states) => mutants.filter((mutant) => states.includes(mutant.status)).length;
  return { killed: of('Killed', 'Timeout'), survived: of('Survived'), uncovered: of('NoCoverage') };
}

function score({ killed, survived, uncovered }) {
  const all = killed + survived + uncovered;
  return all === 0 ? '-' : ((100 * killed) / all).toFixed(1);
}

function readRows(text) {
  const found = text.matchAll(/^\| (shared\/\S+) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\|/gm);
  return new Map(
    [...found].map(([, file, ...numbers]) => {
      const [killed, survived, uncovered] = numbers.map(Number);
      return [file, { killed, survived, uncovered }];
    }),
  );
}

function pageText(all) {
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  const areas = [...new Set(sorted.map(([file]) => file.split('/')[1]))];
  const tables = areas.map((name) => {
    const own = sorted.filter(([file]) => file.startsWith(`shared/${name}/`));
    const sum = own.reduce(
      (so, [, row]) => ({
        killed: so.killed + row.killed,
        survived: so.survived + row.survived,
        uncovered: so.uncovered + row.uncovered,
      }),
      { killed: 0, survived: 0, uncovered: 0 },
    );
    return [`## shared/${name}: ${score(sum)} %`, '', ...table([...own, ['all', sum]])].join('\n');
  });
  return `${[HEAD, ...tables].join('\n\n')}\n`;
}

function table(list) {
  const cells = [
    ['file', 'killed', 'survived', 'uncovered', 'killed, %'],
    ...list.map(([file, row]) => [file, row.killed, row.survived, row.uncovered, score(row)].map(String)),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)];
}
