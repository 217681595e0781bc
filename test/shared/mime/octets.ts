import { type Bytes, latin1Text, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';

/** Octets of lines, each ended by CRLF. */
export function lines(...list: readonly string[]): Bytes {
  return utf8Bytes(list.map((line) => `${line}\r\n`).join(''));
}

/** Octets as text, one character each. */
export function text(octets: Uint8Array): string {
  return latin1Text(octets);
}

/** The code of what `run` throws; undefined where it does not. */
export function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return errorCode(thrown);
  }
}

/** Processor time that `run` takes, in milliseconds: unlike the clock it does not count what else the machine does. */
export function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
