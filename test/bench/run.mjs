import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';

/** Bundles one bench as the product is bundled and runs it in plain Node: `node test/bench/run.mjs cms [MIB …]`. */
const here = dirname(fileURLToPath(import.meta.url));
const [name = 'cms', ...args] = process.argv.slice(2);
const output = { path: join(here, '../../dist/bench'), filename: `${name}.cjs` };
const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } };
const compiler = webpack({
  mode: 'production',
  target: 'node20',
  entry: join(here, `${name}.bench.ts`),
  output,
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, use: { loader: 'swc-loader', options } }] },
});
const stats = await new Promise((resolve, reject) => {
  compiler.run((error, result) => (error ? reject(error) : resolve(result)));
});
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
const run = spawnSync(process.execPath, ['--expose-gc', join(output.path, output.filename), ...args], {
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
