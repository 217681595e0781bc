import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCommandLine, USAGE } from './command-line';
import { named } from './inspect-file';
import { reportText } from './report';
import { type InspectRequest, readRequestLine, type RequestReading } from './request';
import { exitStatus, type InspectResult } from './result';
import { WatchedWorker } from './watched-worker';

const worker = new WatchedWorker(join(__dirname, 'worker.cjs'));

/** Writes and waits until it is taken: thousands of answers must not pile up. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });
}

async function answerLines(): Promise<number> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    const reading = readRequestLine(line.replace(/^\uFEFF/, ''));
    const result = reading.kind === 'request' ? await worker.answer(reading.request) : wrongRequest(reading);
    await write(`${JSON.stringify(result)}\n`);
  }
  return 0;
}

function wrongRequest(reading: Extract<RequestReading, { kind: 'wrong' }>): InspectResult {
  const { file, message } = reading;
  return { schema: 1, ...named(reading), file, kind: 'unknown', error: { code: 'host', message } };
}

async function answerFiles(mode: 'report' | 'json', requests: readonly InspectRequest[]): Promise<number> {
  let status = 0;
  for (const request of requests) {
    const result = await worker.answer(request);
    await write(mode === 'json' ? `${JSON.stringify(result)}\n` : reportText(result));
    status = Math.max(status, exitStatus(result));
  }
  return status;
}

async function main(args: readonly string[]): Promise<number> {
  const line = readCommandLine(args);
  switch (line.mode) {
    case 'wrong':
      process.stderr.write(`inspect: ${line.message}\n\n${USAGE}`);
      return 2;
    case 'help':
      await write(USAGE);
      return 0;
    case 'jsonl':
      return answerLines();
    default:
      return answerFiles(line.mode, line.requests);
  }
}

// Whoever reads the answers may stop reading: that is no fault.
process.stdout.on('error', () => process.exit(0));
void main(process.argv.slice(2)).then(async (status) => {
  process.exitCode = status;
  await worker.close();
});
