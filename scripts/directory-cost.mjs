#!/usr/bin/env node
/**
 * Measures the certificate directory over the real IndexedDB of Chromium, empty and with many people in it, each time in a
 * freshly started browser: node scripts/directory-cost.mjs [people]. Prints milliseconds; judges nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import webpack from 'webpack';

const PEOPLE = Number(process.argv[2] ?? 50_000);
const PORTION = 5_000;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'signet-directory-'));

/** The page as one file. */
function bundle() {
  return new Promise((resolve, reject) => {
    const configuration = {
      mode: 'production',
      devtool: false,
      target: 'web',
      context: root,
      entry: join(root, 'test/addins/storage/browser/directory-cost.ts'),
      output: { path: folder, filename: 'page.js' },
      resolve: { extensions: ['.ts', '.mjs', '.js'] },
      plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
      module: {
        rules: [
          {
            test: /\.ts$/,
            loader: 'swc-loader',
            options: { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } },
          },
          { test: /\.wat$/, loader: join(root, 'scripts/wat.cjs') },
        ],
      },
    };
    webpack(configuration, (error, stats) => {
      if (error || stats?.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
      else resolve(readFileSync(join(folder, 'page.js')));
    });
  });
}

const script = await bundle();
const server = createServer((request, response) => {
  const isScript = request.url === '/page.js';
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

async function session(action) {
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  const result = await action(page);
  await context.close();
  return result;
}

const measure = (people) => session((page) => page.evaluate((count) => globalThis.signet.measure(count), people));

await session((page) => page.evaluate(() => globalThis.signet.fill(0, 1)));
const few = await measure(1);
for (let at = 1; at < PEOPLE; at += PORTION) {
  const portion = [at, Math.min(PORTION, PEOPLE - at)];
  await session((page) => page.evaluate(([from, count]) => globalThis.signet.fill(from, count), portion));
  process.stderr.write(`${at + portion[1]} `);
}
const many = await measure(PEOPLE);
server.close();
rmSync(folder, { recursive: true, force: true });
process.stderr.write('\n');
const shown = ({ median, slow }) => `${median.toFixed(2)} (${slow.toFixed(2)})`.padStart(18);
process.stdout.write(
  `${'milliseconds: median (95 %)'.padEnd(30)}${'1 person'.padStart(18)}${`${PEOPLE} people`.padStart(18)}\n`,
);
for (const name of Object.keys(many))
  process.stdout.write(`${name.padEnd(30)}${shown(few[name])}${shown(many[name])}\n`);
