import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const FOLDER = join(process.cwd(), 'dist/outlook');
const text = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const gzipped = (name: string): number => gzipSync(readFileSync(join(FOLDER, name)), { level: 9 }).length / 1024;

/** Scripts that the task pane loads before anything is clicked. */
const PAGE = ['task-pane.js'];
const WORKER = ['core-worker.js'];
const FIRST = [...PAGE, ...WORKER, 'commands.js', 'launch-event.js'];

/** What is rare or heavy, each by a text of its source that no minimizer changes. */
const LATER: readonly (readonly [what: string, sign: RegExp])[] = [
  ['post-quantum signatures and keys (@noble/post-quantum)', /extraEntropy/],
  ['curves of our own (@noble/curves)', /a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377/i],
  ['ChaCha20-Poly1305 (@noble/ciphers)', /expand 32-byte k/],
  ['Microsoft sign-in (@azure/msal-browser)', /msal\.js\.browser/],
  ['what a message is sent by', /a reader without certificate/],
  ['CRLs and OCSP responses', /an OCSP response is too large/],
  // The fingerprint of the first root of the list.
  ['the public roots (Mozilla)', /02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5/],
];

describe('what Outlook loads first', () => {
  beforeAll(() => {
    if (!existsSync(FOLDER)) throw new Error('dist/outlook is missing: node scripts/build.mjs outlook');
  });

  it.each([
    ['the core in its worker', WORKER, 75],
    ['the page of the task pane', PAGE, 74],
  ])('%s stays small', (_, names, kilobytes) => {
    expect(names.map(gzipped).reduce((total, one) => total + one, 0)).toBeLessThan(kilobytes);
  });

  it.each(LATER)('loads %s only when needed', (_, sign) => {
    const chunks = readdirSync(FOLDER).filter((name) => name.endsWith('.js') && !FIRST.includes(name));
    expect(chunks.filter((name) => sign.test(text(name)))).not.toEqual([]);
    expect(FIRST.filter((name) => sign.test(text(name)))).toEqual([]);
  });

  it('carries no pkijs and no asn1js: only the inspector reads with them', () => {
    const all = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));
    const sign = /schema was not verified|Maximum ASN\.1 node count exceeded/;
    expect(all.filter((name) => sign.test(text(name)))).toEqual([]);
  });
});
