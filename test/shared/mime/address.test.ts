import * as fc from 'fast-check';
import {
  addressesIn,
  formatMailboxes,
  isAddress,
  type Mailbox,
  parseMailboxes,
  sameAddress,
  soleMailbox,
} from '../../../shared/mime/address';
import { codeOf } from './octets';

const addresses = (value: string): readonly string[] => parseMailboxes(value).map((mailbox) => mailbox.address);

describe('address lists, reading (RFC 5322 3.4)', () => {
  it.each<[string, readonly [string, string][]]>([
    ['a@b.example', [['', 'a@b.example']]],
    ['<a@b.example>', [['', 'a@b.example']]],
    [
      'Mary Smith <mary@x.test>, jdoe@example.org',
      [
        ['Mary Smith', 'mary@x.test'],
        ['', 'jdoe@example.org'],
      ],
    ],
    ['"Joe Q. Public" <john.q.public@example.com>', [['Joe Q. Public', 'john.q.public@example.com']]],
    ['"Giant; \\"Big\\" Box" <s@example.net>', [['Giant; "Big" Box', 's@example.net']]],
    [
      'A Group:Ed Jones <joe@where.test>,john@one.test;',
      [
        ['Ed Jones', 'joe@where.test'],
        ['', 'john@one.test'],
      ],
    ],
    ['Undisclosed recipients:;', []],
    [
      'Friends: a@b.c; d@e.f',
      [
        ['', 'a@b.c'],
        ['', 'd@e.f'],
      ],
    ],
    ['Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>', [['Pete', 'pete@silly.test']]],
    ['a@b.c (John (Jack) Doe)', [['John (Jack) Doe', 'a@b.c']]],
    [
      'Mary Smith <@node.test:mary@example.net>, , jdoe@test . example',
      [
        ['Mary Smith', 'mary@example.net'],
        ['', 'jdoe@test.example'],
      ],
    ],
    ['"quoted local"@x.test', [['', '"quoted local"@x.test']]],
    ['x@[IPv6:2001:db8::1]', [['', 'x@[IPv6:2001:db8::1]']]],
    ['=?utf-8?q?J=C3=B6rg?= <j@x.test>', [['Jörg', 'j@x.test']]],
    ['Jörg <jörg@dömäin.example>', [['Jörg', 'jörg@dömäin.example']]],
    ['A <a@b.c', [['A', 'a@b.c']]],
    ['', []],
    [' , ;', []],
    ['<>', []],
    ['"a:b" <c@d.e>', [['a:b', 'c@d.e']]],
    [
      'x@[IPv6:::1], y@z.w',
      [
        ['', 'x@[IPv6:::1]'],
        ['', 'y@z.w'],
      ],
    ],
    ['<@node.test,@other.test:mary@example.net>', [['', 'mary@example.net']]],
    ['"a\\', [['', '"a\\\\"']]],
    ['a@b.c (d\\', [['d\\', 'a@b.c']]],
    ['A (not shown) B <a@b.c>', [['A B', 'a@b.c']]],
    ['(shown) <a@b.c>', [['shown', 'a@b.c']]],
    ['john . doe @ x . test', [['', 'john.doe@x.test']]],
    ['Name <>', []],
  ])('%s', (value, expected) => {
    expect(parseMailboxes(value).map(({ name, address }) => [name, address])).toEqual(expected);
  });

  it('takes an address only from where one stands', () => {
    expect(addresses('"boss@good.example" <eve@evil.example>')).toEqual(['eve@evil.example']);
    expect(addresses('boss@good.example <eve@evil.example>')).toEqual(['eve@evil.example']);
    expect(addresses('<boss@good.example> <eve@evil.example>')).toEqual(['eve@evil.example']);
    expect(addresses('eve@evil.example (boss@good.example)')).toEqual(['eve@evil.example']);
    expect(addresses('=?utf-8?q?boss=40good.example=00?= <eve@evil.example>')).toEqual(['eve@evil.example']);
  });

  it('never decodes an address', () => {
    expect(addresses('<=?utf-8?q?boss=40good.example=3E?=@evil.example>')).toEqual([
      '=?utf-8?q?boss=40good.example=3E?=@evil.example',
    ]);
  });

  it('keeps what makes no sense as it is, so that it matches nothing', () => {
    for (const value of ['a@b.c d@e.f', 'just words', 'a b@c.d']) {
      expect(addresses(value)).toHaveLength(1);
      expect(isAddress(addresses(value)[0] ?? '')).toBe(false);
    }
  });

  it('lets no control character into a name or an address', () => {
    const [mailbox] = parseMailboxes('=?utf-8?q?a=0D=0Ab?= <"a\u0007"@b.c>');
    expect(mailbox).toEqual({ name: 'a b', address: '"a "@b.c' });
  });

  it('reads any text without throwing', () => {
    const unit = fc.constantFrom(...Array.from('ab@<>(),;:"\\[] .=?'));
    fc.assert(fc.property(fc.string({ unit }), (value) => void parseMailboxes(value)));
  });
});

describe('the one sender', () => {
  it.each(['a@b.c', '<a@b.c>', 'Name <a@b.c>', 'Name <a@b.c> (comment)', ' a@b.c , ', '"x@y.z" <a@b.c>'])(
    'is the mailbox of %j',
    (value) => expect(soleMailbox([value])?.address).toBe('a@b.c'),
  );

  it.each([
    '',
    'a@b.c, d@e.f',
    'Group: a@b.c;',
    '"x" <>, a@b.c',
    '<x@y.z> <a@b.c>',
    'Name <a@b.c>: x@y.z',
    '<a@b.c> x@y.z',
    '<a@b.c> x',
    '<a@b.c> "x"',
  ])('is nobody in %j', (value) => expect(soleMailbox([value])).toBeUndefined());

  it.each(['a@b.c <x@y.z> <a@b.c>', '<a@b.c> <', 'Group: <a@b.c>', 'a@b.c; "x"', 'a@b.c, (comment)'])(
    'is nobody in %j, which others read otherwise',
    (value) => expect(soleMailbox([value])).toBeUndefined(),
  );

  it('is nobody where there is no field, or a second one', () => {
    expect(soleMailbox([])).toBeUndefined();
    expect(soleMailbox(['a@b.c', 'a@b.c'])).toBeUndefined();
    expect(soleMailbox(['a@b.c', ''])).toBeUndefined();
  });
});

describe('address lists, writing', () => {
  it.each<[Mailbox, string]>([
    [{ name: '', address: 'a@b.c' }, 'a@b.c'],
    [{ name: 'Bob', address: 'a@b.c' }, 'Bob <a@b.c>'],
    [{ name: 'Bob, \\', address: 'a@b.c' }, '"Bob, \\\\" <a@b.c>'],
    [{ name: ' Bob', address: 'a@b.c' }, '=?UTF-8?B?IEJvYg==?=\r\n <a@b.c>'],
    [{ name: 'x'.repeat(200), address: 'a@b.c' }, `${'x'.repeat(200)} <a@b.c>`],
    [{ name: 'Doe, "J"', address: 'a@b.c' }, '"Doe, \\"J\\"" <a@b.c>'],
    [{ name: 'Jörg', address: 'a@b.c' }, '=?UTF-8?B?SsO2cmc=?=\r\n <a@b.c>'],
  ])('%j', (mailbox, expected) => expect(formatMailboxes([mailbox])).toBe(expected));

  it.each<Mailbox>([
    { name: 'a\r\nBcc: x@y.z', address: 'a@b.c' },
    { name: '', address: 'a@b.c\r\nBcc: x@y.z' },
    { name: '', address: 'a@b.c>, <x@y.z' },
    { name: '', address: 'a@b.c, x@y.z' },
    { name: '', address: 'a b@c.d' },
    { name: '', address: 'nobody' },
    { name: '', address: '' },
  ])('refuses %j', (mailbox) => expect(codeOf(() => formatMailboxes([mailbox]))).toBe('malformed-mime'));

  it('reads back as the same mailboxes', () => {
    const name = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .filter((value) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value))
      .map((value) => value.replace(/\s+/g, ' ').trim());
    const address = fc.constantFrom('a@b.c', 'x.y+z@sub.example', '"odd one"@b.c', 'jörg@b.example', 'v@[192.0.2.1]');
    fc.assert(
      fc.property(fc.array(fc.record({ name, address }), { maxLength: 5 }), (list) => {
        expect(parseMailboxes(formatMailboxes(list).replace(/\r\n/g, ''))).toEqual(list);
      }),
    );
  });
});

describe('the form local@domain', () => {
  const long = (length: number): string => `${'a'.repeat(length - 4)}@b.c`;

  it.each(['a@b.c', 'a.b@c', '"a b"@c.d', '"a\\"b"@c.d', 'a@[192.0.2.1]', 'é@ü.example', long(320)])('is %j', (value) =>
    expect(isAddress(value)).toBe(true),
  );

  it.each([
    '',
    '@b.c',
    'a@',
    'a.@b.c',
    '.a@b.c',
    'a..b@c.d',
    'a"b"@c.d',
    '"a"b@c.d',
    '"a""b"@c.d',
    '"a\\\u0007"@c.d',
    'a@b@c.d',
    'a@[b]c',
    'a@b[c]',
    'a@[b c]',
    'a@b..c',
    long(321),
  ])('is not %j', (value) => expect(isAddress(value)).toBe(false));
});

describe('equality of addresses', () => {
  it.each([
    ['a@b.c', 'a@B.C'],
    ['Alice@b.c', 'alice@b.c'],
    ['a@b.c.', 'a@b.c'],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ['a@BÜCHER.example', 'a@XN--BCHER-KVA.example'],
  ])('%s equals %s', (a, b) => expect(sameAddress(a, b)).toBe(true));

  it.each([
    ['a@b.c', 'b@b.c'],
    ['a@b.c', 'a@b.c '],
    ['a@b.c', 'a@b.c.d'],
    ['é@b.c', 'É@b.c'],
    ['', ''],
    ['a', 'a'],
    ['@b', '@b'],
    ['a@', 'a@'],
    ['a@ex%61mple.org', 'a@example.org'],
    ['a@b.c/x', 'a@b.c'],
    ['a@0x7f.1', 'a@127.0.0.1'],
    ['a@bücher.example/x', 'a@bücher.example'],
  ])('%s does not equal %s', (a, b) => expect(sameAddress(a, b)).toBe(false));
});

describe('addresses in a display name', () => {
  it.each([
    ['ceo@bank.example', 'ceo@bank.example'],
    ['ceo＠bank．example', 'ceo@bank.example'],
    ['ceo@bank。example', 'ceo@bank.example'],
    ['ceo@bank·example', 'ceo@bank.example'],
    ['ceo@bank‧example', 'ceo@bank.example'],
    ['ceo@\u200abank.example', 'ceo@bank.example'],
    ['ceo @ bank .example', 'ceo@bank.example'],
    ['c\u200beo@bank.example', 'ceo@bank.example'],
  ])('are found as a person reads them: %s', (name, address) => {
    expect(addressesIn(`The Boss <${name}>`)).toEqual([address]);
  });

  it.each(['Dr. Meier', 'me @ work', 'J. R. Hartley', '@home', 'a@b'])('are not what is none: %s', (name) => {
    expect(addressesIn(name)).toEqual([]);
  });
});
