import { createOriginalMessages } from '../../../../addins/outlook/graph/original-message';
import { decodedBody, latin1Text, parseEntity, type Bytes } from '../../../../shared/index';
import { fakeGraph, type Answer, type SentRequest } from './fake-graph';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const octetsOf = async (found: Blob | undefined): Promise<Bytes> => new Uint8Array((await found?.arrayBuffer()) ?? []);
const text = async (found: Blob | undefined): Promise<string> => latin1Text(await octetsOf(found));
const CLEAR = 'Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n';

interface Stored {
  readonly attachments?: readonly { name: string; contentType: string }[];
  readonly value?: Uint8Array;
  readonly message?: object;
}

function open({ attachments = [], value = octets(CLEAR), message = {} }: Stored) {
  const answer = ({ path }: SentRequest): Answer => {
    if (path.includes('$filter')) return { status: 200, json: { value: [{ id: 'found' }] } };
    if (path.includes('/attachments?')) {
      return { status: 200, json: { value: attachments.map((one, index) => ({ id: `a${index}`, ...one })) } };
    }
    if (path.endsWith('/$value')) return { status: 200, octets: value };
    return { status: 200, json: message };
  };
  const graph = fakeGraph(answer);
  return { ...graph, originals: createOriginalMessages(graph.client) };
}

const NAME = { restId: 'rest', internetMessageId: '<1@x>' };
const SIGNED = [{ name: 'smime.p7m', contentType: 'multipart/signed' }];
const FROM = { internetMessageHeaders: [{ name: 'From', value: 'Bob <bob@signet.example>' }] };

describe('the stored entity', () => {
  it('stands octet for octet under the header fields that came with it', async () => {
    const { originals } = open({ attachments: SIGNED, message: FROM });
    const found = await text(await originals.storedEntity(NAME));
    expect(found).toBe(`From: Bob <bob@signet.example>\r\nMIME-Version: 1.0\r\n${CLEAR}`);
  });

  it('leaves out header fields that describe another form of the body', async () => {
    const message = {
      internetMessageHeaders: [
        ...FROM.internetMessageHeaders,
        { name: 'Content-Type', value: 'text/plain' },
        { name: 'MIME-Version', value: '1.0' },
      ],
    };
    const { originals } = open({ attachments: SIGNED, message });
    expect((await text(await originals.storedEntity(NAME))).match(/content-type/gi)).toHaveLength(1);
  });

  it('of a message without kept header fields has them made of its properties', async () => {
    const message = {
      from: { emailAddress: { name: 'Bob', address: 'bob@signet.example' } },
      toRecipients: [{ emailAddress: { name: 'Alice', address: 'alice@signet.example' } }],
      subject: 'Grüße',
      sentDateTime: '2026-11-23T12:00:00Z',
      internetMessageId: '<1@x>',
    };
    const { originals } = open({ attachments: SIGNED, message });
    const entity = parseEntity(await octetsOf(await originals.storedEntity(NAME)));
    expect(entity.header.first('from')).toContain('bob@signet.example');
    expect(entity.contentType.value).toBe('multipart/signed');
  });

  it('that is bare CMS becomes an application/pkcs7-mime entity', async () => {
    const cms = new Uint8Array(200).fill(7);
    cms[0] = 0x30;
    const attachments = [{ name: 'smime.p7m', contentType: 'application/pkcs7-mime' }];
    const { originals } = open({ attachments, value: cms, message: FROM });
    const entity = parseEntity(await octetsOf(await originals.storedEntity(NAME)));
    expect(entity.contentType.value).toBe('application/pkcs7-mime');
    expect(decodedBody(entity)).toEqual(cms);
  });

  it('cannot be widened by a header value with a line break', async () => {
    const message = { internetMessageHeaders: [{ name: 'From', value: 'a@x\r\nSubject: injected' }] };
    const { originals } = open({ attachments: SIGNED, message });
    expect(parseEntity(await octetsOf(await originals.storedEntity(NAME))).header.all('subject')).toEqual([]);
  });

  it.each([
    ['no attachment', []],
    ['two attachments', [...SIGNED, ...SIGNED]],
    ['an attachment of another kind', [{ name: 'a.pdf', contentType: 'application/pdf' }]],
  ])('is not there with %s', async (_what, attachments) => {
    const { originals } = open({ attachments });
    expect(await originals.storedEntity(NAME)).toBeUndefined();
  });
});

describe('the whole message', () => {
  it('is what the server gives out', async () => {
    const { originals, requests } = open({ value: octets('whole') });
    expect(await text(await originals.wholeMessage(NAME))).toBe('whole');
    expect(requests[0]?.path).toBe('/me/messages/rest/$value');
  });

  it('is found by Message-ID where the host names no item', async () => {
    const { originals, requests } = open({});
    await originals.wholeMessage({ restId: undefined, internetMessageId: '<1@x>' });
    await originals.wholeMessage({ restId: undefined, internetMessageId: '<1@x>' });
    expect(requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/me/messages',
      '/me/messages/found/$value',
      '/me/messages/found/$value',
    ]);
  });

  it('without any name is not found', async () => {
    const { originals } = open({});
    const nameless = { restId: undefined, internetMessageId: undefined };
    await expect(originals.wholeMessage(nameless)).rejects.toMatchObject({ code: 'host', subject: 'not-found' });
  });

  it('of a message that is gone is not found', async () => {
    const { client } = fakeGraph(() => ({ status: 404 }));
    await expect(createOriginalMessages(client).wholeMessage(NAME)).rejects.toMatchObject({ subject: 'not-found' });
  });
});

describe('a message in a shared mailbox', () => {
  const name = { restId: 'a', internetMessageId: undefined, owner: () => Promise.resolve('team@x.example') };

  it('is asked for there, by who has the right to', async () => {
    const own = fakeGraph(() => ({ status: 500 }));
    const shared = fakeGraph(() => ({ status: 200, octets: octets('x') }));
    await createOriginalMessages(own.client, shared.client).wholeMessage(name);
    expect(own.requests).toEqual([]);
    expect(shared.requests.map(({ path }) => path)).toEqual(['/users/team@x.example/messages/a/$value']);
  });

  it('says that it is not allowed where the mailbox is not open to the user', async () => {
    const { client } = fakeGraph(() => ({ status: 403, json: { error: { code: 'ErrorAccessDenied' } } }));
    await expect(createOriginalMessages(client).wholeMessage(name)).rejects.toMatchObject({ subject: 'forbidden' });
  });
});
