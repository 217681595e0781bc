import { createLookUpHost } from '../../../addins/outlook/look-up-host';
import { type LookUpOptions, type LookUpPolicy } from '../../../addins/worker/look-up-options';

const POLICY: LookUpPolicy = { resolver: 'https://dns.example/q', template: 'https://keys.example/{address}' };
const OPTIONS: LookUpOptions = {
  sources: { 'address-book': true, 'host-store': true, exchange: true, ldap: true, dns: true, web: true },
  resolver: POLICY.resolver ?? '',
  template: POLICY.template ?? '',
};

const mailboxOf = (accountType: string | undefined): void => {
  const office = { context: { mailbox: { userProfile: { accountType } } }, AsyncResultStatus: { Succeeded: 'x' } };
  (globalThis as { Office?: unknown }).Office = accountType === undefined ? undefined : office;
};
afterEach(() => mailboxOf(undefined));

function hostOf(policy: LookUpPolicy) {
  const asked: string[] = [];
  let permissions = 0;
  const fetchLike: typeof fetch = (input) => {
    asked.push(new URL(input as string).hostname);
    return Promise.resolve(new Response(null, { status: 404 }));
  };
  const contacts = {
    request: (path: string) => {
      asked.push(path.split('?')[0] ?? '');
      return Promise.resolve(Response.json({ value: [] }));
    },
  };
  const permitContacts = () => {
    permissions++;
    return Promise.resolve();
  };
  const host = createLookUpHost({ policy, fetch: fetchLike, contacts, permitContacts });
  return { host, asked, permissions: () => permissions };
}

describe('what Outlook’s page lends for looking for certificates', () => {
  it('has no place on the network that the build did not name', () => {
    expect(hostOf({}).host.sources).toEqual(['exchange']);
    expect(hostOf({ resolver: '', template: '' }).host.sources).toEqual(['exchange']);
    expect(hostOf(POLICY).host.sources).toEqual(['exchange', 'web', 'dns']);
    expect(hostOf(POLICY).host.hasFixedServers).toBe(true);
  });

  it('asks the places that are wanted, and no others', async () => {
    const { host, asked } = hostOf(POLICY);
    const ask = async (names: Parameters<typeof host.connect>[0]) => {
      for (const source of await host.connect(names, OPTIONS)) {
        await source.ask(['bob@x.example'], new AbortController().signal);
      }
    };
    await ask(['web']);
    expect(asked).toEqual(['keys.example']);
    await ask(['exchange', 'dns']);
    expect(asked).toEqual(['keys.example', '/me/contacts', 'dns.example']);
  });

  it('asks the server on premises where the mailbox is there, and Graph for nothing', async () => {
    mailboxOf('enterprise');
    const { host, asked, permissions } = hostOf(POLICY);
    await host.permit?.(OPTIONS);
    const [source] = await host.connect(['exchange'], OPTIONS);
    const [answer] = (await source?.ask(['bob@x.example'], new AbortController().signal)) ?? [];
    expect(answer).toEqual({ address: 'bob@x.example', failure: 'no-answer' });
    expect([asked, permissions()]).toEqual([[], 0]);
  });

  it('asks for the right to read contacts where they are wanted, and only then', async () => {
    mailboxOf('office365');
    const { host, permissions } = hostOf(POLICY);
    await host.permit?.({ ...OPTIONS, sources: { ...OPTIONS.sources, exchange: false } });
    expect(permissions()).toBe(0);
    await host.permit?.(OPTIONS);
    expect(permissions()).toBe(1);
  });
});
