import { readFileSync, writeFileSync } from 'node:fs';

/** Resident octets of a process now and at their highest, as Linux counts them; NaN elsewhere. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return { now: NaN, peak: NaN };
  }
  const octets = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
  return { now: octets('VmRSS'), peak: octets('VmHWM') };
}

/** Lets the highest begin anew from what is resident now. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
