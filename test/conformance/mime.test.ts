import { toBase64 } from '../../shared/base/base64';
import { latin1Text } from '../../shared/base/bytes';
import { decodedText } from '../../shared/mime/charset';
import { decodedBody, type Entity, parseEntity } from '../../shared/mime/entity';
import { attachmentsOf, shownText } from '../../shared/mime/shown-text';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';
import {
  bodyLines,
  compareWithMime4j,
  compareWithPerl,
  kdeKinds,
  kindsOf,
  lineRange,
  rangesHold,
} from './mime-comparison';
import { readMime4jTree, readPerlReference } from './mime-expectations';

/** Cases where we differ on purpose, or where the expectation is not a matter of MIME. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'ending-boundaries.msg': 'a delimiter is a whole line (RFC 2046 5.1.1 grammar), as in Thunderbird and CPython',
  'malformedHeader-noheader.msg': 'octets without any header are shown as body; mime4j drops them',
  'malformedHeaderStartsBody-noheader.msg': "the same octets in mime4j's other mode, which still drops the second line",
  'malformedHeaderStartsBody-nocrlfcrlf.msg':
    "mime4j's other mode; we pass over a bad header line, as in its default mode",
  'frag.msg': 'cut-off base64: we keep the octets that are complete',
  'mime4j/mimetools-testmsgs/multi-frag.msg': 'cut-off base64: we keep the octets that are complete',
  'perl-mime-tools/multi-digest.msg': 'a Content-Type "text" is invalid: text/plain by RFC 2045 5.2',
  'perl-mime-tools/multi-nested2.msg': 'their size of part 5_1 counts a line break too many',
  'perl-mime-tools/multi-weirdspace.msg': 'their size of part 1 is short by one octet; mime4j agrees with us',
  'encapsulated-with-attachment.mbox': 'KDE shows the first text of a multipart alone, further ones as attachments',
  'openpgp-signed-base64-mailman-footer.mbox': 'a footer is text to us',
  'openpgp-signed-mailinglist+additional-children.mbox':
    'a footer is text to us; what stands behind a signature is no part of the signed text',
  'openpgp-signed-mailinglist+old.mbox': 'KDE splits a plain text at the "--__--__--" lines of an old mailing list',
  'openpgp-signed-mailinglist.mbox': 'a footer is text to us',
  'openpgp-signed-no-protocol.mbox': 'a part behind a signed one is never counted as shown, whatever its type',
  'text+html-maillinglist.mbox': 'a footer is text to us',
  'perl-mime-tools/uu-zeegee.msg': 'uuencoded files inside text are not looked for',
};

function exceptionOf(one: CorpusCase): string | undefined {
  return Object.entries(EXCEPTIONS).find(([name]) => one.file.endsWith(`/${name}`))?.[1];
}

/** Runs `differences` over the cases: known exceptions must differ, the others must not; the count may not fall. */
function holds(
  cases: readonly CorpusCase[],
  floor: number,
  differences: (one: CorpusCase) => readonly string[],
): string {
  const wrong: string[] = [];
  let agreed = 0;
  for (const one of cases) {
    const found = differences(one);
    if (found.length === 0) agreed++;
    if (found.length > 0 !== (exceptionOf(one) !== undefined))
      wrong.push(`${one.file}: ${found.join('; ') || 'agrees by now'}`);
  }
  expect(wrong).toEqual([]);
  expect(agreed).toBeGreaterThanOrEqual(floor);
  return `${agreed} of ${cases.length}`;
}

/** Line ranges [from, to) of part bodies, from jsmime's test_mime_tree.js. */
const JSMIME: readonly (readonly [string, readonly (readonly [string, number, number])[]])[] = [
  ['basic1', [['', 3, 5]]],
  ['multipart1', [['1', 10, 12]]],
  ['multipart2', [['1', 8, 11]]],
  [
    'multipart-complex1',
    [
      ['1', 8, 10],
      ['2', 14, 16],
      ['3.1', 22, 24],
      ['4', 29, 31],
      ['5', 33, 35],
    ],
  ],
  [
    'multipart-complex2',
    [
      ['1.1.1.1', 21, 25],
      ['2', 27, 57],
      ['3', 60, 62],
    ],
  ],
  [
    'multipartmalt-detach',
    [
      ['1', 20, 21],
      ['2.1', 27, 38],
      ['2.2', 42, 43],
      ['2.3', 47, 48],
      ['3', 53, 54],
    ],
  ],
];

const counts: string[] = [];
const parseCases = (part: string): readonly CorpusCase[] =>
  corpusCases('parse').filter((one) => one.file.includes(part));

describeWithCorpora('MIME structure against other parsers', () => {
  afterAll(() => process.stdout.write(`MIME agreement: ${counts.join(', ')}\n`));

  it("gives mime4j's trees, header fields and decoded bodies", () => {
    const agreed = holds(parseCases('17-mime/mime4j/'), 74, (one) =>
      compareWithMime4j(readMime4jTree(String(one.expected['decoded_xml'])), parseEntity(corpusFile(one.file))),
    );
    counts.push(`mime4j ${agreed}`);
  });

  it('gives the parts of MIME-tools with their types, sizes, names and encodings', () => {
    const cases = parseCases('17-mime/perl-mime-tools/').filter((one) => typeof one.expected['reference'] === 'string');
    const agreed = holds(cases, 17, (one) =>
      compareWithPerl(readPerlReference(String(one.expected['reference'])), parseEntity(corpusFile(one.file))),
    );
    counts.push(`MIME-tools ${agreed}`);
  });

  it("gives the kinds of parts of KDE's object trees where nothing is encrypted or OpenPGP inline", () => {
    const cases = parseCases('messagelib-trees/').filter((one) => !/inline|opaque/.test(one.file));
    const readable = cases.filter((one) => !kdeTree(one).includes('Encrypted'));
    const agreed = holds(readable, 14, (one) => {
      const ours = kindsOf(parseEntity(corpusFile(one.file))).join(' ');
      return ours === kdeTree(one).join(' ') ? [] : [`ours ${ours}, theirs ${kdeTree(one).join(' ')}`];
    });
    counts.push(`KDE ${agreed} (${cases.length - readable.length} encrypted)`);
  });

  it.each(JSMIME)("gives jsmime's part bodies of %s", (file, ranges) => {
    const octets = corpusFile(`17-mime/jsmime/${file}`);
    const root = parseEntity(octets);
    for (const [place, from, to] of ranges) expect(bodyLines(partAt(root, place))).toBe(lineRange(octets, from, to));
  });

  it("reads jsmime's encoded messages and pairs of charsets", () => {
    const nested = parseEntity(corpusFile('17-mime/jsmime/message-encoded'));
    const inner = nested.children.map((part) => part.children[0] as Entity);
    expect(inner.map((message) => message.header.first('subject'))).toEqual([
      'I am a subject',
      '\u79c1\u306f\u3001\u4ef6\u540d\u5348\u524d',
      '\u79c1\u306f\u3001\u4ef6\u540d\u5348\u524d',
    ]);
    const charsets = parseEntity(corpusFile('17-mime/jsmime/charsets')).children;
    expect(charsets).toHaveLength(12);
    const differing = charsets.filter(
      (part, i) => i % 2 === 0 && decodedText(part) !== decodedText(charsets[i + 1] as Entity),
    );
    expect(differing.map((part) => part.contentType.parameters.get('charset'))).toEqual([]);
    const image = parseEntity(corpusFile('17-mime/jsmime/shift-jis-image')).children[1] as Entity;
    expect(toBase64(decodedBody(image))).toMatch(/^iVBORw0KGgo/);
  });

  it('leaves the legacy display of RFC 9788 out of the shown text', () => {
    for (const one of parseCases('01-lamps/rfc9788')) {
      const text = shownText(parseEntity(corpusFile(one.file)));
      expect(text).toContain(one.expected['shown_text_contains']);
      expect(text).not.toContain(one.expected['shown_text_lacks']);
    }
  });

  it('reads every message of every corpus, with ranges that hold', () => {
    const cases = corpusCases().filter((one) => /\.(?:eml|msg|mbox|txt|payload)$|17-mime/.test(one.file));
    const broken = cases.filter((one) => !reads(one.file));
    expect(broken.map((one) => one.file)).toEqual([]);
    counts.push(`read ${cases.length}`);
  });
});

function reads(file: string): boolean {
  const root = parseEntity(corpusFile(file));
  return (
    rangesHold(root) &&
    typeof shownText(root) === 'string' &&
    attachmentsOf(root).every((part) => decodedBody(part).length >= 0)
  );
}

function kdeTree(one: CorpusCase): readonly string[] {
  return kdeKinds(latin1Text(corpusFile(String(one.expected['object_tree_file']))));
}

function partAt(root: Entity, place: string): Entity {
  return place === '' ? root : place.split('.').reduce((e, step) => e.children[Number(step) - 1] as Entity, root);
}
