/** @jest-environment ./test/support/jsdom-environment.js */
import { createExchangeDirectory, resolveNames } from '../../../../addins/outlook/host/exchange-directory';
import { toBase64 } from '../../../../shared/index';
import { lookUpSourceContract, type ListedPerson, type SourceWorld } from '../../../ports/look-up-source.contract';

/* ResolveNames as its documentation has it; nothing here ever met a real server. */
type Mailbox = Pick<Office.Mailbox, 'makeEwsRequestAsync'>;

const envelope = (code: string, inside = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<m:ResolveNamesResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
<m:ResponseMessages><m:ResolveNamesResponseMessage ResponseClass="${code === 'NoError' ? 'Success' : 'Error'}">
<m:ResponseCode>${code}</m:ResponseCode><m:ResolutionSet TotalItemsInView="1" IncludesLastItemInRange="true">${inside}</m:ResolutionSet>
</m:ResolveNamesResponseMessage></m:ResponseMessages></m:ResolveNamesResponse></s:Body></s:Envelope>`;

const contact = ({ address, certificates }: ListedPerson, element: string): string =>
  `<t:Resolution><t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox><t:Contact><t:Photo>AAAA</t:Photo>
<t:${element}>${certificates.map((der) => `<t:Base64Binary>\n${toBase64(der)}\n</t:Base64Binary>`).join('')}</t:${element}>
</t:Contact></t:Resolution>`;

const mailboxOf = (answer: (body: string) => string | undefined, counted: () => void = () => undefined): Mailbox => ({
  makeEwsRequestAsync: ((body: string, done: (result: unknown) => void) => {
    counted();
    const value = answer(body);
    if (value !== undefined) queueMicrotask(() => done({ status: 'succeeded', value }));
  }) as Mailbox['makeEwsRequestAsync'],
});

beforeAll(() => {
  (globalThis as { Office?: unknown }).Office = { AsyncResultStatus: { Succeeded: 'succeeded' } };
});

function ewsAnswer({ people, manner }: SourceWorld, body: string): string | undefined {
  if (manner === 'broken') return '<html><body>Sign in</body></html>';
  if (manner === 'flooding') return 'x'.repeat((1 << 20) + 1);
  const wanted = /<m:UnresolvedEntry>smtp:([^<]*)</.exec(body)?.[1]?.toLowerCase();
  const found = people.find(({ address }) => address === wanted);
  return found ? envelope('NoError', contact(found, 'UserSMIMECertificate')) : envelope('ErrorNameResolutionNoResults');
}

lookUpSourceContract('directory of Exchange on premises, simulated', {
  name: 'exchange',
  // Its time is that of every place: five seconds, which the tests of `askEach` hold.
  cannot: ['silent'],
  start: (world) => {
    let asked = 0;
    const mailbox = mailboxOf(
      (body) => ewsAnswer(world, body),
      () => asked++,
    );
    return Promise.resolve({ source: createExchangeDirectory(mailbox), asked: () => asked });
  },
});

describe('the directory of Exchange on premises', () => {
  const person: ListedPerson = { address: 'bob@x.example', certificates: [Uint8Array.of(0x30, 0)] };
  const ask = async (answer: string) =>
    (await createExchangeDirectory(mailboxOf(() => answer)).ask([person.address], new AbortController().signal))[0];

  it.each(['UserSMIMECertificate', 'MSExchangeCertificate'])('has certificates in %s', async (element) => {
    expect(await ask(envelope('NoError', contact(person, element)))).toHaveProperty('files', person.certificates);
  });

  it('has those of several contacts, whosever they are', async () => {
    const two = contact(person, 'UserSMIMECertificate') + contact(person, 'MSExchangeCertificate');
    expect(await ask(envelope('ErrorNameResolutionMultipleResults', two))).toHaveProperty('files.length', 2);
  });

  it.each(['ErrorAccessDenied', 'ErrorInternalServerError', ''])('has no answer with the code %j', async (code) => {
    expect(await ask(envelope(code))).toEqual({ address: person.address, failure: 'no-answer' });
  });

  it('has no answer where Outlook refuses the call', async () => {
    const refuse = (_body: string, done: (result: unknown) => void): void =>
      done({ status: 'failed', error: { code: 9020, message: 'no' } });
    const mailbox = { makeEwsRequestAsync: refuse } as unknown as Mailbox;
    const [answer] = await createExchangeDirectory(mailbox).ask([person.address], new AbortController().signal);
    expect(answer).toHaveProperty('failure', 'no-answer');
  });

  it('is asked for one address as it is, with the whole contact', () => {
    const request = resolveNames(`"<a&b>"'@x.example`);
    expect(request).toContain('ReturnFullContactData="true"');
    expect(request).toContain('<m:UnresolvedEntry>smtp:&#34;&#60;a&#38;b&#62;&#34;&#39;@x.example</m:UnresolvedEntry>');
    const page = new DOMParser().parseFromString(request, 'application/xml');
    expect(page.getElementsByTagName('parsererror')).toHaveLength(0);
  });
});
