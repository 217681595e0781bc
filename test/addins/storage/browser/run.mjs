/** Serves the bundled page on localhost, plays it in Chromium across a restart of the browser, and prints what came out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const bundle = readFileSync(process.argv[2]);
const server = createServer((request, response) => {
  const isScript = request.url === '/page.js';
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? bundle : '<!doctype html><script src="/page.js"></script>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://localhost:${server.address().port}/`;
const profile = mkdtempSync(join(tmpdir(), 'signet-profile-'));

async function session(action) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await context.newPage();
  await page.goto(address);
  const result = await action(page);
  await context.close();
  return result;
}

const kept = await session((page) => page.evaluate(() => globalThis.signet.keep()));
const later = await session(async (page) => ({
  used: await page.evaluate(() => globalThis.signet.use()),
  secrets: await page.evaluate(() => globalThis.signet.secrets()),
  newer: await page.evaluate(() => globalThis.signet.refuse()),
}));
server.close();
rmSync(profile, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ kept, ...later }));
