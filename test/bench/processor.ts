import { spawnSync } from 'node:child_process';

/**
 * Words in front of a command that keep all its threads on one processor, where the system can do that; the same for
 * everyone that is timed outside of browsers. Threads that wake each other across the processors of a virtual machine cost
 * more than a small operation itself, by an amount that depends on what others do there.
 */
export const ON_ONE_PROCESSOR: readonly string[] =
  spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];

/** Node 20 has `ArrayBuffer.prototype.transfer`, which browsers have, behind a switch. */
export const AS_BROWSERS: readonly string[] =
  'transfer' in ArrayBuffer.prototype ? [] : ['--harmony-rab-gsab-transfer'];
