import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import webpack, { type Configuration } from 'webpack';

/** The stores over the real IndexedDB: a key that no script can export survives a restart of the browser. */
describe('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signet-storage-'));
  let result: { readonly kept: string[]; readonly used: string[]; readonly secrets: string; readonly newer: string };

  const configuration: Configuration = {
    mode: 'development',
    devtool: false,
    target: 'web',
    context: join(__dirname, '../../..'),
    entry: join(__dirname, 'browser/page.ts'),
    output: { path: folder, filename: 'page.js' },
    resolve: { extensions: ['.ts', '.mjs', '.js'] },
    // The page is served as one file.
    plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: 'swc-loader',
          options: { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } },
        },
        { test: /\.wat$/, loader: join(__dirname, '../../../scripts/wat.cjs') },
      ],
    },
  };

  beforeAll(async () => {
    await new Promise<void>((resolve, reject) => {
      webpack(configuration, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString('errors-only')));
        else resolve();
      });
    });
    const output = execFileSync('node', [join(__dirname, 'browser/run.mjs'), join(folder, 'page.js')]);
    result = JSON.parse(output.toString()) as typeof result;
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('identities sign and open after a restart', () => {
    const kinds = ['rsa', 'ecdsa', 'ecdsa'];
    expect(result.used).toEqual(result.kept.map((id, index) => `${id} ${kinds[index] ?? ''} kept in the browser`));
  });

  it('the device key cannot be exported', () => {
    expect(result.secrets).toBe('false rejected');
  });

  it('a newer schema is refused', () => {
    expect(result.newer).toBe('newer');
  });
});
