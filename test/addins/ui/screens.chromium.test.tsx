/** @jest-environment ./test/support/jsdom-environment.js */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_STYLE_SOURCE, frameDocument } from '../../../addins/ui/message-frame';
import { safeHtml } from '../../../addins/ui/safe-html';
import { loadDetails } from '../../../addins/ui/verdict-card';
import { mountAll } from './gallery';
import { everyVerdict, HOSTILE_HTML } from './samples';

interface Report {
  readonly file: string;
  /** Connections that the letter got made. */
  readonly reached: number;
  readonly dialogs: readonly string[];
  readonly frames: readonly { readonly text: string; readonly font: string; readonly colours: readonly string[] }[];
  /** What reaches beyond the edge, where the page is wider than the window. */
  readonly wide: readonly string[];
  readonly violations: readonly string[];
}

/** The real browser judges what jsdom only parses: the policy of the frame, the theme, the names of controls. */
describe('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signet-screens-'));
  const theme = readFileSync(join(__dirname, '../../../addins/ui/theme.css'), 'utf8');
  let reports: readonly Report[];

  const page = (name: string, body: string, policy?: string): void => {
    const meta = policy === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    const head = `<meta charset="utf-8">${meta}<title>Signet</title>`;
    writeFileSync(join(folder, name), `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`);
  };
  const frame = (content: string): string => {
    const element = document.createElement('iframe');
    element.setAttribute('sandbox', '');
    element.setAttribute('srcdoc', content);
    element.title = 'Message text';
    return element.outerHTML;
  };
  const unsafe = (html: string): DocumentFragment => {
    const fragment = document.createDocumentFragment();
    fragment.append(...new DOMParser().parseFromString(html, 'text/html').documentElement.childNodes);
    return fragment;
  };

  beforeAll(async () => {
    await loadDetails();
    const shown = Object.values(await mountAll('en', await everyVerdict())).map((root) => root.outerHTML);
    const style = `<style>${theme} body{margin:0}</style>`;
    page('screens.html', `${style}<main><h1>Signet</h1>${shown.join('\n')}</main>`);
    const clean = frame(frameDocument(safeHtml(HOSTILE_HTML, []).fragment, 'en'));
    page('letter.html', clean);
    const policy = `default-src 'none'; img-src data:; frame-src 'self'; style-src-elem 'self' ${FRAME_STYLE_SOURCE}; style-src-attr 'unsafe-inline'`;
    page('letter-under-policy.html', clean, policy);
    // For a frame inside the frame Chromium opens a bare connection before it asks the policy; only the sanitizer stops that.
    const withoutFrame = HOSTILE_HTML.replace(/<iframe.*?<\/iframe>/, '');
    page('letter-unsanitized.html', frame(frameDocument(unsafe(withoutFrame), 'en')));
    page('letter-naked.html', frame(HOSTILE_HTML));
    const files = ['screens', 'letter', 'letter-under-policy', 'letter-unsanitized', 'letter-naked'].map((name) =>
      join(folder, `${name}.html`),
    );
    const output = execFileSync('node', [join(__dirname, 'chromium-report.mjs'), ...files], { encoding: 'utf8' });
    reports = JSON.parse(output) as readonly Report[];
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const of = (name: string): readonly Report[] => reports.filter(({ file }) => file.endsWith(`/${name}.html`));

  it('axe-core has nothing against any screen, light or dark', () => {
    expect(of('screens').map(({ violations }) => violations)).toEqual([[], []]);
  });

  it('no screen is wider than 320 pixels', () => {
    expect(of('screens').map(({ wide }) => wide)).toEqual([[], []]);
  });

  it('a hostile letter reaches nobody and runs nothing', () => {
    for (const { reached, dialogs } of [...of('letter'), ...of('letter-under-policy')]) {
      expect([reached, dialogs]).toEqual([0, []]);
    }
  });

  it('the policy of the frame alone would stop it, had the sanitizer let everything through', () => {
    for (const { frames, reached, dialogs } of of('letter-unsanitized')) {
      expect(frames[0]?.text).toContain('Dear Alice');
      expect([reached, dialogs]).toEqual([0, []]);
    }
  });

  it('and without both it would have reached its sender: the witness sees it', () => {
    expect(of('letter-naked')[0]?.reached).toBeGreaterThan(0);
  });

  it('is shown with its words, our style and its colours, under the policy of the page too', () => {
    for (const { frames } of [...of('letter'), ...of('letter-under-policy')]) {
      expect(frames[0]?.text).toContain('Dear Alice');
      expect(frames[0]?.text).toContain('hidden words');
      expect(frames[0]?.font).toContain('Segoe UI');
      expect(frames[0]?.colours).toContain('rgb(170, 0, 0)');
    }
  });
});
