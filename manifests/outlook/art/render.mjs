import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Draws the icons anew from the SVG files beside this one. Needs Chromium; CHROMIUM names it where it is elsewhere. */
const here = dirname(fileURLToPath(import.meta.url));
const command = [16, 32, 80].flatMap((size) =>
  ['menu', 'sign', 'encrypt', 'send', 'verify'].map((name) => [
    name === 'menu' ? 'addin' : name,
    size,
    `${name}-${size}`,
  ]),
);
const icons = [
  ...command,
  ...[16, 32, 64, 80, 128].map((size) => ['addin', size, `addin-${size}`]),
  ['addin', 192, 'color-192'],
  ['outline', 32, 'outline-32'],
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage();
for (const [drawing, size, name] of icons) {
  await page.setViewportSize({ width: size, height: size });
  const svg = readFileSync(join(here, `${drawing}.svg`), 'utf8').replace(
    '<svg ',
    `<svg width="${size}" height="${size}" `,
  );
  await page.setContent(
    `<body style="margin:0;background:transparent">${svg.replace('<svg ', '<svg style="display:block" ')}</body>`,
  );
  await page.screenshot({ path: join(here, '..', 'icons', `${name}.png`), omitBackground: true });
}
await browser.close();
