import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';
import { equal } from '../../shared/base/bytes';
import { decodedText } from '../../shared/mime/charset';
import { decodedBody, type Entity, entityOctets, parseEntity } from '../../shared/mime/entity';
import { attachmentsOf, shownText } from '../../shared/mime/shown-text';
import { misfits, rewritten } from '../shared/mime/verbatim';
import { EXCEPTIONS, exceptionsOf } from './exceptions';
import { jsmimeTests } from './mime-jsmime';
import { rangesHold } from './mime-comparison';
import { comparisonsOf, parseDifferences } from './mime-rows';

const rows = corpusCases('parse');
const corporaOf = (list: readonly CorpusCase[]): readonly string[] => [...new Set(list.map(({ corpus }) => corpus))];

describeWithCorpora('parse rows of the corpora', () => {
  const found = new Map<CorpusCase, readonly string[]>();

  beforeAll(async () => {
    for (const row of rows) found.set(row, await parseDifferences(row));
    const lines = corporaOf(rows).map((corpus) => {
      const all = rows.filter((row) => row.corpus === corpus);
      const agreed = all.filter((row) => found.get(row)?.length === 0).length;
      return `  ${corpus.padEnd(24)} ${agreed} of ${all.length}`;
    });
    process.stdout.write(`${['parse: agreement', ...lines].join('\n')}\n`);
  }, 300_000);

  it('are all compared with something', () => {
    expect(rows.filter((row) => comparisonsOf(row).length === 0).map(({ id, file }) => `${id} ${file}`)).toEqual([]);
  });

  it('are as expected, but for the exceptions, which are not', () => {
    const differing = rows.filter((row) => found.get(row)?.length !== 0);
    const unexpected = differing.filter(({ id }) => !(id in EXCEPTIONS));
    expect(unexpected.map((row) => `${row.id} ${row.file}: ${String(found.get(row)?.join('; '))}`)).toEqual([]);
    expect(differing.map(({ id }) => id)).toEqual([...exceptionsOf('parse')].sort());
  });
});

/** Tests of jsmime that ask for something else than reading a message, and why we do not pass them. */
const JSMIME_APART: Readonly<Record<string, string>> = {
  'Simple tests: No value for header': 'a line without colon is no field (RFC 5322 2.2), and is shown as text',
  'Torture tests: Torture regular body': 'its message is not in the corpus',
  'Torture tests: Torture pruneat': 'its message is not in the corpus',
  'Torture tests: CR-based messages': 'a CR alone ends no line (RFC 5322 2.3): two readings of one signed text',
  'Charset tests: Unicode decoding': "8-bit headers are UTF-8 (RFC 6532 3.2), jsmime reads them in the part's charset",
  'Charset tests: Fallback charset decoding': 'an option of jsmime',
  'Charset tests: Forced charset decoding': 'an option of jsmime',
};

describeWithCorpora("jsmime's tests of its trees, over our reading", () => {
  const [row] = rows.filter(({ expected }) => 'expected_in' in expected);
  const tests = row ? jsmimeTests(String(row.expected['expected_in'])) : [];

  it.each(tests)('$name', async ({ name, run }) => {
    const difference = await run().then(
      () => undefined,
      (fault: unknown) => (fault instanceof Error ? fault.message : String(fault)),
    );
    if (name in JSMIME_APART) expect(difference).toBeDefined();
    else expect(difference).toBeUndefined();
  });

  it('reads text and picture of its message in Shift-JIS', () => {
    const [text, picture] = parseEntity(corpusFile('17-mime/jsmime/shift-jis-image')).children;
    expect(text && decodedText(text)).toMatch(/^Portable Network Graphics\uff08\u30dd\u30fc\u30bf.*Deflate\u3092/);
    expect(picture && [...decodedBody(picture).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });
});

describeWithCorpora('every message of the corpora', () => {
  const files = [...new Set(corpusCases().map(({ file }) => file))].filter((file) =>
    /\.(?:eml|msg|mbox|txt|payload)$|17-mime/.test(file),
  );

  it('is read to the end, with ranges that hold', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => !reads(file))).toEqual([]);
  });

  it('is put together again from its tree as the same octets', () => {
    expect(files.filter((file) => !isVerbatim(parseEntity(corpusFile(file))))).toEqual([]);
  });
});

/** A byte order mark stands in front of the message. */
function isVerbatim(root: Entity): boolean {
  const all = (e: Entity): readonly Entity[] => [e, ...e.children.flatMap(all)];
  return (
    equal(rewritten(root), root.source.subarray(root.start)) &&
    all(root).every((e) => misfits(e).length === 0 && equal(rewritten(e), entityOctets(e)))
  );
}

function reads(file: string): boolean {
  const root = parseEntity(corpusFile(file));
  const isShown = typeof shownText(root) === 'string';
  return isShown && rangesHold(root) && attachmentsOf(root).every((part) => decodedBody(part).length >= 0);
}
