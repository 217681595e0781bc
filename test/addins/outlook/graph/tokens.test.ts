import { createDraftRemover } from '../../../../addins/outlook/graph/draft-remover';
import { createNestedAppTokens } from '../../../../addins/outlook/graph/nested-app-token';
import { createPlaygroundTokens } from '../../../../addins/outlook/graph/playground-token';
import { readPlayground } from '../../../../addins/outlook/playground-policy';
import { latin1Text } from '../../../../shared/index';
import { fakeGraph } from './fake-graph';

const silent = jest.fn<Promise<{ accessToken: string }>, [object]>();
const popup = jest.fn<Promise<{ accessToken: string }>, [object]>();
jest.mock('@azure/msal-browser', () => ({
  createNestablePublicClientApplication: () =>
    Promise.resolve({ acquireTokenSilent: silent, acquireTokenPopup: popup }),
}));

const answering = (make: () => Response | Promise<Response>) => {
  const asked: string[] = [];
  const fetchLike = ((url: string) => {
    asked.push(url);
    return Promise.resolve(make());
  }) as unknown as typeof fetch;
  return { asked, fetchLike };
};
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

describe('tokens of the playground', () => {
  it('are asked for once, and anew when refused', async () => {
    const { asked, fetchLike } = answering(() => json({ accessToken: 'a' }));
    const tokens = createPlaygroundTokens(fetchLike);
    await tokens.token();
    await tokens.token();
    await tokens.token({ renew: true });
    expect(asked).toHaveLength(2);
  });

  it.each([json({}), json({ accessToken: 1 }), json({}, 500)])(
    'that are none reject with sign-in',
    async (response) => {
      const { fetchLike } = answering(() => response.clone());
      await expect(createPlaygroundTokens(fetchLike).token()).rejects.toMatchObject({ subject: 'sign-in' });
    },
  );
});

describe('tokens by nested app authentication', () => {
  beforeEach(() => {
    silent.mockReset();
    popup.mockReset();
  });

  it('come without a window where the user is signed in', async () => {
    silent.mockResolvedValue({ accessToken: 'quiet' });
    expect(await createNestedAppTokens('client').token()).toBe('quiet');
    expect(popup).not.toHaveBeenCalled();
  });

  it.each([
    [{ name: 'ServerError', message: 'AADSTS90094: The grant requires admin permission.' }, 'not-allowed'],
    [{ name: 'ServerError', message: 'access_denied', errorCode: 'access_denied' }, 'sign-in'],
    [{ name: 'BrowserAuthError', message: 'user_cancelled', errorCode: 'user_cancelled' }, 'sign-in'],
    [{ name: 'ServerError', message: 'AADSTS900941' }, 'sign-in'],
  ])('that are refused say whether the organisation does it: %j', async (refused, subject) => {
    const error = Object.assign(new Error(refused.message), refused);
    silent.mockRejectedValue(error);
    popup.mockRejectedValue(error);
    await expect(createNestedAppTokens('client').token()).rejects.toMatchObject({ code: 'host', subject });
  });

  it('are forced anew when refused', async () => {
    silent.mockResolvedValue({ accessToken: 'new' });
    await createNestedAppTokens('client').token({ renew: true });
    expect(silent.mock.calls[0]?.[0]).toMatchObject({ forceRefresh: true });
  });

  it('come by a window otherwise, and reject with sign-in where that fails', async () => {
    silent.mockRejectedValue(new Error('interaction_required'));
    popup.mockResolvedValueOnce({ accessToken: 'asked' }).mockRejectedValueOnce(new Error('closed'));
    const tokens = createNestedAppTokens('client');
    expect(await tokens.token()).toBe('asked');
    await expect(tokens.token()).rejects.toMatchObject({ code: 'host', subject: 'sign-in' });
  });
});

describe('removing the draft', () => {
  it('is for good where the server can', async () => {
    const { client, requests } = fakeGraph(() => ({ status: 204 }));
    await createDraftRemover(client).remove('id');
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /me/messages/id/permanentDelete']);
  });

  it.each([204, 404])('is by DELETE otherwise, which may find it gone: %d', async (status) => {
    const { client, requests } = fakeGraph((_request, count) => ({ status: count === 1 ? 405 : status }));
    await createDraftRemover(client).remove('id');
    expect(requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/me/messages/id' });
  });

  it.each(['no answer', { status: 403 }] as const)('rejects where it is still there: %p', async (answer) => {
    const { client } = fakeGraph(() => answer);
    await expect(createDraftRemover(client).remove('id')).rejects.toMatchObject({ code: 'host' });
  });
});

describe('the playground’s policy', () => {
  const apply = (policy: unknown, status = 200) => readPlayground(answering(() => json(policy, status)).fetchLike);
  const policy = {
    anchors: [btoa('root')],
    certificates: [btoa('bob')],
    identityOffer: { url: '/a.pfx', passphrase: 'demo' },
  };

  it('brings anchors, certificates and an identity to offer', async () => {
    const { provision, demo } = await apply(policy);
    expect(provision.anchors.map(latin1Text)).toEqual(['root']);
    expect(provision.certificates.map(latin1Text)).toEqual(['bob']);
    expect(demo?.passphrase).toBe('demo');
    expect(await demo?.loadPfx()).toBeInstanceOf(Uint8Array);
  });

  it('may ask for a passphrase, and for nothing where it says nothing', async () => {
    const { provision } = await apply({ ...policy, keys: { passphraseRequired: true } });
    expect(provision.keys).toEqual({ passphraseRequired: true });
    expect((await apply(policy)).provision).not.toHaveProperty('keys');
  });

  it('that cannot be read rejects', async () => {
    await expect(apply({ ...policy, anchors: ['***'] })).rejects.toMatchObject({ code: 'malformed-policy' });
    await expect(apply({}, 500)).rejects.toMatchObject({ code: 'host' });
  });
});
