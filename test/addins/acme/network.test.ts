import { directoryUrl, sameOrigin } from '../../../addins/acme/addresses';
import { createAcmeNetwork, type AcmeAnswer } from '../../../addins/acme/network';

const DIRECTORY = 'https://ca.example/acme/directory';
const ask = (fetchLike: typeof fetch, url = DIRECTORY, more = {}): Promise<AcmeAnswer> =>
  createAcmeNetwork({ fetch: fetchLike, ...more }).ask(DIRECTORY, { method: 'POST', url, body: '{}' });
const never = (): Promise<never> => Promise.reject(new Error('must not be asked'));

describe('the address of a directory', () => {
  it.each(['https://ca.example/directory', 'https://ca.example:14000/dir', 'https://acme.corp.internal/d'])(
    'may be %s: who is asked was chosen by a person',
    (text) => {
      expect(directoryUrl(text)?.href).toBe(text);
    },
  );

  it.each([
    'http://ca.example/',
    'ftp://ca.example/',
    'https://u:p@ca.example/',
    'https://ca.example/#x',
    'ca.example',
    '',
  ])('is not "%s"', (text) => {
    expect(directoryUrl(text)).toBeUndefined();
  });

  it('is no text without end', () => {
    expect(directoryUrl(`https://ca.example/${'x'.repeat(2_048)}`)).toBeUndefined();
  });
});

describe('the network of a certification authority', () => {
  it.each(['https://elsewhere.example/order', 'http://ca.example/order', 'https://ca.example:444/order', 'order'])(
    'is not asked at %s',
    async (url) => {
      expect(await ask(never, url)).toEqual({ failure: 'address-refused' });
      expect(() => sameOrigin(DIRECTORY, url)).toThrow('address-refused');
    },
  );

  it('is asked without anything of the user, and follows no redirect', async () => {
    const seen: RequestInit[] = [];
    const answer = await ask((_, init = {}) => {
      seen.push(init);
      const headers = { 'replay-nonce': 'n', location: '/acme/order/1', 'retry-after': '3', 'content-type': 'a/b' };
      return Promise.resolve(new Response('body', { status: 201, headers }));
    });
    expect(seen[0]).toMatchObject({
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      headers: { 'content-type': 'application/jose+json' },
    });
    expect(answer).toMatchObject({
      response: { status: 201, replayNonce: 'n', location: 'https://ca.example/acme/order/1', retryAfter: '3' },
    });
  });

  it('is not asked where the user did not permit it', async () => {
    const isPermitted = (): Promise<boolean> => Promise.resolve(false);
    expect(await ask(never, DIRECTORY, { isPermitted })).toEqual({ failure: 'not-permitted' });
    const unknown = (): Promise<boolean> => Promise.reject(new Error('no answer'));
    expect(await ask(never, DIRECTORY, { isPermitted: unknown })).toEqual({ failure: 'not-permitted' });
  });

  it('is given up after a time', async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('late'))));
    expect(await ask(silent, DIRECTORY, { milliseconds: 20 })).toEqual({ failure: 'no-answer' });
  });
});
