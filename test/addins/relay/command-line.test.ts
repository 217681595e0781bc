import { readRelayCommand } from '../../../addins/relay/command-line';

const ORIGIN = ['--origin', 'https://smime.example.org'];

describe('the relay', () => {
  it('serves the named origins, by itself on this machine only', () => {
    expect(readRelayCommand([...ORIGIN, '--origin', 'https://other.example.org:8443'])).toEqual({
      mode: 'serve',
      settings: {
        origins: ['https://smime.example.org', 'https://other.example.org:8443'],
        host: '127.0.0.1',
        port: 8446,
        isBehindProxy: false,
        denied: [],
      },
    });
  });

  it('takes every option', () => {
    const more = ['--listen', '[::]:443', '--certificate', 'a.pem', '--key', 'b.pem', '--behind-proxy'];
    expect(readRelayCommand([...ORIGIN, ...more, '--per-minute', '7'])).toMatchObject({
      settings: {
        host: '::',
        port: 443,
        tls: { certificate: 'a.pem', key: 'b.pem' },
        isBehindProxy: true,
        perMinute: 7,
      },
    });
    expect(readRelayCommand([...ORIGIN, '--deny', '198.51.100.0/24', '--deny', '2001:db8:64::/96'])).toMatchObject({
      settings: {
        denied: [
          { address: '198.51.100.0', prefix: 24 },
          { address: '2001:db8:64::', prefix: 96 },
        ],
      },
    });
    expect(readRelayCommand(['--help'])).toEqual({ mode: 'help' });
  });

  it.each([
    ['no origin', []],
    ['an origin with a path', ['--origin', 'https://smime.example.org/addin']],
    ['an origin with a slash', ['--origin', 'https://smime.example.org/']],
    ['any origin', ['--origin', '*']],
    ['plain http to others', [...ORIGIN, '--listen', '0.0.0.0:80']],
    ['a certificate without its key', [...ORIGIN, '--certificate', 'a.pem']],
    ['a port that is none', [...ORIGIN, '--listen', '127.0.0.1:65536']],
    ['a place that is none', [...ORIGIN, '--listen', '8446']],
    ['a number that is none', [...ORIGIN, '--per-minute', '1e3']],
    ['a network without its length', [...ORIGIN, '--deny', '198.51.100.0']],
    ['a network that is too long', [...ORIGIN, '--deny', '198.51.100.0/33']],
    ['a network by name', [...ORIGIN, '--deny', 'example.org/24']],
    ['an unknown option', [...ORIGIN, '--log', 'file']],
    ['a word too many', [...ORIGIN, 'now']],
  ])('does not start with %s', (_, args) => {
    expect(readRelayCommand(args).mode).toBe('wrong');
  });
});
