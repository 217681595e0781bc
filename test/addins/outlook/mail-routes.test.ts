import { maxOctetsOf, routeOf, type MailClient } from '../../../addins/outlook/mail-routes';
import { createMailServer, type MailServer } from '../../../addins/outlook/mail-server';
import { createNoServer } from '../../../addins/outlook/no-server';

const client = (accountType: string | undefined, name = 'Outlook', version = '16.0.17000.0'): MailClient => ({
  accountType,
  name,
  version,
});

describe('the way to a mailbox', () => {
  it.each([
    ['office365', 'graph'],
    ['outlookCom', 'graph'],
    ['enterprise', 'ews'],
    ['gmail', 'none'],
    ['constructor', 'graph'],
    [undefined, 'graph'],
  ] as const)('of an account %s is %s', (accountType, route) => {
    expect(routeOf(client(accountType))).toBe(route);
  });
});

describe('the size of a message', () => {
  it('is what base64 of 4 MB holds through Graph, and nothing known without a way', () => {
    expect(maxOctetsOf(client('office365'))).toBe(3 * 1024 * 1024);
    expect(maxOctetsOf(client('gmail'))).toBeUndefined();
  });

  it.each([
    ['OutlookWebApp', '15.2.1', 5_000_000],
    ['newOutlookWindows', '1.2024', 5_000_000],
    ['Outlook', '16.0.16225.10000', 5_000_000],
    ['Outlook', '16.0.16130.20000', 1_000_000],
    ['Outlook', '16.73.1', 5_000_000],
    ['Outlook', '16.72', 1_000_000],
    ['Outlook', '15.0.4535.1004', 1_000_000],
    ['Outlook', '', 1_000_000],
    ['Outlook', 'unknown', 1_000_000],
    ['SomethingNew', '99', 1_000_000],
  ])('is by client through EWS: %s %s', (name, version, characters) => {
    const octets = maxOctetsOf(client('enterprise', name, version)) ?? 0;
    expect((octets / 3) * 4).toBeLessThan(characters);
    expect((octets / 3) * 4).toBeGreaterThan(characters - 2_010);
  });
});

describe('the server of the mailbox', () => {
  it('is loaded with the first call, and again where that failed', async () => {
    const none = createNoServer();
    const load = jest
      .fn<Promise<MailServer>, []>()
      .mockRejectedValueOnce(new TypeError('offline'))
      .mockResolvedValue({ ...none, keepDraft: () => Promise.resolve() });
    const server = createMailServer(load, () => client('office365'));
    expect(load).not.toHaveBeenCalled();
    const draft = { to: 'bob@x.example', subject: '', text: '' };
    await expect(server.keepDraft(draft)).rejects.toThrow('offline');
    await server.keepDraft(draft);
    await server.keepDraft(draft);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('that add-ins have no way to refuses every call in words', async () => {
    const { transport, drafts, originals, conversation } = createMailServer(
      () => Promise.resolve(createNoServer()),
      () => client('gmail'),
    );
    const name = { restId: 'a', internetMessageId: undefined };
    const message = { octets: new Uint8Array(), from: '', recipients: [], messageId: '<1@x>' };
    for (const call of [
      transport.send(message),
      transport.wasAccepted('<1@x>'),
      drafts.remove('a'),
      originals.wholeMessage(name),
      originals.storedEntity(name),
      conversation('a'),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'host', subject: 'no-route' });
    }
  });
});
