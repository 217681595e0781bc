import { readCommandLine } from '../../../addins/cli/command-line';
import { readRequest, readRequestLine, readTime } from '../../../addins/cli/request';

describe('the command line', () => {
  it('takes every option of the contract', () => {
    const line = readCommandLine(
      [
        'a.eml --json --content c --anchors r1 --anchors r2 --intermediates i --crls l --ocsp o --require-revocation',
        '--at 2026-01-02T03:04:05Z --pfx p1 --passphrase x --pfx p2 --passphrase y --key k --cert e --password w',
        '--secret-key 00ff --secret-key-id 0a --email a@b --purpose encrypt --policy 1.2.3 --policy 1.2.4',
        '--require-explicit-policy --inhibit-any-policy --inhibit-policy-mapping --text --structure',
      ].flatMap((text) => text.split(' ')),
    );
    expect(line).toEqual({
      mode: 'json',
      requests: [
        {
          file: 'a.eml',
          content: 'c',
          anchors: ['r1', 'r2'],
          intermediates: ['i'],
          crls: ['l'],
          ocsp: ['o'],
          requireRevocation: true,
          at: '2026-01-02T03:04:05Z',
          pfx: ['p1', 'p2'],
          passphrase: ['x', 'y'],
          key: ['k'],
          cert: ['e'],
          password: 'w',
          secretKey: '00ff',
          secretKeyId: '0a',
          email: 'a@b',
          purpose: 'encrypt',
          policy: ['1.2.3', '1.2.4'],
          requireExplicitPolicy: true,
          inhibitAnyPolicy: true,
          inhibitPolicyMapping: true,
          text: true,
          structure: true,
        },
      ],
    });
  });

  it('asks the same of each of several files, and takes what follows -- as files', () => {
    const line = readCommandLine(['--email=a@b', 'one', '--', '--two']);
    expect(line).toMatchObject({ mode: 'report', requests: [{ file: 'one', email: 'a@b' }, { file: '--two' }] });
  });

  it('pairs a certificate with the key named before it', () => {
    const line = readCommandLine('f --key k1 --key k2 --cert c2 --key k3'.split(' '));
    expect(line).toMatchObject({ requests: [{ key: ['k1', 'k2', 'k3'], cert: [null, 'c2'] }] });
  });

  it('takes a passphrase that looks like an option, and an empty one', () => {
    expect(readCommandLine(['f', '--passphrase', '--x', '--passphrase', ''])).toMatchObject({
      requests: [{ passphrase: ['--x', ''] }],
    });
  });

  it.each([
    [['']],
    [['f', '--nothing']],
    [['f', '-x']],
    [['f', '--at']],
    [['f', '--at', 'yesterday']],
    [['f', '--purpose', 'fun']],
    [['f', '--secret-key', 'xyz']],
    [['f', '--text=yes']],
    [['f', '--id', '1']],
    [['--jsonl', 'f']],
    [[]],
  ])('is wrong with %j', (args) => {
    const line = readCommandLine(args);
    if (args[0] === '') expect(line).toMatchObject({ requests: [{ file: '' }] });
    else expect(line.mode).toBe('wrong');
  });
});

describe('a request line', () => {
  it('passes over fields that it does not know, null, and a single string for a list', () => {
    expect(readRequestLine('{"id":"1","file":"f","anchors":"a","at":null,"cert":[null,"c"],"more":{}}')).toEqual({
      kind: 'request',
      request: { id: '1', file: 'f', anchors: ['a'], cert: [null, 'c'] },
    });
  });

  it.each(['', '[]', 'null', '"f"', '{', '{"id":"7"}', '{"id":"7","file":1}', '{"id":"7","file":"f","text":"yes"}'])(
    'is wrong: %s',
    (line) => {
      const reading = readRequestLine(line);
      expect(reading.kind).toBe('wrong');
      if (line.includes('"id"')) expect(reading).toMatchObject({ id: '7' });
    },
  );

  it('cannot reach the prototype', () => {
    const reading = readRequest(JSON.parse('{"file":"f","__proto__":{"text":true}}'));
    expect(reading).toEqual({ kind: 'request', request: { file: 'f' } });
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T10:00', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T10:00:00+02:00', '2026-11-23T08:00:00.000Z'],
    ['2026-11-23T10:00:00.5z', '2026-11-23T10:00:00.500Z'],
  ])('%s', (text, expected) => {
    expect(readTime(text)?.toISOString()).toBe(expected);
  });

  it.each(['', 'now', '2026-13-01', '23.11.2026', '1700000000'])('is none: %s', (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});
