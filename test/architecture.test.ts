import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..');

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(ROOT, path)).isDirectory()) return sourceFiles(path);
    return /\.(ts|tsx|mjs|js)$/.test(name) ? [path] : [];
  });
}

const shared = sourceFiles('shared');
const addins = sourceFiles('addins');
const everything = [
  ...shared,
  ...addins,
  ...sourceFiles('test'),
  ...sourceFiles('scripts'),
  ...sourceFiles('manifests'),
];
const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What a file imports, type-only imports too: project paths without extension, or package names. */
function importsOf(path: string): string[] {
  return ts.preProcessFile(text(path), true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    return relative(ROOT, resolve(ROOT, dirname(path), fileName))
      .split(sep)
      .join('/');
  });
}

const known = new Map(everything.map((path) => [path.replace(/\.(tsx?|mjs|js)$/, ''), path]));
const resolved = (target: string): string | undefined => known.get(target) ?? known.get(`${target}/index`);

/** What each folder of the core may import besides itself; `type` allowances are named where they are. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  asn1: ['base'],
  mime: ['base', 'verdict/reason'],
  pkix: ['base', 'asn1', 'verdict/reason', 'verdict/verdict'],
  pkcs12: ['base', 'asn1', 'pkix', 'cms'],
  cms: ['base', 'asn1', 'pkix', 'verdict/reason', 'verdict/verdict'],
  verdict: ['base', 'mime', 'cms', 'pkix', 'pkcs12'],
  policy: ['base', 'mime', 'pkix', 'verdict', 'ports'],
  smime: ['base', 'mime', 'cms', 'pkix', 'pkcs12', 'verdict'],
  contacts: ['base', 'mime'],
  ports: ['base', 'cms', 'pkix', 'verdict', 'mime'],
  journeys: ['base', 'mime', 'cms', 'pkix', 'pkcs12', 'verdict', 'smime', 'policy', 'ports', 'contacts'],
  'strings.ts': ['base', 'verdict', 'journeys', 'smime'],
};

const folderOf = (path: string): string => path.split('/')[1] ?? '';

describe('the house', () => {
  it('imports in one direction inside the core', () => {
    const wrong = shared
      .filter((path) => path !== 'shared/index.ts')
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => target.startsWith('shared/'))
          .filter(
            (target) => folderOf(target) !== folderOf(path) && folderOf(target) !== folderOf(path).replace('.ts', ''),
          )
          .filter((target) => {
            const inside = target.slice('shared/'.length);
            return !(ALLOWED[folderOf(path)] ?? []).some((ok) => inside === ok || inside.startsWith(`${ok}/`));
          })
          .map((target) => `${path} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps the core apart from add-ins, tests and packages it does not need', () => {
    const packages = ['asn1js', 'fflate', 'pkijs', 'valibot', '@noble/'];
    const wrong = shared.flatMap((path) =>
      importsOf(path)
        .filter((target) => !target.startsWith('shared/') && !packages.some((name) => target.startsWith(name)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets add-ins into the core by its door only', () => {
    const wrong = addins.flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('shared/') && target !== 'shared/index')
        .map((target) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the two hosts apart, and what they share free of both', () => {
    const wrong = addins.flatMap((path) => {
      const own = path.split('/')[1] ?? '';
      const shareable = ['ui', 'storage', 'worker', 'revocation', 'acme', 'lookup', 'policy', own];
      return importsOf(path)
        .filter((target) => target.startsWith('addins/') && target.split('/').length > 2)
        .filter((target) => !shareable.includes(target.split('/')[1] ?? ''))
        .map((target) => `${path} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('never imports a test into a product', () => {
    const wrong = [...shared, ...addins].flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('test/'))
        .map((target) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle, type-only imports included', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      state.set(path, 'open');
      for (const target of importsOf(path)) {
        const next = resolved(target);
        if (next !== undefined) visit(next, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const path of everything) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('parses ASN.1 with the libraries in two folders only', () => {
    const wrong = [...shared, ...addins]
      .filter((path) => !path.startsWith('shared/asn1/') && !path.startsWith('shared/cms/syntax/'))
      .filter((path) => importsOf(path).some((target) => target === 'pkijs' || target === 'asn1js'));
    expect(wrong).toEqual([]);
  });

  it('keeps files short: at most 400 lines, and wiring under 100', () => {
    const catalogues = ['shared/strings.ts', 'addins/ui/strings.ts', 'shared/pkix/mozilla-anchors.ts'];
    const long = everything
      .filter((path) => !catalogues.includes(path))
      .map((path) => ({ path, lines: text(path).split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (path.endsWith('/wiring.ts') ? 99 : 400))
      .map(({ path, lines }) => `${path}: ${lines}`);
    expect(long).toEqual([]);
  });
});

type Finding = (node: ts.Node) => string | undefined;

/** Places in a file where `find` says something. */
function findings(path: string, find: Finding): string[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text(path), ts.ScriptTarget.ES2022, true, kind);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = find(node);
    if (what !== undefined) {
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const isName = (node: ts.Node, ...names: readonly string[]): node is ts.Identifier =>
  ts.isIdentifier(node) && names.includes(node.text);

describe('the core', () => {
  it('has no network, no storage and no clock of its own', () => {
    const find: Finding = (node) => {
      if (ts.isCallExpression(node) && isName(node.expression, 'fetch')) return 'fetch';
      if (isName(node, 'indexedDB', 'localStorage', 'sessionStorage', 'XMLHttpRequest', 'WebSocket')) return node.text;
      if (ts.isPropertyAccessExpression(node) && isName(node.expression, 'Date') && node.name.text === 'now')
        return 'Date.now';
      if (ts.isNewExpression(node) && isName(node.expression, 'Date') && !node.arguments?.length) return 'new Date()';
      return undefined;
    };
    expect(shared.filter(isTypeScript).flatMap((path) => findings(path, find))).toEqual([]);
  });
});

describe('host globals', () => {
  it('are named in host/ and experiment/ only', () => {
    const find: Finding = (node) =>
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      isName(node.expression, 'Office', 'OfficeRuntime', 'browser', 'messenger')
        ? node.expression.text
        : undefined;
    const outside = [...shared, ...addins].filter((path) => isTypeScript(path) && !/\/(host|experiment)\//.test(path));
    expect(outside.flatMap((path) => findings(path, find))).toEqual([]);
  });
});
