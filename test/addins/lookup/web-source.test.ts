import { createWebSource, expandTemplate } from '../../../addins/lookup/web-source';
import { type WebHost } from '../../../addins/lookup/web-question';
import { LOOK_UP_LIMITS } from '../../../addins/lookup/limits';
import { type LookUpAnswer } from '../../../shared/index';
import { lookUpSourceContract } from '../../ports/look-up-source.contract';
import { startServer, type LocalServer } from '../revocation/local-server';
import { startWebPlace } from './web-places';

const TEMPLATE = 'https://keys.signet.example/{address}.cer';

lookUpSourceContract('a web address', {
  name: 'web',
  start: (world) =>
    startWebPlace(
      world,
      (host) => createWebSource(host, TEMPLATE, { milliseconds: world.milliseconds }),
      (path, response) => {
        const found = world.people.find(({ address }) => path === `/${encodeURIComponent(address)}.cer`);
        if (found?.certificates[0]) response.end(found.certificates[0]);
        else response.writeHead(404).end('nobody');
      },
    ),
});

describe('the web address for a recipient', () => {
  it.each([
    ['https://k.example/{address}.cer', 'https://k.example/bob.x%2Ba%40example.org.cer'],
    ['https://{domain}/{local}', 'https://example.org/bob.x%2Ba'],
    ['https://k.example/?a={address}&d={domain}', 'https://k.example/?a=bob.x%2Ba%40example.org&d=example.org'],
  ])('puts its parts into %s', (template, expected) => {
    expect(expandTemplate(template, 'Bob.X+a@Example.org')).toBe(expected);
  });

  it.each(['https://k.example/all.cer', 'https://k.example/{domain}', ''])(
    'is none by %j, which names nobody',
    (template) => {
      expect(expandTemplate(template, 'bob@example.org')).toBeUndefined();
    },
  );

  it.each(['bob', 'bob@', 'bob@localhost', 'bob@exa mple.org', 'bob@a/b.org', 'bob@[10.0.0.1]', 'bob@x.org:8080'])(
    'is none for %j',
    (address) => {
      expect(expandTemplate('https://{domain}/{local}', address)).toBeUndefined();
    },
  );

  it('has nothing in its path that leads elsewhere', () => {
    expect(expandTemplate('https://k.example/c/{local}.cer', '"../../x?y#z"@example.org')).toBe(
      'https://k.example/c/%22..%2F..%2Fx%3Fy%23z%22.cer',
    );
  });
});

describe('asking a web address', () => {
  let server: LocalServer;
  let headers: NodeJS.Dict<string | string[]> = {};
  let status = 200;
  beforeAll(async () => {
    server = await startServer((request, response) => {
      headers = request.headers;
      response.writeHead(status, { 'set-cookie': 'a=b', location: 'https://elsewhere.example/' }).end('x');
    });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.asked.length = 0;
    status = 200;
  });

  const ask = async (template: string, more: Partial<WebHost> = {}): Promise<LookUpAnswer | undefined> => {
    const source = createWebSource({ fetch: server.fetch, ...more }, template);
    const [answer] = await source.ask(['bob@example.org'], new AbortController().signal);
    return answer;
  };
  const failureOf = async (template: string, more?: Partial<WebHost>) => {
    const answer = await ask(template, more);
    return answer && 'failure' in answer ? answer.failure : undefined;
  };

  it('says nothing of the user', async () => {
    await ask(TEMPLATE);
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
  });

  it.each([
    'http://keys.signet.example/{address}',
    'https://keys.signet.example:8443/{address}',
    'https://user@keys.signet.example/{address}',
    'https://127.0.0.1/{address}',
    'https://[::1]/{address}',
    'https://192.168.1.1/{address}',
    'https://intranet/{address}',
    'https://keys.local/{address}',
    'ftp://keys.signet.example/{address}',
    'https://keys.signet.example:80/{address}',
  ])('never goes to %s', async (template) => {
    expect(await failureOf(template)).toBe('address-refused');
    expect(server.asked).toEqual([]);
  });

  it('never goes to a name of one’s own network', async () => {
    expect(await failureOf(TEMPLATE, { resolve: () => Promise.resolve(['203.0.113.9', '10.0.0.1']) })).toBe(
      'address-refused',
    );
    expect(server.asked).toEqual([]);
  });

  it('goes nowhere without permission', async () => {
    expect(await failureOf(TEMPLATE, { isPermitted: () => Promise.resolve(false) })).toBe('not-permitted');
    expect(await failureOf(TEMPLATE, { isPermitted: () => Promise.reject(new Error('gone')) })).toBe('not-permitted');
    expect(server.asked).toEqual([]);
  });

  it.each([404, 410])('knows nobody where the server says %d', async (said) => {
    status = said;
    expect(await ask(TEMPLATE)).toEqual({ address: 'bob@example.org', files: [] });
  });

  it.each([204, 301, 302, 401, 403, 429, 500, 503])('has no answer where the server says %d', async (said) => {
    status = said;
    expect(await failureOf(TEMPLATE)).toBe('no-answer');
    expect(server.asked).toHaveLength(1);
  });

  it('takes answers up to a size', async () => {
    const answering = (length: number): Promise<Response> => Promise.resolve(new Response(new Uint8Array(length)));
    expect(await failureOf(TEMPLATE, { fetch: () => answering(LOOK_UP_LIMITS.answerOctets + 1) })).toBe('too-large');
    expect(await ask(TEMPLATE, { fetch: () => answering(LOOK_UP_LIMITS.answerOctets) })).toHaveProperty('files');
  });
});
