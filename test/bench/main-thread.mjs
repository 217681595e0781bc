/**
 * How long the main thread of the Outlook pane is held while the worker opens and encrypts big messages, in
 * real Chromium: node test/bench/main-thread.mjs [MEGABYTES ...]. Sizes are those of the attachment; left out: 25 100.
 * Prints one line a case: size, work, seconds, timers that ran meanwhile, longest gap between them and longest task, in
 * milliseconds of processor time, without and with the messages between office.js and the emulated Outlook, which shares
 * that thread.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, root } from '../../scripts/build.mjs';

const RESULTS = 'dist/bench/main-thread.json';
const sizes = process.argv.slice(2);
await ensureBuilt(['outlook-playground', 'playground']);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/jest/bin/jest.js'),
    'test/hosts/outlook/e2e/long-work.test.ts',
    '--selectProjects',
    'outlook',
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      SIGNET_LONG_WORK_MB: (sizes.length > 0 ? sizes : ['25', '100']).join(','),
      SIGNET_LONG_WORK_RESULTS: RESULTS,
    },
  },
);
for (const { size, work, stretch, task } of JSON.parse(readFileSync(join(root, RESULTS), 'utf8'))) {
  const seconds = (stretch.milliseconds / 1000).toFixed(2);
  process.stdout.write(
    `${size} MB\t${work}\t${seconds} s\t${stretch.ticks} timers\t${stretch.longest.toFixed(1)} ms\t${task.own.toFixed(1)} ms\t${task.processor.toFixed(1)} ms\n`,
  );
}
process.exitCode = status ?? 1;
