import { corporaPresent, describeWithCorpora } from '../support/corpora';
import { jsmimeTests } from './mime-jsmime';

const LENIENT = 'where RFC 2231 is broken jsmime drops the value, we keep what can be read of it';
const NOT_VALID = 'octets that are not of the charset: jsmime drops the value, we show U+FFFD';
const TRIMMED = 'values of fields are trimmed before they come to us';
const PADDING = 'padding inside base64 ends it for us (RFC 2045 6.8), jsmime reads on';

/** Values that jsmime, which is Thunderbird's, reads otherwise, by the beginning of the test's name. */
const APART: Readonly<Record<string, string>> = {
  "attachment; filename=basic; filename*0*=UTF-8''multi; filename*1=line; filename*0*=UTF-8''wrong":
    'a second series of pieces: the first of each number counts, so that its third is the third piece',
  'attachment; filename=IT839': 'control characters become spaces',
  "attachment; filename *=utf-8''foo-%41": 'white space in front of "*": jsmime drops the value',
  "attachment; filename*=''foo": LENIENT,
  "attachment; filename*=a''foo": LENIENT,
  "attachment; filename*=UTF-8'foo-%41": LENIENT,
  'attachment; filename*=foo-%41': LENIENT,
  "attachment; filename*=UTF-8''A%e4B": NOT_VALID,
  "attachment; filename*0*=UTF-8''A%e4B": NOT_VALID,
  'attachment; extension=bla filename=foo': 'names with blanks and no quotes are many: we keep what follows a blank',
  "attachment; filename*=UTF-8''%41%42%43%E2%80%AE": 'marks that turn the writing are dropped where a name is shown',
  '=?utf-8?Q??=  ': TRIMMED,
  ' =?UTF-8?q?EncodedFWS?= ': TRIMMED,
  '=?NoSuchCharset?Q?ab?=': 'an unknown charset is read as ASCII where that is what it holds',
  '=?us-ascii?Q?=09Edward_Rosten?=': 'control characters become spaces',
  '=?us-ascii?B?YWJjZA=?=': 'a group cut off: we keep its whole octets',
  '=?us-ascii?B?Y=WJjZA==?=': PADDING,
  '=?us-ascii?B?Y=WJj==ZA==?=': PADDING,
};

const SUITES = ['parseParameterHeader', 'parseParameterHeader (2231/2047 support)', 'decodeRFC2047Words'];

describeWithCorpora("jsmime's tests of RFC 2231 and RFC 2047, over our reading", () => {
  const all = corporaPresent ? jsmimeTests('17-mime/jsmime/test_header.js.txt') : [];
  const tests = all.flatMap(({ name, run }) => {
    const suite = SUITES.find((one) => name.startsWith(`${one}: `));
    return suite === undefined ? [] : [{ value: name.slice(suite.length + 2), run }];
  });

  it('are all there', () => expect(tests.length).toBeGreaterThan(140));

  it('hold, but for the values that we read otherwise on purpose', async () => {
    const wrong: string[] = [];
    const used = new Set<string>();
    for (const { value, run } of tests) {
      const holds = await run().then(
        () => true,
        () => false,
      );
      const exception = Object.keys(APART).find((beginning) => value.startsWith(beginning));
      if (exception !== undefined && !holds) used.add(exception);
      else if (!holds) wrong.push(value);
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(APART).filter((one) => !used.has(one))).toEqual([]);
  });
});
