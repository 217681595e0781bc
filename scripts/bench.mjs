import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import webpack from 'webpack';
import { ensureBuilt, root } from './build.mjs';
import { packFolder } from './xpi.mjs';

/**
 * Builds the benchmark as the product is built and runs it; arguments go to it. `npm run bench` measures everything and
 * writes docs/performance.md, `npm run bench -- --quick` only prints a short run.
 */
const source = join(root, 'test/bench');
const built = join(root, 'dist/bench');
/** The start of the pane is measured as it is built. */
const only = process.argv.find((one) => one.startsWith('--only='));
if (only === undefined || only.includes('pane-start')) await ensureBuilt(['outlook-playground', 'playground']);
const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } };
const common = {
  mode: 'production',
  performance: { hints: false },
  resolve: { extensions: ['.ts', '.mjs', '.js'], fallback: { crypto: false } },
  module: {
    rules: [
      { test: /\.ts$/, use: { loader: 'swc-loader', options: swc } },
      { test: /\.wat$/, use: join(root, 'scripts/wat.cjs') },
    ],
  },
};
const own = /^(playwright-core|fflate|webpack|prettier|smtp-server|imapflow|nodemailer)$/;
const external = ({ request }, done) => (own.test(request) ? done(null, `commonjs ${request}`) : done());
const node = {
  ...common,
  target: 'node20',
  entry: Object.fromEntries(['bench', 'node-stand', 'whole'].map((name) => [name, join(source, `${name}.ts`)])),
  output: { path: built, filename: '[name].cjs', chunkFilename: '[name].[contenthash:8].cjs' },
  optimization: { minimize: false },
  externals: [external],
  node: { __dirname: false },
};
/** One file each: an add-on and a page of a server load it alike. */
const page = (name, path) => ({
  ...common,
  target: ['web', 'es2022'],
  entry: { [name]: join(source, path) },
  output: { path: built, filename: '[name].js' },
  optimization: { minimize: false },
  plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
});
/** As a page of the product has it: minimized, what is rare in chunks of its own. */
const cold = {
  ...common,
  target: ['web', 'es2022'],
  entry: { 'cold-signet': join(source, 'cold/signet.ts'), 'cold-pkijs': join(source, 'cold/pkijs.ts') },
  output: { path: built, filename: '[name].js', chunkFilename: 'cold-[contenthash:8].js', publicPath: '/' },
};
const stats = await new Promise((resolve, reject) => {
  webpack([node, page('page', 'page.ts'), page('directory', 'directory/page.ts'), cold]).run((error, result) =>
    error ? reject(error) : resolve(result),
  );
});
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
for (const [name, manifest, script] of [
  ['extension', 'extension.json', 'page.js'],
  ['directory', 'directory/extension.json', 'directory.js'],
]) {
  const addOn = join(built, name);
  mkdirSync(addOn, { recursive: true });
  copyFileSync(join(source, manifest), join(addOn, 'manifest.json'));
  copyFileSync(join(built, script), join(addOn, script));
  packFolder(addOn, join(built, `${name}.xpi`));
}
const args = [join(built, 'bench.cjs'), built, source, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
