import { type Bytes, latin1Text } from '../../shared/base/bytes';
import { decodedBody, type Entity, type EntityDefect, parseEntity } from '../../shared/mime/entity';
import { corpusCases, corpusFile, describeWithCorpora } from '../support/corpora';
import { flatDifferences, mailparserView, messagesIn, treeDifferences, postalView } from './mime-views';

interface Message {
  readonly file: string;
  readonly octets: Bytes;
  readonly entity: Entity;
}

/** Why another reader may have something else: a name, and what a message is like that it is true of. */
interface Explanation {
  readonly name: string;
  readonly holds: (message: Message) => boolean;
}

const all = (e: Entity): readonly Entity[] => [e, ...e.children.flatMap(all)];
const some =
  (test: (e: Entity) => boolean): Explanation['holds'] =>
  (message) =>
    all(message.entity).some(test);
const withDefect = (...defects: readonly EntityDefect[]): Explanation['holds'] =>
  some((e) => defects.some((defect) => e.defects.includes(defect)));
const boundaryOf = (e: Entity): string => e.contentType.parameters.get('boundary') ?? '';

const NO_FIELD: Explanation = {
  name: 'a line that is no field: we pass over it or begin the body there, they make a field of it',
  holds: withDefect('malformed-header-line', 'header-unterminated'),
};
const LOOSE: Explanation = {
  name: 'text behind the boundary on every delimiter line: we read parts and say so, they read none',
  holds: withDefect('loose-delimiter'),
};
const NO_TYPE: Explanation = {
  name: 'a Content-Type that is none: text/plain to us (RFC 2045 5.2), what it says to them',
  holds: withDefect('malformed-content-type'),
};
const CLASHING: Explanation = {
  name: 'delimiter lines of one multipart inside a part of another: we read from outside in, they line by line',
  holds: ({ entity }) => {
    const multiparts = all(entity).filter((e) => boundaryOf(e) !== '');
    const isInside = (outer: Entity, inner: Entity): boolean =>
      inner !== outer && outer.start < inner.start && inner.end <= outer.end && boundaryOf(inner) === boundaryOf(outer);
    const holdsLine = (e: Entity): boolean => {
      const text = latin1Text(decodedBody(e));
      return e.children.length === 0 && multiparts.some((one) => text.includes(`--${boundaryOf(one)}`));
    };
    return multiparts.some((one) => multiparts.some((other) => isInside(one, other))) || all(entity).some(holdsLine);
  },
};
const BYTE_ORDER_MARK: Explanation = {
  name: 'a byte order mark in front: no part of the header to us, of the first name to them',
  holds: ({ octets }) => octets[0] === 0xef,
};

const POSTAL: readonly Explanation[] = [NO_FIELD, LOOSE, NO_TYPE, CLASHING, BYTE_ORDER_MARK];

const MAILPARSER: readonly Explanation[] = [
  NO_FIELD,
  LOOSE,
  CLASHING,
  BYTE_ORDER_MARK,
  {
    name: 'delimiter lines that follow each other: an empty part to us, nothing to mailparser',
    holds: some((e) => e.children.some((child) => child.start === child.end)),
  },
  {
    name: 'a boundary that ends in white space: as it is written to us, without to mailparser',
    holds: some((e) => /\s$/.test(boundaryOf(e))),
  },
  {
    name: '8-bit text without charset: windows-1252 to us, U+FFFD to mailparser',
    holds: some((e) => !e.contentType.parameters.has('charset') && decodedBody(e).some((octet) => octet > 127)),
  },
];

const files = [...new Set(corpusCases().map(({ file }) => file))].filter((file) =>
  /\.(?:eml|msg|mbox|txt|payload)$|17-mime/.test(file),
);

/** Every message of the corpora, and every message inside one, which the other readers take for a file. */
function messages(): readonly Message[] {
  return files.flatMap((file) => {
    const octets = corpusFile(file);
    return [octets, ...messagesIn(parseEntity(octets))].map((one) => ({ file, octets: one, entity: parseEntity(one) }));
  });
}

/** Runs a comparison over all messages; gives what nothing explains, and prints how often each explanation does. */
async function unexplained(
  reader: string,
  explanations: readonly Explanation[],
  compare: (message: Message) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  const left: string[] = [];
  const list = messages();
  for (const message of list) {
    const found = await compare(message);
    if (found.length === 0) continue;
    const reason = explanations.find(({ holds }) => holds(message));
    if (reason) counts.set(reason.name, (counts.get(reason.name) ?? 0) + 1);
    else left.push(`${message.file}: ${found.join('; ')}`);
  }
  const differing = [...counts.values()].reduce((sum, one) => sum + one, left.length);
  const lines = [...counts].map(([name, count]) => `  ${String(count).padStart(4)} ${name}`);
  process.stdout.write(`${[`${reader}: ${list.length - differing} of ${list.length} alike`, ...lines].join('\n')}\n`);
  expect([...counts.keys()].sort()).toEqual(explanations.map(({ name }) => name).sort());
  return left;
}

describeWithCorpora('every message of the corpora, read by others', () => {
  it('has the fields, tree and decoded parts that postal-mime reads, or a reason not to', async () => {
    const compare = async ({ octets, entity }: Message): Promise<readonly string[]> =>
      treeDifferences(entity, await postalView(octets));
    expect(await unexplained('postal-mime', POSTAL, compare)).toEqual([]);
  }, 120_000);

  it('has the fields, files and text that mailparser reads, or a reason not to', async () => {
    const compare = async ({ octets, entity }: Message): Promise<readonly string[]> =>
      flatDifferences(entity, await mailparserView(octets));
    expect(await unexplained('mailparser', MAILPARSER, compare)).toEqual([]);
  }, 120_000);
});
