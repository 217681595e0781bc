/** @jest-environment ./test/support/jsdom-environment.js */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language } from '../../../addins/ui/props';
import { loadDetails } from '../../../addins/ui/verdict-card';
import { mountAll } from './gallery';
import { everyVerdict } from './samples';

/** SIGNET_GALLERY names a folder: the screens are then written there as pages to look at. */
const folder = process.env['SIGNET_GALLERY'];

beforeAll(async () => {
  await loadDetails();
});

describe.each<Language>(['en', 'de'])('every screen in "%s"', (language) => {
  it('carries its style in the sheet and nothing in attributes', async () => {
    const shown = Object.entries(await mountAll(language, await everyVerdict())).map(([name, root]) => {
      expect([...root.querySelectorAll('[style]')].map((element) => element.outerHTML)).toEqual([]);
      expect(root.textContent.trim()).not.toBe('');
      expect(root.textContent).not.toMatch(/undefined|\[object|NaN/);
      return `<figure><figcaption>${name}</figcaption>${root.outerHTML}</figure>`;
    });
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${language}.html`), shown.join('\n'));
  });

  it('names every control and every picture that is more than decoration', async () => {
    for (const root of Object.values(await mountAll(language, await everyVerdict()))) {
      for (const control of root.querySelectorAll('button,input,iframe,a')) {
        const label = control.closest('label')?.textContent ?? '';
        const name = control.getAttribute('aria-label') ?? control.getAttribute('title') ?? control.textContent;
        expect(`${label}${name}`.trim()).not.toBe('');
      }
      for (const icon of root.querySelectorAll('svg')) expect(icon.getAttribute('aria-hidden')).toBe('true');
    }
  });
});
