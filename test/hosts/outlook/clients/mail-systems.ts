import { createEwsServer } from '../../../../addins/outlook/ews/ews-server';
import { conversationMessages } from '../../../../addins/outlook/graph/conversation';
import { keepDraft } from '../../../../addins/outlook/graph/draft-keeper';
import { createDraftRemover } from '../../../../addins/outlook/graph/draft-remover';
import { createGraphClient } from '../../../../addins/outlook/graph/graph-client';
import { createGraphTransport } from '../../../../addins/outlook/graph/graph-transport';
import { createOriginalMessages } from '../../../../addins/outlook/graph/original-message';
import { type MailServer } from '../../../../addins/outlook/mail-server';
import { maxOctetsOf } from '../../../../addins/outlook/mail-routes';
import { SignetError, utf8Bytes } from '../../../../shared/index';
import { NoEwsAnswer, SimulatedEws } from '../ews/ews';
import { answerOf, askGraph, lentEws } from '../ews/stand-in';
import { answerGraph, type GraphOptions } from '../graph/graph';
import { DroppedConnection, type Faults } from '../graph/graph-faults';
import { errorResponse, GraphError, responseOf } from '../graph/graph-http';
import { ewsIdOf } from '../graph/message-id';

/** What goes wrong between the pane and its mail system. */
export interface Network {
  /** Nothing arrives anywhere. */
  isDown: boolean;
  /** The user does not sign in. */
  isSignInRefused: boolean;
  /** What is sent is taken, and no answer ever comes. */
  isMute: boolean;
  /** Everything is found too large. */
  isNarrow: boolean;
}

const SENDING = 'CreateItem';
const EWS_FAULTS = {
  'drop-before': 'no-answer-before',
  'drop-after': 'no-answer-after',
  throttled: 'ErrorServerBusy',
} as const;

/** A mail system as the pane finds it, and what can go wrong with sending there. */
export interface MailSystem {
  server(): MailServer;
  failSending(kind: keyof typeof EWS_FAULTS, times: number): void;
  mend(): void;
}

const noPause = (): Promise<void> => Promise.resolve();

/** Exchange Online by the stand-in for Graph. */
export function graphSystem(graph: GraphOptions, faults: Faults, network: Network): MailSystem {
  const client = () =>
    createGraphClient({
      baseUrl: 'https://graph.example',
      tokens: {
        token: () =>
          network.isSignInRefused
            ? Promise.reject(new SignetError('host', 'sign-in: refused', 'sign-in'))
            : Promise.resolve('good'),
      },
      fetch: ((url: string, init: RequestInit) => answered(url, init, graph, network)) as typeof fetch,
      sleep: noPause,
    });
  return {
    server() {
      const own = client();
      return {
        transport: createGraphTransport(own),
        drafts: createDraftRemover(own),
        originals: createOriginalMessages(own),
        conversation: (id) => conversationMessages(own, id),
        keepDraft: (draft) => keepDraft(own, draft),
      };
    },
    failSending: (kind, times) => faults.add({ operation: 'POST /me/sendMail', kind, times }),
    mend: () => faults.clear(),
  };
}

async function answered(url: string, init: RequestInit, graph: GraphOptions, network: Network): Promise<Response> {
  if (network.isDown) throw new TypeError('Failed to fetch');
  const { pathname, searchParams } = new URL(url);
  const headers = Object.fromEntries(
    Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const isSending = pathname === '/me/sendMail';
  if (isSending && network.isNarrow) return responseOf(errorResponse(new GraphError(413, 'RequestEntityTooLarge', '')));
  const { body } = init;
  const octets = typeof body === 'string' ? utf8Bytes(body) : new Uint8Array((body ?? []) as Uint8Array);
  const request = { method: init.method ?? 'GET', path: pathname, query: searchParams, headers, body: octets };
  const response = await answerGraph(request, graph).catch((thrown: unknown) => {
    throw thrown instanceof DroppedConnection ? new TypeError('Failed to fetch') : thrown;
  });
  return isSending && network.isMute ? new Promise(() => undefined) : responseOf(response);
}

/** Exchange on premises by the stand-in for EWS, in front of the same store. Outlook signs in by itself. */
export function ewsSystem(graph: GraphOptions, network: Network): MailSystem {
  const ews = new SimulatedEws(askGraph(answerOf(graph)));
  const answer = async (text: string): Promise<string> => {
    if (network.isDown) throw new NoEwsAnswer('The remote server returned an error.');
    const isSending = text.includes('SendAndSaveCopy');
    if (isSending && network.isNarrow) ews.addFault({ operation: SENDING, kind: 'ErrorMessageSizeExceeded', times: 1 });
    const given = await ews.answer(text);
    return isSending && network.isMute ? new Promise(() => undefined) : given;
  };
  const makeEwsRequestAsync = lentEws(answer);
  const facts = { accountType: 'enterprise', name: 'Outlook', version: '16.0.17928.20000' };
  const maxOctets = maxOctetsOf(facts) ?? 0;
  return {
    server: () => createEwsServer({ makeEwsRequestAsync }, { toEwsId: ewsIdOf, maxOctets, sleep: noPause }),
    failSending: (kind, times) => ews.addFault({ operation: SENDING, kind: EWS_FAULTS[kind], times }),
    mend: () => ews.clearFaults(),
  };
}
