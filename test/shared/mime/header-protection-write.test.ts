import { type Bytes, latin1Text, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { composeEntity, composeHeader, isPlainSafe } from '../../../shared/mime/compose-mime';
import { entityOctets, parseEntity } from '../../../shared/mime/entity';
import { fieldKey, policyOf, protectedHeader } from '../../../shared/mime/header-protection';
import { HEADER_POLICIES } from '../../../shared/mime/header-protection-policy';
import { type HeaderProtectionOptions, protectHeader } from '../../../shared/mime/header-protection-write';

const ENTITY = composeEntity({ text: 'Hello' });
const lines = (...text: string[]): Bytes => utf8Bytes(text.map((line) => `${line}\r\n`).join(''));

const HEADER = lines(
  'Date: Sat, 20 Feb 2021 10:12:02 -0500',
  'From: Alice <alice@example.test>',
  'To: "Bob, the builder" <bob@example.test>,',
  ' Carol <carol@example.test>',
  'Bcc: dan@example.test',
  'Message-ID: <1@example.test>',
  'Subject: =?UTF-8?B?R3LDvMOfZQ==?=',
  'Keywords: money',
  'MIME-Version: 1.0',
);

const protect = (options: HeaderProtectionOptions, header = HEADER): { payload: string; outer: string } => {
  const { payload, outer } = protectHeader(header, ENTITY, options);
  return { payload: latin1Text(payload), outer: latin1Text(outer) };
};

describe('the header of a message that is signed', () => {
  it('stands inside and outside alike, without HP-Outer (RFC 9788 5.2.1)', () => {
    const { payload, outer } = protect({ encrypt: false });
    expect(outer).toBe(latin1Text(HEADER));
    expect(payload.split('\r\n\r\n')[0]).toBe(
      [
        latin1Text(HEADER).replace('Bcc: dan@example.test\r\n', '').trimEnd(),
        'Content-Type: text/plain; charset=utf-8;',
        ' hp="clear"',
        'Content-Transfer-Encoding: 7bit',
      ].join('\r\n'),
    );
    expect(payload.endsWith('\r\n\r\nHello')).toBe(true);
  });
});

describe('the header of a message that is encrypted', () => {
  it('hides subject, keywords and comments, and says inside what stands outside', () => {
    const { payload, outer } = protect({ encrypt: true });
    expect(outer).toContain('Subject: [...]\r\n');
    expect(outer).not.toContain('Keywords');
    expect(outer).toContain('Bcc: dan@example.test\r\n');
    expect(payload).toContain('\r\nSubject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n');
    expect(payload).toContain('\r\nHP-Outer: Subject: [...]\r\n');
    expect(payload).toContain('\r\nHP-Outer: Message-ID: <1@example.test>\r\n');
    expect(payload).toContain(' hp="cipher"\r\n');
    expect(payload).not.toContain('HP-Outer: Keywords');
    expect(payload).not.toContain('HP-Outer: MIME-Version');
    expect(payload).not.toContain('HP-Outer: Content');
  });

  it('hides names and the time zone where it is to be shy', () => {
    const { outer } = protect({ encrypt: true, policy: 'hcp_shy' });
    expect(outer).toContain('From: alice@example.test\r\n');
    expect(outer).toContain('To: bob@example.test,\r\n carol@example.test\r\n');
    expect(outer).toContain('Date: Sat, 20 Feb 2021 15:12:02 +0000\r\n');
  });

  it('hides nothing where that is asked for, and is cipher all the same (2.1.1)', () => {
    const { payload, outer } = protect({ encrypt: true, policy: 'hcp_no_confidentiality' });
    expect(outer).toBe(latin1Text(HEADER));
    expect(payload).toContain('hp="cipher"');
    expect(payload).toContain('HP-Outer: Keywords: money\r\n');
  });

  it.each(HEADER_POLICIES)('is read back as %s', (policy) => {
    const { payload } = protectHeader(HEADER, ENTITY, { encrypt: true, policy });
    const read = protectedHeader(parseEntity(payload), () => false);
    expect(read).toMatchObject({ form: 'hp', hp: 'cipher' });
    expect(policyOf(read?.fields ?? [], read?.outside ?? [])).toBe(policy);
    const from = read?.fields.find(({ name }) => name === 'from');
    expect(from?.value).toBe('Alice <alice@example.test>');
  });

  it('keeps a folded field equal to its HP-Outer', () => {
    const { payload } = protectHeader(HEADER, ENTITY, { encrypt: true });
    const read = protectedHeader(parseEntity(payload), () => false);
    const to = read?.fields.find(({ name }) => name === 'to');
    expect(to && read?.outside?.some((field) => fieldKey(field) === fieldKey(to))).toBe(true);
  });
});

describe('what goes inside', () => {
  const local = ['Bcc: dan@example.test', 'Received: by x', 'X-Mozilla-Status: 1', 'X-Identity-Key: id1', 'Fcc: /'];

  it.each(local)('is never %s', (line) => {
    for (const encrypt of [false, true]) {
      const { payload, outer } = protect({ encrypt }, lines('From: a@example.test', line));
      expect(payload).not.toContain(line);
      expect(outer).toContain(line);
    }
  });

  it('is no HP-Outer that somebody slipped in', () => {
    const { payload, outer } = protect({ encrypt: true }, lines('From: a@example.test', 'HP-Outer: Subject: x'));
    expect(payload).not.toContain('Subject');
    expect(outer).not.toContain('HP-Outer');
  });

  it('is what the header says of the content, and that stands nowhere else', () => {
    const { payload, outer } = protect({ encrypt: true }, lines('From: a@example.test', 'Content-Language: de'));
    expect(payload).toContain('\r\nContent-Language: de\r\n');
    expect(outer).toBe('From: a@example.test\r\n');
  });

  it('is safe to sign: no line ends in white space', () => {
    const { payload } = protectHeader(lines('From: a@example.test', 'Subject: ', 'X-A: b \t', '  '), ENTITY, {
      encrypt: true,
      policy: 'hcp_no_confidentiality',
    });
    expect(isPlainSafe(payload)).toBe(true);
    expect(latin1Text(payload)).toContain('Subject:\r\nX-A: b\r\n');
  });

  it('leaves every other octet of the entity as it is', () => {
    const entity = composeEntity({ text: 'Hello', attachments: [{ filename: 'a', contentType: '', octets: HEADER }] });
    const { payload } = protectHeader(HEADER, entity, { encrypt: true });
    const [before, after] = [parseEntity(entity), parseEntity(payload)];
    expect(after.children.map((part) => latin1Text(entityOctets(part)))).toEqual(
      before.children.map((part) => latin1Text(entityOctets(part))),
    );
    expect(after.contentType.parameters.get('boundary')).toBe(before.contentType.parameters.get('boundary'));
  });

  it('gets a Content-Type where the entity has none', () => {
    const { payload } = protectHeader(HEADER, canonicalForm(utf8Bytes('\r\nHello')), { encrypt: false });
    const { contentType, bodyStart, source } = parseEntity(payload);
    expect(contentType.value).toBe('text/plain');
    expect(contentType.parameters.get('hp')).toBe('clear');
    expect(latin1Text(source.subarray(bodyStart))).toBe('Hello');
  });
});

it.each([
  ['nothing', ''],
  ['text', 'Hello\r\n'],
  ['a field of the entity', 'From: a@example.test\r\nContent-Type: text/plain\r\n'],
  ['an empty line', 'From: a@example.test\r\n\r\nHello'],
])('%s is no header', (_, header) => {
  expect(() => protectHeader(utf8Bytes(header), ENTITY, { encrypt: true })).toThrow(
    expect.objectContaining({ code: 'malformed-mime' }) as Error,
  );
});

it('takes what composeHeader makes', () => {
  const header = composeHeader({
    from: { name: 'Ä'.repeat(60), address: 'alice@example.test' },
    to: Array.from({ length: 20 }, (_, i) => ({ name: `Number ${i}`, address: `n${i}@example.test` })),
    subject: 'long '.repeat(60).trim(),
    date: new Date('2026-11-23T12:00:00Z'),
    messageId: '<1@example.test>',
    references: Array.from({ length: 20 }, (_, i) => `<${i}@example.test>`).join(' '),
  });
  const { payload } = protectHeader(header, ENTITY, { encrypt: true });
  expect(isPlainSafe(payload)).toBe(true);
  const read = protectedHeader(parseEntity(payload), () => false);
  expect(policyOf(read?.fields ?? [], read?.outside ?? [])).toBe('hcp_baseline');
});
