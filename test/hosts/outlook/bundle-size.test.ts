import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchChromium } from './harness';

const FOLDER = join(process.cwd(), 'dist/outlook');
const OFFICE_JS = join(process.cwd(), 'node_modules/@microsoft/office-js/dist');
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
  ['triple DES and RC2', /whole blocks of 8 octets were expected/],
  ['Microsoft sign-in (@azure/msal-browser)', /msal\.js\.browser/],
  ['what a message is sent by', /a reader without certificate/],
  ['CRLs and OCSP responses', /an OCSP response is too large/],
  // The fingerprint of the first root of the list.
  ['the public roots (Mozilla)', /02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5/],
];

/** Scripts that the built pane asks its server for until its screen is there. Real office.js, and no Outlook around it. */
async function askedForAtStart(): Promise<readonly string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? '', 'http://x').pathname);
    if (!existsSync(join(FOLDER, name))) return void response.writeHead(404).end();
    if (name.endsWith('.js')) asked.push(name);
    const type = { html: 'text/html', js: 'text/javascript', css: 'text/css' }[name.split('.').pop() ?? ''];
    response
      .writeHead(200, { 'content-type': type ?? 'application/octet-stream' })
      .end(readFileSync(join(FOLDER, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(own)) return route.continue();
      const path = join(OFFICE_JS, basename(new URL(url).pathname));
      return existsSync(path) ? route.fulfill({ path }) : route.abort();
    });
    await page.goto(`${own}/task-pane.html`);
    await page.waitForSelector('.pane-title');
    return asked;
  } finally {
    await browser.close();
    server.close();
  }
}

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

  it('asks for none of it before the pane can be used', async () => {
    const asked = await askedForAtStart();
    expect(asked).toEqual(expect.arrayContaining([...PAGE, ...WORKER]));
    const found = LATER.filter(([, sign]) => asked.some((name) => sign.test(text(name))));
    expect(found.map(([what]) => what)).toEqual([]);
  });

  it('carries no pkijs and no asn1js: only the inspector reads with them', () => {
    const all = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));
    const sign = /schema was not verified|Maximum ASN\.1 node count exceeded/;
    expect(all.filter((name) => sign.test(text(name)))).toEqual([]);
  });
});
