/** @jest-environment ./test/support/jsdom-environment.js */
import { createEwsClient } from '../../../addins/outlook/ews/ews-client';
import { createEwsTransport } from '../../../addins/outlook/ews/ews-transport';
import { createGraphClient, type GraphClient } from '../../../addins/outlook/graph/graph-client';
import { createGraphTransport } from '../../../addins/outlook/graph/graph-transport';
import { responseOf } from '../../hosts/outlook/graph/graph-http';
import { ALICE, BOB, startStandIn, TEAM, type StandIn } from '../../hosts/outlook/ews/stand-in';
import {
  checkedTransportContract,
  messageFrom,
  type TransportFault,
  type TransportWorld,
} from '../../ports/checked-transport.contract';
import { installOffice } from './support/fake-office';

beforeAll(installOffice);

const FOREVER = 1_000;

function graphClient(standIn: StandIn, slept: number[] = []): GraphClient {
  const answer = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = Object.fromEntries(
      Object.entries((init.headers ?? {}) as Record<string, string>).map(([key, value]) => [key.toLowerCase(), value]),
    );
    const { method = 'GET', body } = init;
    const given = await standIn.answer(method, url.slice('https://graph'.length), (body ?? '') as string, headers);
    return responseOf(given);
  };
  return createGraphClient({
    baseUrl: 'https://graph',
    tokens: { token: () => Promise.resolve('good') },
    fetch: answer as typeof fetch,
    sleep: (ms) => Promise.resolve(void slept.push(ms)),
  });
}

function graphWorld(): TransportWorld {
  const standIn = startStandIn();
  const slept: number[] = [];
  const client = graphClient(standIn, slept);
  const send = 'POST /me/sendMail';
  const faults: Record<TransportFault, () => void> = {
    'lost-before': () => standIn.graph.faults.add({ operation: send, kind: 'drop-before', times: 1 }),
    'lost-after': () => standIn.graph.faults.add({ operation: send, kind: 'drop-after', times: 1 }),
    busy: () => standIn.graph.faults.add({ operation: send, kind: 'throttled', times: 1 }),
    'busy-for-good': () => standIn.graph.faults.add({ operation: send, kind: 'throttled', times: FOREVER }),
    denied: () => standIn.graph.faults.add({ operation: send, kind: 'forbidden', times: 1 }),
    'no-questions': () =>
      standIn.graph.faults.add({ operation: 'GET /me/messages', kind: 'drop-before', times: FOREVER }),
  };
  return {
    transport: createGraphTransport(client, { client, own: () => ALICE }),
    sent: () => standIn.sent(),
    waited: () => slept.length,
    break: (fault) => faults[fault](),
    mend: () => standIn.graph.faults.clear(),
    close: () => standIn.close(),
  };
}

function ewsWorld(): TransportWorld {
  const standIn = startStandIn();
  const slept: number[] = [];
  const client = createEwsClient(standIn, (ms) => Promise.resolve(void slept.push(ms)));
  const add = (operation: string, kind: Parameters<typeof standIn.ews.addFault>[0]['kind'], times = 1): void =>
    standIn.ews.addFault({ operation, kind, times, backOff: 300 });
  const faults: Record<TransportFault, () => void> = {
    'lost-before': () => add('CreateItem', 'no-answer-before'),
    'lost-after': () => add('CreateItem', 'no-answer-after'),
    busy: () => add('CreateItem', 'ErrorServerBusy'),
    'busy-for-good': () => add('CreateItem', 'ErrorServerBusy', FOREVER),
    denied: () => add('CreateItem', 'ErrorAccessDenied'),
    // The first question is asked before the message is handed in.
    'no-questions': () => standIn.ews.breakAfter('CreateItem'),
  };
  return {
    transport: createEwsTransport(client, 300_000),
    sent: () => standIn.sent(),
    waited: () => slept.length,
    break: (fault) => faults[fault](),
    mend: () => standIn.ews.clearFaults(),
    close: () => standIn.close(),
  };
}

checkedTransportContract('Graph, simulated', graphWorld, { from: ALICE, to: BOB });
checkedTransportContract('EWS, simulated', ewsWorld, { from: ALICE, to: BOB });

describe('a message from a shared mailbox, through Graph', () => {
  let standIn: StandIn;
  beforeEach(() => (standIn = startStandIn()));
  afterEach(() => standIn.close());
  const open = () => {
    const shared = { client: graphClient(standIn), own: () => ALICE };
    return createGraphTransport(graphClient(standIn), shared);
  };
  const message = messageFrom(TEAM, BOB);
  const owners = () => [ALICE, TEAM].filter((owner) => standIn.graph.store.list(owner, 'sentitems').length > 0);

  it('goes through that mailbox where the user may open it, and is found there', async () => {
    Object.assign(standIn.rights, { open: true, sendAs: true });
    await open().send(message);
    expect(owners()).toEqual([TEAM]);
    expect(await open().wasAccepted(message.messageId, TEAM)).toBe(true);
    expect(await open().wasAccepted(message.messageId)).toBe(false);
  });

  it('goes through the own mailbox with the right to send alone, once', async () => {
    standIn.rights.sendAs = true;
    const transport = open();
    await transport.send(message);
    await transport.send(message);
    expect([owners(), standIn.sent()]).toEqual([[ALICE], 1]);
  });

  it('is not sent a second way after it may have gone the first', async () => {
    Object.assign(standIn.rights, { open: true, sendAs: true });
    standIn.graph.faults.add({ operation: 'POST /me/sendMail', kind: 'drop-after', times: 1 });
    await open().send(message);
    expect(standIn.sent()).toBe(1);
  });

  it.each([true, false])('is refused in words without the right to send (may open it: %s)', async (isOpen) => {
    standIn.rights.open = isOpen;
    await expect(open().send(message)).rejects.toMatchObject({ code: 'host', subject: 'send-as' });
    expect(standIn.sent()).toBe(0);
  });
});

describe('what only EWS does', () => {
  let standIn: StandIn;
  beforeEach(() => (standIn = startStandIn()));
  afterEach(() => standIn.close());
  const open = () =>
    createEwsTransport(
      createEwsClient(standIn, () => Promise.resolve()),
      900_000,
    );

  it('gives a server that lends no EWS no message', async () => {
    standIn.ews.addFault({ operation: 'any', kind: 'no-answer-before', times: FOREVER });
    await expect(open().send(messageFrom(ALICE, BOB))).rejects.toMatchObject({ subject: 'ews' });
    expect(standIn.ews.asked).not.toContain('CreateItem');
  });

  it('says too large where Office.js takes less than was documented', async () => {
    const large = messageFrom(ALICE, BOB, '<2@signet.example>', 'x'.repeat(800_000));
    await expect(open().send(large)).rejects.toMatchObject({ subject: 'too-large' });
    expect(standIn.sent()).toBe(0);
  });

  it.each([
    ['ErrorMessageSizeExceeded', 'too-large'],
    ['ErrorQuotaExceeded', 'full'],
    ['ErrorItemNotFound', 'not-found'],
    ['ErrorInvalidRecipients', 'refused'],
  ] as const)('%s is said to be %s and not repeated', async (kind, subject) => {
    standIn.ews.addFault({ operation: 'CreateItem', kind, times: 1 });
    await expect(open().send(messageFrom(ALICE, BOB))).rejects.toMatchObject({ subject });
    expect(standIn.ews.asked.filter((name) => name === 'CreateItem')).toHaveLength(1);
  });

  it.each(['ErrorInternalServerTransientError', 'ErrorToBeInventedNextYear'] as const)(
    'asks whether it arrived after %s',
    async (kind) => {
      standIn.ews.addFault({ operation: 'CreateItem', kind, times: 1 });
      await expect(open().send(messageFrom(ALICE, BOB))).rejects.toMatchObject({ subject: 'not-sent' });
    },
  );
});
