import { mayBeAsked, NETWORK_LIMITS, permittedUrl } from '../../../addins/revocation/network-rules';

describe('an address that a certificate names', () => {
  it.each([
    ['http://crl.example.org/a.crl', 'http://crl.example.org/a.crl'],
    ['HTTP://CRL.Example.ORG:80/a.crl', 'http://crl.example.org/a.crl'],
    ['https://crl.example.org:443/a', 'https://crl.example.org/a'],
    ['https://crl.example.org:80/a', 'https://crl.example.org:80/a'],
    ['http://crl.example.org./a#part', 'http://crl.example.org./a'],
    ['http://192.0.2.7/a.crl', 'http://192.0.2.7/a.crl'],
    ['http://[2001:db8::7]/a.crl', 'http://[2001:db8::7]/a.crl'],
    ['http://bücher.example/ä.crl', 'http://xn--bcher-kva.example/%C3%A4.crl'],
  ])('%s may be asked', (text, url) => {
    expect(permittedUrl(text)?.href).toBe(url);
  });

  it.each([
    [
      'of another protocol',
      [
        'ldap://crl.example.org/cn=a',
        'ftp://crl.example.org/a',
        'file:///etc/passwd',
        'data:,x',
        'blob:http://a.example/x',
        'javascript:1',
        'ws://a.example/',
      ],
    ],
    [
      'of another port',
      ['http://crl.example.org:8080/', 'http://crl.example.org:25/', 'https://crl.example.org:8443/'],
    ],
    [
      'with a user or a password',
      ['http://user@crl.example.org/', 'http://:secret@crl.example.org/', 'http://user:secret@crl.example.org/'],
    ],
    [
      'that is none',
      [
        '',
        'crl.example.org/a',
        'http://',
        '//crl.example.org/a',
        'http://a b/',
        'http://a.example:99999/',
        'http://1.2.3.4.5/',
      ],
    ],
    [
      'of this machine by name',
      ['http://localhost/', 'http://LOCALHOST./', 'http://a.localhost/', 'http://localhost.localdomain/'],
    ],
    [
      'of a network of one’s own',
      [
        'http://router/',
        'http://router./',
        'http://printer.local/',
        'http://a.internal/',
        'http://a.home.arpa/',
        'http://a.lan/',
        'http://a.corp/',
        'http://a.onion/',
        'http://a.invalid/',
        'http://a..example/',
      ],
    ],
    [
      'of a private address in decimal',
      [
        'http://127.0.0.1/',
        'http://10.1.2.3/',
        'http://192.168.0.1/',
        'http://169.254.169.254/latest',
        'http://100.64.0.1/',
        'http://2130706433/',
        'http://127.0.0.1./',
      ],
    ],
    [
      'of one in octal, hexadecimal or short',
      [
        'http://0177.0.0.1/',
        'http://017700000001/',
        'http://0x7f.0.0.1/',
        'http://0x7f000001/',
        'http://127.1/',
        'http://127.0.1/',
        'http://10.1/',
        'http://0/',
        'http://0xa9fea9fe/',
      ],
    ],
    [
      'of one in other letters',
      ['http://１２７.0.0.1/', 'http://127。0。0。1/', 'http://%31%32%37.0.0.1/', 'http://ⓛocalhost/'],
    ],
    [
      'of one in IPv6',
      [
        'http://[::1]/',
        'http://[::]/',
        'http://[::ffff:127.0.0.1]/',
        'http://[::ffff:7f00:1]/',
        'http://[::ffff:0:127.0.0.1]/',
        'http://[fe80::1]/',
        'http://[fd00::1]/',
        'http://[64:ff9b::7f00:1]/',
        'http://[ff02::1]/',
      ],
    ],
  ])('%s may not', (_, texts) => {
    expect(texts.filter((text) => permittedUrl(text) !== undefined)).toEqual([]);
  });

  it('may not be of any length', () => {
    const of = (length: number): string => 'http://crl.example.org/'.padEnd(length, 'a');
    expect(permittedUrl(of(NETWORK_LIMITS.urlLength))).toBeDefined();
    expect(permittedUrl(of(NETWORK_LIMITS.urlLength + 1))).toBeUndefined();
  });
});

it('a name may be asked when every address of it is public', () => {
  expect(mayBeAsked(['192.0.2.1', '2001:db8::1'])).toBe(true);
  expect(mayBeAsked(['192.0.2.1', '127.0.0.1'])).toBe(false);
  expect(mayBeAsked(['fe80::1%2'])).toBe(false);
  expect(mayBeAsked([])).toBe(false);
});
