import { createGraphTransport } from '../../../../addins/outlook/graph/graph-transport';
import { GRAPH_PAYLOAD } from '../../../../addins/outlook/mail-routes';
import { fakeGraph, type Answer, type SentRequest } from './fake-graph';

const message = (octets = Buffer.from('Subject: x\r\n\r\ny')) => ({
  octets: new Uint8Array(octets),
  from: 'alice@signet.example',
  recipients: ['bob@signet.example'],
  messageId: '<1@signet.example>',
});
const isSend = ({ path }: SentRequest): boolean => path === '/me/sendMail';
const accepted: Answer = { status: 202 };
const inMailbox: Answer = { status: 200, json: { value: [{ id: 'a', isDraft: false }] } };
const notThere: Answer = { status: 200, json: { value: [] } };

/** Answers sendMail by its own list, the last one again and again, and every question by `found`. */
function open(sends: readonly Answer[], found: Answer | readonly Answer[] = notThere) {
  let sent = 0;
  let asked = 0;
  const answers = Array.isArray(found) ? (found as readonly Answer[]) : [found as Answer];
  const graph = fakeGraph((request) =>
    isSend(request)
      ? (sends[Math.min(sent++, sends.length - 1)] as Answer)
      : (answers[Math.min(asked++, answers.length - 1)] as Answer),
  );
  return { ...graph, transport: createGraphTransport(graph.client), sends: () => graph.requests.filter(isSend).length };
}

describe('sending through Graph', () => {
  it('posts the message as base64 and asks nothing where it is taken', async () => {
    const { transport, requests } = open([accepted]);
    await transport.send(message());
    expect(requests).toHaveLength(1);
    expect(Buffer.from(requests[0]?.body ?? '', 'base64').toString()).toBe('Subject: x\r\n\r\ny');
  });

  it('renews a refused token once', async () => {
    const { transport, requests } = open([{ status: 401 }, accepted]);
    await transport.send(message());
    expect(requests.map(({ token }) => token)).toEqual(['old', 'new']);
  });

  it('says sign-in where the new token is refused too', async () => {
    const { transport, sends } = open([{ status: 401 }]);
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host', subject: 'sign-in' });
    expect(sends()).toBe(2);
  });

  it.each([
    ['3', 3_000],
    ['100000', 20_000],
    ['soon', 2_000],
  ])('waits as Retry-After says, within bounds: %s', async (value, waited) => {
    const { transport, slept } = open([{ status: 429, headers: { 'Retry-After': value } }, accepted]);
    await transport.send(message());
    expect(slept).toEqual([waited]);
  });

  it('gives up where the server stays busy', async () => {
    const { transport, sends } = open([{ status: 429, headers: { 'Retry-After': '1' } }]);
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host', subject: 'busy' });
    expect(sends()).toBe(4);
  });

  it('asks after 503 before it sends again', async () => {
    const { transport, sends } = open([{ status: 503, headers: { 'Retry-After': '0' } }], inMailbox);
    await transport.send(message());
    expect(sends()).toBe(1);
  });

  it('names a message that is too large for the server', async () => {
    const { transport } = open([{ status: 413 }]);
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host', subject: 'too-large' });
  });

  it.each([400, 403, 415])('does not repeat what is refused: %d', async (status) => {
    const { transport, sends } = open([{ status, json: { error: { code: 'ErrorX' } } }]);
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host' });
    expect(sends()).toBe(1);
  });
});

describe('a send without an answer', () => {
  it.each(['no answer', { status: 502 }] as const)('that arrived counts as sent: %p', async (answer) => {
    const { transport, sends } = open([answer], [notThere, inMailbox]);
    await transport.send(message());
    expect(sends()).toBe(1);
  });

  it('that did not arrive is told and not repeated by itself', async () => {
    const { transport, sends } = open(['no answer'], notThere);
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host', subject: 'not-sent' });
    expect(sends()).toBe(1);
  });

  it('that nobody can tell about is unconfirmed', async () => {
    const { transport } = open(['no answer'], 'no answer');
    await expect(transport.send(message())).rejects.toMatchObject({ code: 'host', subject: 'unconfirmed' });
  });

  it('is asked about before the next attempt', async () => {
    const { transport, sends } = open(['no answer'], ['no answer', 'no answer', 'no answer', inMailbox]);
    await expect(transport.send(message())).rejects.toMatchObject({ subject: 'unconfirmed' });
    await transport.send(message());
    expect(sends()).toBe(1);
  });

  it('is sent again on the next attempt where it has not arrived', async () => {
    const { transport, sends } = open(['no answer', accepted], notThere);
    await expect(transport.send(message())).rejects.toMatchObject({ subject: 'not-sent' });
    await transport.send(message());
    expect(sends()).toBe(2);
  });
});

describe('sending twice', () => {
  it('at the same time sends once', async () => {
    const { transport, sends } = open([accepted]);
    await Promise.all([transport.send(message()), transport.send(message())]);
    expect(sends()).toBe(1);
  });

  it('one after the other sends once', async () => {
    const { transport, sends } = open([accepted], inMailbox);
    await transport.send(message());
    await transport.send(message());
    expect(sends()).toBe(1);
  });
});

describe('the limit', () => {
  const largest = (GRAPH_PAYLOAD / 4) * 3;

  it('is what base64 of the message may have', () => {
    expect(createGraphTransport(fakeGraph(() => accepted).client).maxOctets).toBe(largest);
    expect(Buffer.alloc(largest).toString('base64')).toHaveLength(GRAPH_PAYLOAD);
  });

  it('refuses one octet more without asking the server', async () => {
    const { transport, requests } = open([accepted]);
    await expect(transport.send(message(Buffer.alloc(largest + 1)))).rejects.toMatchObject({ code: 'limit' });
    expect(requests).toHaveLength(0);
  });
});

describe('whether a message was accepted', () => {
  it('is asked by its Message-ID, quotes doubled', async () => {
    const { transport, requests } = open([accepted], inMailbox);
    expect(await transport.wasAccepted("<it's@x>")).toBe(true);
    expect(requests[0]?.path).toContain("internetMessageId eq '<it''s@x>'");
  });

  it('is not told by a draft of that Message-ID', async () => {
    const { transport } = open([accepted], { status: 200, json: { value: [{ id: 'a', isDraft: true }] } });
    expect(await transport.wasAccepted('<1@x>')).toBe(false);
  });

  it.each(['no answer', { status: 500 }, { status: 200, json: {} }] as const)(
    'rejects where the answer does not tell: %p',
    async (answer) => {
      const { transport } = open([accepted], answer);
      await expect(transport.wasAccepted('<1@x>')).rejects.toMatchObject({ code: 'host' });
    },
  );
});
