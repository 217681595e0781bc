import { hostedPolicyOf } from '../../../addins/outlook/hosted-address';
import { manifestFiles, variantFor } from '../../../manifests/outlook/generate';

const URL_OF = 'https://smime.example.org/signet/policy.json?v=1';
const [A, B] = ['ab'.repeat(32), '0C'.repeat(32)];

describe('what the address of a page says of a policy', () => {
  it('is nothing where the manifest names none', () => {
    expect(hostedPolicyOf('?view=compose&_host_Info=Outlook$Win32')).toBeUndefined();
  });

  it('is where it lies and who may sign it', () => {
    const query = `?view=read&policy=${encodeURIComponent(URL_OF)}&policy-key=${A}&policy-key=${B}&et=`;
    expect(hostedPolicyOf(query)).toEqual({ url: URL_OF, keys: [A, B.toLowerCase()] });
  });

  it.each([
    ['no key is named', `policy=${encodeURIComponent(URL_OF)}`],
    ['no address is named', `policy-key=${A}`],
    ['a key is none', `policy=${encodeURIComponent(URL_OF)}&policy-key=${A}&policy-key=abc`],
    ['it is not https', `policy=${encodeURIComponent('http://x.example/p.json')}&policy-key=${A}`],
    ['it is no address', `policy=policy.json&policy-key=${A}`],
    ['there are two', `policy=https://a.example/p&policy=https://b.example/p&policy-key=${A}`],
  ])('is never that there is none where %s', (_, query) => {
    expect(hostedPolicyOf(`?view=compose&${query}`)).toBe('unusable');
  });

  it('is in the addresses of both panes, in both manifests, and in no other', () => {
    const files = manifestFiles(
      variantFor('https://smime.example.org/signet', { policy: { url: URL_OF, keys: [A, B] } }),
    );
    const text = (files.get('manifest.xml') ?? '').replaceAll('&amp;', '&') + (files.get('manifest.json') ?? '');
    const addresses = [...text.matchAll(/"(https:\/\/smime[^"]*\.(?:html|js)[^"]*)"/g)].map(
      ([, url = '']) => new URL(url),
    );
    const named = addresses.map(
      ({ pathname, search }) => [pathname.split('/').at(-1), hostedPolicyOf(search)] as const,
    );
    const panes = named.filter(([page]) => page === 'task-pane.html').map(([, policy]) => policy);
    expect(panes.length).toBeGreaterThan(5);
    expect(panes).toEqual(panes.map(() => ({ url: URL_OF, keys: [A, B.toLowerCase()] })));
    expect(named.filter(([page, policy]) => page !== 'task-pane.html' && policy !== undefined)).toEqual([]);
  });

  it.each([
    ['POLICY_URL', 'http://x.example/p.json', [A]],
    ['POLICY_KEYS', URL_OF, []],
    ['POLICY_KEYS', URL_OF, ['abc']],
    ['POLICY_KEYS', URL_OF, Array.from({ length: 9 }, () => A)],
  ])('makes no manifest where %s is not usable: %s %j', (what, url, keys) => {
    expect(() => variantFor('https://smime.example.org/signet', { policy: { url, keys } })).toThrow(what);
  });
});
