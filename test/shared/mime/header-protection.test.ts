import { utf8Bytes } from '../../../shared/base/bytes';
import { parseEntity } from '../../../shared/mime/entity';
import {
  hasLegacyDisplay,
  isStructural,
  fieldKey,
  policyOf,
  protectedHeader,
  sameSender,
} from '../../../shared/mime/header-protection';
import { outsideValue } from '../../../shared/mime/header-protection-policy';
import { lines } from './octets';

const read = (...header: string[]) => protectedHeader(parseEntity(lines(...header, '', 'body')), () => false);

describe('the header of a cryptographic payload (RFC 9788 4.2.1)', () => {
  it('parts HP-Outer at its first colon, and what it says of structure is passed over', () => {
    const header = read(
      'Subject: a: b',
      'HP-Outer: Subject: [...]',
      'HP-Outer:From:x:y',
      'HP-Outer: no colon',
      'HP-Outer: : nameless',
      'HP-Outer: Content-Type: text/html',
      'Content-Type: text/plain; hp=cipher',
    );
    expect(header?.fields).toEqual([{ name: 'subject', value: 'a: b' }]);
    expect(header?.outside).toEqual([
      { name: 'subject', value: '[...]' },
      { name: 'from', value: 'x:y' },
    ]);
  });

  it('passes HP-Outer over where nothing was meant to be hidden', () => {
    expect(read('HP-Outer: Subject: x', 'Content-Type: text/plain; hp="CLEAR"')).toMatchObject({
      hp: 'clear',
      outside: [],
    });
  });

  it('is that of a message inside, as RFC 8551 3.1 has it, unless it was forwarded', () => {
    const payload = (type: string, inner: readonly string[] = []) =>
      parseEntity(lines('Subject: outside', `Content-Type: ${type}`, '', 'Subject: inside', ...inner, '', 'body'));
    expect(protectedHeader(payload('message/rfc822'), () => false)).toMatchObject({
      form: 'rfc8551',
      hp: undefined,
      fields: [{ name: 'subject', value: 'inside' }],
      outside: undefined,
      root: { contentType: { value: 'text/plain' } },
    });
    expect(protectedHeader(payload('message/rfc822; forwarded=no'), () => false)?.form).toBe('rfc8551');
    expect(protectedHeader(payload('message/rfc822; forwarded=YES'), () => false)).toBeUndefined();
    expect(protectedHeader(payload('message/rfc822'), () => true)).toBeUndefined();
    const inner = ['Content-Type: text/plain; hp=clear'];
    expect(protectedHeader(payload('message/rfc822', inner), () => false)).toBeUndefined();
    const sealed = protectedHeader(payload('message/rfc822; hp=cipher'), () => true);
    expect(sealed).toMatchObject({ form: 'hp', fields: [{ name: 'subject', value: 'outside' }] });
  });

  it.each(['v1', 'V1'])('is that of the payload where an older program says protected-headers=%s', (version) => {
    expect(
      read('Subject: x', 'HP-Outer: Subject: y', `Content-Type: text/plain; protected-headers=${version}`),
    ).toEqual(
      expect.objectContaining({
        form: 'protected-headers',
        hp: undefined,
        fields: [{ name: 'subject', value: 'x' }],
        outside: undefined,
      }),
    );
  });

  it('knows names of one letter, and names and values apart from the spaces around them', () => {
    const header = read('HP-Outer: a :b ', 'HP-Outer: X-Note :  c  d', 'Content-Type: text/plain; hp=cipher');
    expect(header?.form).toBe('hp');
    expect(header?.outside).toEqual([
      { name: 'a', value: 'b' },
      { name: 'x-note', value: 'c  d' },
    ]);
  });

  it.each(['', '; hp=""', '; hp="both"', '; protected-headers="v2"'])('is not there with %j', (more) =>
    expect(read('Subject: x', `Content-Type: text/plain${more}`)).toBeUndefined(),
  );

  it.each([
    ['Content-Type', true],
    ['mime-version', true],
    ['CONTENT-LANGUAGE', true],
    ['Subject', false],
    ['X-MIME-Version', false],
    ['MIME-Version-X', false],
    ['X-Content-Type', false],
  ])('%s is structural: %s', (name, expected) => expect(isStructural(name)).toBe(expected));
});

describe('what a policy leaves outside (RFC 9788 3.2)', () => {
  it.each([
    ['hcp_baseline', 'Subject', 'x', '[...]'],
    ['hcp_baseline', 'KEYWORDS', 'x', undefined],
    ['hcp_baseline', 'Comments', 'x', undefined],
    ['hcp_baseline', 'From', 'A <a@x.example>', 'A <a@x.example>'],
    ['hcp_shy', 'From', 'A <a@x.example>', 'a@x.example'],
    ['hcp_shy', 'Cc', '"B, C" <b@x.example>, d@x.example', 'b@x.example,\r\n d@x.example'],
    ['hcp_shy', 'To', 'nobody at all', 'nobody at all'],
    ['hcp_shy', 'Date', 'Sat, 20 Feb 2021 10:12:02 -0500', 'Sat, 20 Feb 2021 15:12:02 +0000'],
    ['hcp_shy', 'Date', 'yesterday', 'yesterday'],
    ['hcp_shy', 'Reply-To', 'A <a@x.example>', 'A <a@x.example>'],
    ['hcp_no_confidentiality', 'Subject', 'x', 'x'],
  ] as const)('%s, %s: %s becomes %s', (policy, name, value, expected) =>
    expect(outsideValue(policy, name, value)).toBe(expected),
  );

  it('is told from the outcome, or not at all', () => {
    const fields = [{ name: 'subject', value: 'x' }];
    expect(policyOf(fields, [{ name: 'subject', value: '[...]' }])).toBe('hcp_baseline');
    expect(policyOf(fields, fields)).toBe('hcp_no_confidentiality');
    expect(policyOf(fields, [{ name: 'subject', value: '...' }])).toBeUndefined();
    expect(policyOf(fields, [...fields, { name: 'to', value: 'y' }])).toBeUndefined();
    const more = [...fields, { name: 'to', value: 'A <a@x.example>, b@x.example' }, { name: 'comments', value: 'c' }];
    const shy = { name: 'to', value: 'a@x.example, b@x.example' };
    expect(policyOf(more, [{ name: 'subject', value: '[...]' }, shy])).toBe('hcp_shy');
    expect(
      policyOf(more, [
        { name: 'subject', value: '[...]' },
        { ...shy, value: 'z@x.example' },
      ]),
    ).toBeUndefined();
    expect(policyOf(more, [{ name: 'subject', value: '...' }, shy])).toBeUndefined();
  });
});

it.each([
  ['a  b', 'a\t b', true],
  ['a b', 'a B', false],
  ['a b', 'ab', false],
  [' a\t', 'a', true],
  ['a \t b', 'a b', true],
])('%j and %j are the same value: %s', (one, other, expected) =>
  expect(fieldKey({ name: 'x', value: one }) === fieldKey({ name: 'x', value: other })).toBe(expected),
);

it.each([
  [['A <a@x.example>'], ['a@X.EXAMPLE'], true],
  [['a@x.example'], ['b@x.example'], false],
  [['a@x.example', 'a@x.example'], ['a@x.example'], false],
  [['a@x.example'], ['a@x.example, a@x.example'], false],
  [['a@x.example'], [], false],
])('%j and %j name one sender: %s', (inner, outer, expected) => expect(sameSender(inner, outer)).toBe(expected));

it.each([
  ['text/plain; hp-legacy-display=1', true],
  ['text/plain; hp-legacy-display=2', false],
  ['text/html; hp-legacy-display=1', true],
  ['text/plain', false],
  ['text/calendar; hp-legacy-display=1', false],
])('%s has a legacy display: %s', (type, expected) =>
  expect(hasLegacyDisplay(parseEntity(utf8Bytes(`Content-Type: ${type}\r\n\r\n`)))).toBe(expected),
);

it('a multipart has a legacy display where any part has one', () => {
  const part = (more: string) => ['--b', `Content-Type: text/plain${more}`, '', 'x'];
  const multipart = (...parts: readonly string[]) =>
    parseEntity(lines('Content-Type: multipart/mixed; boundary=b; hp-legacy-display=1', '', ...parts, '--b--'));
  expect(hasLegacyDisplay(multipart(...part(''), ...part('; hp-legacy-display=1')))).toBe(true);
  expect(hasLegacyDisplay(multipart(...part(''), ...part('')))).toBe(false);
});
