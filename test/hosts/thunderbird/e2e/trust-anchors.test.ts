import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { findThunderbird } from '../thunderbird';

const SCRIPT = resolve(__dirname, '../../../../scripts/trust-anchors.mjs');

const missing = findThunderbird() === undefined ? ['thunderbird'] : [];

(missing.length > 0 ? describe.skip : describe)('the list of public roots', () => {
  it('holds exactly the roots that this Thunderbird trusts for mail, with their distrust days', async () => {
    await expect(promisify(execFile)(process.execPath, [SCRIPT, '--check'])).resolves.toBeDefined();
  }, 180_000);
});
