#!/usr/bin/env node
/**
 * Measures policies of many rules: node scripts/policy-cost.mjs [rules]. Prints milliseconds for reading, filing and deciding;
 * judges nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import webpack from 'webpack';

const RULES = Number(process.argv[2] ?? 5_000);
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'signet-policy-'));

/** The measured functions as one module. */
function bundle() {
  return new Promise((resolve, reject) => {
    const configuration = {
      mode: 'production',
      devtool: false,
      target: 'node20',
      context: root,
      entry: join(root, 'test/shared/policy/policy-cost.ts'),
      output: { path: folder, filename: 'cost.cjs', library: { type: 'commonjs2' } },
      resolve: { extensions: ['.ts', '.mjs', '.js'] },
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
      else resolve(createRequire(import.meta.url)(join(folder, 'cost.cjs')));
    });
  });
}

const { measure } = await bundle();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${`milliseconds, ${RULES} rules`.padEnd(34)}${'median'.padStart(9)}${'95 %'.padStart(9)}\n`);
for (const [name, { median, slow }] of Object.entries(measure(RULES))) {
  process.stdout.write(`${name.padEnd(34)}${median.toFixed(3).padStart(9)}${slow.toFixed(3).padStart(9)}\n`);
}
