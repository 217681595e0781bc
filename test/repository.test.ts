import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
const texts = tracked
  .filter((path) => !/\.(png|ico)$/.test(path) && statSync(join(ROOT, path), { throwIfNoEntry: false }))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const matching = (pattern: RegExp): string[] => texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

describe('the repository', () => {
  it('holds no private key', () => {
    expect(matching(/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/)).toEqual([]);
  });

  it('names no path of a machine', () => {
    expect(matching(/(^|[\s'"`(=:])\/(work|root|home)\/\w/m)).toEqual([]);
  });

  it('holds no line of a merge that is not finished', () => {
    expect(matching(/^(<{7}|={7}|>{7})( |\r?$)/m)).toEqual([]);
  });

  it('names each section of a page of documentation once', () => {
    const repeated = texts
      .filter(({ path }) => /^(docs\/.*|README)\.md$/.test(path))
      .flatMap(({ path, text }) => {
        const titles: readonly string[] = text.match(/^#{1,4} .+$/gm) ?? [];
        return titles.filter((one, i) => titles.indexOf(one) < i).map((title) => `${path}: ${title}`);
      });
    expect(repeated).toEqual([]);
  });

  it('pins every dependency to one version', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('runs no install scripts, its own or others', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare|publish)/.test(name))).toEqual(
      [],
    );
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  });

  it('skips no test but where a program or the corpora are absent', () => {
    const conditional = /\(missing\.length > 0 \? describe\.skip : describe\)\(/g;
    const skipping = /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/;
    const found = texts
      .filter(({ path }) => path !== 'test/repository.test.ts')
      .filter(({ text }) => skipping.test(text.replace(conditional, '')))
      .map(({ path }) => path);
    expect(found).toEqual(['test/support/corpora.ts']);
  });
});
