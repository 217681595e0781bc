import { type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

async function ended(process: ChildProcess, timeout: number): Promise<boolean> {
  if (process.exitCode !== null || process.signalCode !== null) return true;
  return Promise.race([
    new Promise<boolean>((resolve) => process.once('exit', () => resolve(true))),
    sleep(timeout, false, { ref: false }),
  ]);
}

/** Ends a process that we started: politely, then not. */
export async function endProcess(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (await ended(child, 5_000)) return;
  child.kill('SIGKILL');
  await ended(child, 5_000);
}
