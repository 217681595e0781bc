/** @jest-environment ./test/support/jsdom-environment.js */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameDocument, FRAME_STYLE, FRAME_STYLE_SOURCE } from '../../../addins/ui/message-frame';
import { safeHtml } from '../../../addins/ui/safe-html';
import { safeStyle } from '../../../addins/ui/safe-style';
import { toBase64, utf8Bytes } from '../../../shared/index';
import { HOSTILE_HTML, LETTER_HTML } from './samples';

const clean = (html: string): string => {
  const holder = document.createElement('div');
  holder.append(safeHtml(html, []).fragment);
  return holder.innerHTML;
};

describe('HTML of a message', () => {
  const logo = { contentId: 'logo@signet.example', url: `data:image/png;base64,${toBase64(utf8Bytes('png'))}` };

  it('asks for nothing from anywhere', () => {
    const shown = frameDocument(safeHtml(HOSTILE_HTML, [logo]).fragment, 'en');
    expect(shown).not.toContain('evil.example');
    expect(shown).not.toMatch(/@import|url\(|srcset|background=|poster|javascript:|onerror|ping=/i);
    expect(shown).not.toMatch(/<(?:script|svg|math|object|iframe|form|input|button|base|link|video)\b/i);
    expect(shown.match(/src="[^"]*/g)).toEqual([`src="${logo.url}`]);
    expect(shown.match(/<style/g)).toHaveLength(1);
  });

  it('keeps its words and its look', () => {
    const shown = clean(LETTER_HTML);
    expect(shown).toContain('font-family: Calibri, sans-serif; font-size: 11pt');
    expect(shown).toContain('<b style="color: #1f4e79">November</b>');
    expect(shown).toContain('<th align="left">Region</th>');
  });

  it('shows what a style would hide', () => {
    expect(clean('<div style="display: none; color: red">hidden</div>')).toBe('<div style="color: red">hidden</div>');
  });

  it('says when something from the internet was left out, and only then', () => {
    const remote = (html: string): boolean => safeHtml(html, []).hadRemoteContent;
    expect(remote(LETTER_HTML)).toBe(true);
    expect(remote('<p style="background: url(https://x.example/)">a</p>')).toBe(true);
    expect(remote('<style>@import "https://x.example/";</style>')).toBe(true);
    expect(remote('<img src="//x.example/a.png">')).toBe(true);
    expect(remote('<p>Hello <a href="https://x.example/">there</a> <img src="cid:a"></p>')).toBe(false);
  });

  it('takes links out of the text and gives their real addresses', () => {
    const { fragment, links } = safeHtml(HOSTILE_HTML, []);
    expect(links).toEqual([{ text: 'https://bank.example', address: 'https://evil.example/login' }]);
    expect(fragment.querySelector('[href]')).toBeNull();
  });

  it.each([
    ['an SVG', 'image/svg+xml'],
    ['HTML', 'text/html'],
    ['a type with more behind it', 'image/png,<script>'],
  ])('shows no enclosed picture that is %s', (_, contentType) => {
    const { fragment } = safeHtml('<img src="cid:a" alt="x">', [
      { contentId: 'a', url: `data:${contentType};base64,AAAA` },
    ]);
    expect(fragment.querySelector('[src]')).toBeNull();
  });

  it('finds an enclosed picture by a percent-encoded name, and survives a broken one', () => {
    const { fragment } = safeHtml('<img src="cid:logo%40signet.example"><img src="cid:%E0%A4%A" alt="b">', [logo]);
    expect(fragment.querySelectorAll('[src]')).toHaveLength(1);
  });

  it.each([
    '<img src=x onerror=alert(1)//>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<template><img src=x onerror=alert(1)></template>',
    '<a href="jav&#x0A;ascript:alert(1)">x</a>',
    '</body></html><script>alert(1)</script>',
  ])('stays inert when it tries %s', (html) => {
    const parsed = new DOMParser().parseFromString(frameDocument(safeHtml(html, []).fragment, 'en'), 'text/html');
    const attributes = [...parsed.querySelectorAll('*')].flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    expect(parsed.querySelectorAll('script,svg,math,template,noscript,[href]')).toHaveLength(0);
  });
});

describe('a style attribute', () => {
  it.each([
    ['color: red; background: url(https://x.example/)', 'color: red'],
    ['background-color: rgb(1, 2, 3); width: expression(alert(1))', 'background-color: rgb(1, 2, 3)'],
    ['color: r\\65 d', ''],
    ['color: /* */ red', ''],
    ['font-family: "Segoe UI", sans-serif', 'font-family: "Segoe UI", sans-serif'],
    ['position: fixed; top: 0; z-index: 9', ''],
    ['font-size: 0; font-size: 1px; font-size: 12pt', 'font-size: 12pt'],
    ['max-height: 0', ''],
    ['width: 40%; --x: url(a)', 'width: 40%'],
    ['color', ''],
    ['border-image: image-set("https://x.example/" 1x)', ''],
  ])('%s becomes %j', (style, expected) => {
    expect(safeStyle(style)).toBe(expected);
  });
});

it('the policy names the one style sheet of the frame by its digest', async () => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(FRAME_STYLE)));
  expect(FRAME_STYLE_SOURCE).toBe(`'sha256-${toBase64(digest)}'`);
});

it('every page whose policy names a style sheet by digest names that of the frame', () => {
  const addins = join(__dirname, '../../../addins');
  const pages = readdirSync(addins, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.html'))
    .map((path) => readFileSync(join(addins, path), 'utf8'));
  const named = pages.flatMap((page) => page.match(/style-src[^;]*'sha256-[^']*'/g) ?? []);
  expect(named.filter((policy) => !policy.includes(FRAME_STYLE_SOURCE))).toEqual([]);
});
