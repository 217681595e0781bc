import { type Cell, type EngineName } from './measure';
import { OPERATIONS, type Operation, type Size, SIZES } from './operations';
import { type ContenderName } from './remote';
import { type Merged } from './parts';
import { cellOf, type Results } from './results';
import { type Target, TARGETS } from './targets';

const CONTENDERS: readonly ContenderName[] = [
  'signet',
  'libcrypto',
  'openssl command',
  'signet command',
  'pkijs-raised',
  'pkijs-naive',
  'node-forge',
];
const ENGINES: readonly EngineName[] = ['Node', 'Chromium', 'Thunderbird'];

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(value < 0.1 ? 2 : 3));

type Table = readonly (readonly string[])[];

function markdown([head = [], ...rows]: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

export type Standing = 'stretch' | 'must' | 'missed' | 'not measured';

export function standing({ must, stretch }: Target, value: number | undefined): Standing {
  if (value === undefined || Number.isNaN(value)) return 'not measured';
  if (value <= stretch) return 'stretch';
  return value <= must ? 'must' : 'missed';
}

const UNITS = { times: '×', KB: ' KB', ms: ' ms' } as const;
const unitOf = ({ unit }: Target): string => (unit === undefined ? '' : UNITS[unit]);

/** The targets, each with what was measured. */
export function targetTable(results: Results): Table {
  const rows = TARGETS.map((target) => {
    const value = target.value(results);
    const unit = unitOf(target);
    const measured = value === undefined || Number.isNaN(value) ? '–' : number(value) + unit;
    return [target.what, measured, `${target.must}${unit}`, `${target.stretch}${unit}`, standing(target, value)];
  });
  return [['Row', 'measured', 'must', 'stretch', 'reached'], ...rows];
}

/** Of rows that miss the stretch, where the time goes; rows with one explanation together. */
function notes(results: Results): string {
  const missing = new Map<string, string[]>();
  for (const target of TARGETS) {
    const reached = standing(target, target.value(results));
    if (target.note === undefined || reached === 'stretch' || reached === 'not measured') continue;
    missing.set(target.note, [...(missing.get(target.note) ?? []), target.what]);
  }
  return [...missing].map(([note, rows]) => `- ${rows.join('; ')}. ${note}`).join('\n');
}

function cellText(cell: Cell | undefined, ours: Cell | undefined): string {
  const time = cell && (cell.cpu ?? cell.wall);
  if (time === undefined) return cell?.error === undefined ? '–' : 'fails';
  const mine = ours && (ours.cpu ?? ours.wall);
  return cell === ours || mine === undefined ? number(time) : `${number(time)} (${number(mine / time)})`;
}

/** Medians of one engine and size; in brackets ours divided by theirs. */
export function timeTable(results: Results, engine: EngineName, size: Size): Table {
  const there = CONTENDERS.filter((name) => results.cells.some((one) => one.engine === engine && one.name === name));
  const rows = OPERATIONS.map((operation) => {
    const ours = cellOf(results, engine, size, operation, 'signet');
    return [operation, ...there.map((name) => cellText(cellOf(results, engine, size, operation, name), ours))];
  });
  return [[`${engine}, ${size}`, ...there], ...rows];
}

function peakTable({ peaks }: Results): Table {
  const columns = [...new Set(peaks.map(({ engine, size, name }) => `${engine} ${size} ${name}`))];
  const cell = (operation: Operation, column: string): string => {
    const found = peaks.find(
      (one) => one.operation === operation && `${one.engine} ${one.size} ${one.name}` === column,
    );
    return found && !Number.isNaN(found.multiple) ? `${found.multiple.toFixed(2)}×` : '–';
  };
  return [['Peak', ...columns], ...OPERATIONS.map((one) => [one, ...columns.map((column) => cell(one, column))])];
}

function biggestTable({ biggest }: Results): Table {
  const engines = ENGINES.filter((engine) => biggest.some((one) => one.engine === engine));
  const cell = (operation: Operation, engine: EngineName): string => {
    const found = biggest.find((one) => one.operation === operation && one.engine === engine);
    return found?.seconds === undefined ? (found?.error ?? '–') : `${found.seconds.toFixed(2)} s`;
  };
  return [['256 MB', ...engines], ...OPERATIONS.map((one) => [one, ...engines.map((engine) => cell(one, engine))])];
}

function coldTable({ coldStarts }: Results): Table {
  const rows = coldStarts.map(({ name, octets, gzipped, evaluation, untilVerified }) => [
    name,
    `${(octets / 1024).toFixed(1)} KB`,
    `${(gzipped / 1024).toFixed(1)} KB`,
    `${evaluation.toFixed(1)} ms`,
    `${untilVerified.toFixed(1)} ms`,
  ]);
  return [['Bundle', 'minified', 'gzipped', 'evaluated', 'first message verified'], ...rows];
}

export function paneStartTable({ paneStarts }: Results): Table {
  const rows = paneStarts.map(({ page, cold, warm }) => [page, `${cold.toFixed(0)} ms`, `${warm.toFixed(0)} ms`]);
  return [['Task pane, until it can be used', 'cold', 'warm'], ...rows];
}

function mainThreadTable({ mainThread }: Results): Table {
  const rows = mainThread.map(({ size, work, stretch: { milliseconds, longest }, task }) => [
    `${work}, ${size} MB`,
    `${(milliseconds / 1000).toFixed(2)} s`,
    `${task.own.toFixed(1)} ms`,
    `${task.processor.toFixed(1)} ms`,
    `${task.clock.toFixed(1)} ms`,
    `${longest.toFixed(1)} ms`,
  ]);
  return [
    [
      'Work',
      'takes',
      'longest task, processor time',
      'with the host’s messages',
      'on the clock',
      'longest pause of a timer',
    ],
    ...rows,
  ];
}

export function directoryTable({ directory }: Results): Table {
  const names = [...new Set(directory.flatMap(({ costs }) => Object.keys(costs)))];
  const rows = names.map((name) => [
    name,
    ...directory.map(({ costs }) => {
      const cost = costs[name];
      return cost ? `${cost.median.toFixed(1)} (${cost.slow.toFixed(1)})` : '–';
    }),
  ]);
  return [['Stores', ...directory.map(({ engine, people }) => `${engine}, ${people} kept`)], ...rows];
}

/** The tables as the terminal shows them. */
export function plainText(table: Table): string {
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => (row[i] ?? '').length)));
  return table
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Sizes of which an engine has no part. */
function unmeasured({ cells }: Results): readonly string[] {
  return ENGINES.flatMap((engine) =>
    (Object.keys(SIZES) as Size[])
      .filter((size) => !cells.some((one) => one.engine === engine && one.size === size))
      .map((size) => `${engine}, ${size}: no part of it was finished.`),
  );
}

/** docs/performance.md. */
export function document({ results, parts }: Merged): string {
  const counts = new Map<Standing, number>();
  for (const target of TARGETS) {
    const reached = standing(target, target.value(results));
    counts.set(reached, (counts.get(reached) ?? 0) + 1);
  }
  const count = (one: Standing): number => counts.get(one) ?? 0;
  const sizes = (Object.keys(SIZES) as Size[]).filter((size) => results.cells.some((one) => one.size === size));
  const times = ENGINES.filter((engine) => results.cells.some((one) => one.engine === engine)).flatMap((engine) =>
    sizes.map((size) => markdown(timeTable(results, engine, size))),
  );
  const missing = [...results.missing, ...unmeasured(results)].map((one) => `- ${one}`).join('\n');
  return [
    '# Performance',
    `Written by \`npm run bench\`; not edited by hand. ${INTRODUCTION}`,
    `${WHEN} ${parts.map(({ name, when }) => `${name} ${when.replace('T', ' ').replace('Z', '')}`).join(', ')}.`,
    markdown([['Where', ''], ...results.surroundings]),
    '## Targets',
    `${count('stretch')} rows reach the stretch, ${count('must')} the must, ${count('missed')} miss it, ` +
      `${count('not measured')} were not measured. Ratios are ours divided by theirs; smaller is better.`,
    markdown(targetTable(results)),
    '### Rows short of the stretch: where the time goes, what was tried',
    notes(results) || 'None.',
    '## Times',
    TIMES,
    ...times,
    '## Memory',
    MEMORY,
    markdown(peakTable(results)),
    '## 256 MB',
    markdown(biggestTable(results)),
    '## Bundle and cold start',
    COLD,
    markdown(coldTable(results)),
    ...(results.paneStarts.length > 0 ? ['## Start of the pane', PANE_START, markdown(paneStartTable(results))] : []),
    ...(results.mainThread.length > 0 ? ['## Main thread', MAIN_THREAD, markdown(mainThreadTable(results))] : []),
    ...(results.directory.length > 0 ? ['## Stores', STORES, markdown(directoryTable(results))] : []),
    ...(missing === '' ? [] : ['## Not measured here', missing]),
  ].join('\n\n');
}

const INTRODUCTION =
  'Each operation is done with its MIME work: whole MIME octets in, whole MIME octets out, a MIME entity with an ' +
  'attachment in base64, RSA-2048, SHA-256, AES-256, RSAES-OAEP (node-forge: PKCS #1 v1.5). Ours goes through the ' +
  'functions that the journeys call: opening a message parses its MIME tree, validates the path and gives a verdict; ' +
  'signing checks that every line ends in CRLF, and hands the signed message out in pieces. All contenders take turns within one run, so ratios hold where ' +
  'milliseconds do not. What runs outside of browsers is kept on one processor with all its threads: waking a thread on ' +
  'another processor of a virtual machine can cost more than a small operation itself. Calls are warmed up until they get no faster; in Node each contender has a process of its own, with `ArrayBuffer.prototype.transfer`, which Node 20 hides behind a switch and browsers have, and commands are new processes each time; a contender that takes longer than its share has one round.';
const WHEN =
  'Measured in parts, each with the time (UTC) at which it began. The contenders of one part took turns in one run, so ' +
  'that the figures of a row are always of one run; those of different parts may not be compared. The machine is a ' +
  'virtual one that others use at the same time:';
const TIMES =
  'Medians in milliseconds, warm: processor time of all threads in Node, of libcrypto and of the commands; time on the ' +
  'clock in the browsers, on the main thread. In brackets ours divided by theirs. **libcrypto** is its CMS over memory ' +
  'BIOs in one process (test/bench/libcrypto.c), streaming where it can. **openssl command** and **signet command** are ' +
  'whole processes from file to file. **pkijs-naive** is pkijs as its S/MIME examples use it, with emailjs for MIME and ' +
  'text in and out; **pkijs-raised** the same objects over octets with the parser limits raised. "–": it does not have ' +
  'that (pkijs has no AuthEnvelopedData; what it calls GCM is a form of its own that nobody else reads).';
const MEMORY =
  'Highest resident memory of one cold call in a fresh process, above what the process had before the message was in ' +
  'it, as a multiple of the entity; the message itself is included. In Thunderbird one process does them all, its ' +
  'garbage collected between.';
const STORES =
  'Milliseconds on the clock over the IndexedDB of each program, in a profile of its own; the middle one and, in brackets, what 95 of ' +
  '100 do not exceed. "start" is a program that has just been started, until its stores are open and one address is looked up. ' +
  'Chromium reads what was written last (a log of up to 4 MB) anew at each start: right after a large import its first start took ' +
  '0.1 to 0.2 s longer, whatever was imported; here the last that was written is the same in both stores.';
const COLD =
  'The first chunk of the core (MIME, sign, verify, encrypt, decrypt) and the same with pkijs as it is published, each ' +
  'evaluated in a page that never had it, up to the verdict on a first message of 4 KB. What is rare or heavy lies in ' +
  'chunks of its own, which neither loads.';
const PANE_START =
  'The Outlook pane as it is built (test/bench/pane-start.ts), beside a message in the emulated Outlook under real office.js in ' +
  'Chromium: medians on the clock from the navigation of its frame until its screen is there, the key store of the worker was asked, and its thread is ' +
  'free. In turn with it a page that has office.js alone and shows a title once Office is ready, which no add-in can be quicker than. Cold: a browser that had none of it. Warm: one that had it ' +
  'twice. All of it comes from a server on the same machine, and the emulated Outlook has its share of the processor.';
const MAIN_THREAD =
  'The Outlook pane in Chromium with the core in its worker (test/bench/main-thread.mjs), as Chromium traces its tasks: ' +
  'the longest on the main thread, from the click to the end of the work, in processor time, without and with what the emulated Outlook and office.js do with each other’s messages, and on the clock, where others have the ' +
  'processor meanwhile (worker, cipher threads and drawing without a graphics card, on one core); and the longest pause between ' +
  'two timers while the worker was at it.';
