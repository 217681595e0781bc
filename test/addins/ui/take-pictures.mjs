/**
 * Pictures of every screen, for people to look at:
 *   SIGNET_GALLERY=/tmp/gallery npx jest test/addins/ui/gallery --selectProjects unit
 *   node test/addins/ui/take-pictures.mjs /tmp/gallery
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const folder = process.argv[2] ?? '/tmp/gallery';
const theme = readFileSync(new URL('../../../addins/ui/theme.css', import.meta.url), 'utf8');
const LAYOUT =
  'body{margin:8px;background:#8a8a8a}main{columns:WIDTH;column-gap:12px}' +
  'figure{margin:0 0 14px;break-inside:avoid}figcaption{font:11px sans-serif;color:#fff;padding:2px}';

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [language, colorScheme, width, forcedColors] of [
  ['en', 'light', 340, 'none'],
  ['en', 'dark', 340, 'none'],
  ['de', 'light', 320, 'none'],
  ['de', 'dark', 320, 'none'],
  ['en', 'dark', 320, 'active'],
]) {
  const name = `${language}-${colorScheme}-${width}${forcedColors === 'active' ? '-forced' : ''}`;
  const body = readFileSync(join(folder, `${language}.html`), 'utf8');
  const file = join(folder, `${name}.html`);
  const style = `<style>${theme}${LAYOUT.replace('WIDTH', `${width}px`)}</style>`;
  writeFileSync(file, `<!doctype html><html lang="${language}"><meta charset="utf-8">${style}<main>${body}</main>`);
  const page = await browser.newPage({
    colorScheme,
    forcedColors,
    viewport: { width: 4 * (width + 12) + 8, height: 900 },
    deviceScaleFactor: 1,
  });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}
await browser.close();
