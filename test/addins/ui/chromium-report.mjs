/**
 * Every name leads to a witness on this machine, which notes who tries to reach "evil.example" (its name stands in the
 * clear at the start of TLS). What a policy stops never gets there.
 *
 * Opens pages in the real Chromium, the first in light and dark, and reports on standard output as JSON what they asked the
 * network for, what the frames in them show, and what axe-core has against them. Arguments: files.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let reached = 0;
const witness = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (octets) => {
    if (octets.includes('evil.example')) reached++;
    socket.destroy();
  });
});
await new Promise((resolve) => witness.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', `--host-resolver-rules=MAP * 127.0.0.1:${witness.address().port}`],
});

async function report(file, colorScheme) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 320, height: 900 } });
  const before = reached;
  const dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(500);
  const frames = [];
  for (const frame of page.frames().slice(1)) {
    frames.push(
      await frame.evaluate(() => ({
        text: document.body.innerText,
        font: getComputedStyle(document.body).fontFamily,
        colours: [...document.querySelectorAll('[style]')].map((element) => getComputedStyle(element).color),
      })),
    );
  }
  const wide = await page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const beyond = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        element.getBoundingClientRect().right > clientWidth + 0.5 && getComputedStyle(element).position !== 'fixed',
    );
    return document.documentElement.scrollWidth > clientWidth
      ? beyond.map(({ outerHTML }) => outerHTML.slice(0, 120))
      : [];
  });
  // Rules about a whole page do not fit many screens side by side.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      iframes: false,
      rules: { region: { enabled: false }, 'landmark-unique': { enabled: false } },
    }),
  );
  await page.close();
  return {
    file,
    colorScheme,
    reached: reached - before,
    dialogs,
    frames,
    wide,
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  };
}

const [screens, ...letters] = process.argv.slice(2);
const reports = [await report(screens, 'light'), await report(screens, 'dark')];
for (const letter of letters) reports.push(await report(letter, 'light'));
await browser.close();
witness.close();
process.stdout.write(JSON.stringify(reports));
