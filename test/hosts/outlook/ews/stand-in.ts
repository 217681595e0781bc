import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8Bytes } from '../../../../shared/base/bytes';
import { answerGraph, type GraphOptions } from '../graph/graph';
import { Faults } from '../graph/graph-faults';
import { type GraphResponse } from '../graph/graph-http';
import { MessageStore } from '../graph/message-store';
import { NoEwsAnswer, SimulatedEws, type AskStore } from './ews';

export const ALICE = 'alice@signet.example';
export const BOB = 'bob@signet.example';
export const TEAM = 'team@signet.example';

export interface StandIn {
  readonly graph: GraphOptions;
  readonly ews: SimulatedEws;
  /** Rights of Alice to the mailbox of the team. */
  readonly rights: { open: boolean; sendAs: boolean };
  /** How many messages left. */
  sent(): number;
  answer(
    method: string,
    path: string,
    body: Uint8Array | string,
    headers: Record<string, string>,
  ): Promise<GraphResponse>;
  /** As Office.js lends it. */
  readonly makeEwsRequestAsync: Office.Mailbox['makeEwsRequestAsync'];
  close(): void;
}

/** One store with both stand-ins in front of it, in this process; Alice is signed in. */
export function startStandIn(): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'signet-mail-'));
  const owners = [ALICE, BOB, TEAM];
  const rights = { open: false, sendAs: false };
  const sentFolder = join(folder, 'sent');
  const graph: GraphOptions = {
    store: new MessageStore(join(folder, 'mail'), owners),
    owners,
    sentFolder,
    now: () => new Date('2026-11-23T14:25:00Z'),
    faults: new Faults(),
    userOfToken: () => ({ name: 'Alice', address: ALICE }),
    mayOpen: (user, owner) => owner === TEAM && user === ALICE && rights.open,
    maySendAs: (user, from) => from === TEAM && user === ALICE && rights.sendAs,
  };
  const answer = answerOf(graph);
  const ews = new SimulatedEws(askGraph(answer));
  return {
    graph,
    ews,
    rights,
    answer,
    sent: () => (readdirSync(folder).includes('sent') ? readdirSync(sentFolder).length : 0),
    makeEwsRequestAsync: lentEws((text) => ews.answer(text)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Answer = StandIn['answer'];

/** The store behind the stand-in for EWS: that of Graph, asked by Graph's own operations. */
export function askGraph(answer: Answer): AskStore {
  return async (method, path, body) => {
    const given = await answer(method, path, body?.text ?? '', body ? { 'content-type': body.type } : {});
    const octets = typeof given.body === 'string' ? utf8Bytes(given.body) : new Uint8Array(given.body);
    return { status: given.status, octets };
  };
}

/** As Office.js lends it. QUIRK: the one that npm holds takes no more than 1 MB anywhere. */
export function lentEws(answer: (text: string) => Promise<string>): Office.Mailbox['makeEwsRequestAsync'] {
  return (text: string, done: (result: Office.AsyncResult<string>) => void) => {
    if (text.length > 1_000_000) throw new RangeError('The request exceeds the 1 MB size limit.');
    void answer(text).then(
      (value) => done({ status: 'succeeded', value } as unknown as Office.AsyncResult<string>),
      (thrown: unknown) => {
        if (!(thrown instanceof NoEwsAnswer)) throw thrown;
        const error = { code: 9020, name: 'GenericResponseError', message: thrown.message };
        done({ status: 'failed', error } as unknown as Office.AsyncResult<string>);
      },
    );
  };
}

/** One request to the stand-in for Graph, of somebody who is signed in. */
export const answerOf =
  (graph: GraphOptions): Answer =>
  (method, target, body, headers) => {
    const url = new URL(target, 'https://localhost');
    const octets = typeof body === 'string' ? utf8Bytes(body) : new Uint8Array(body);
    const all = { authorization: 'Bearer good', ...headers };
    return answerGraph({ method, path: url.pathname, query: url.searchParams, headers: all, body: octets }, graph);
  };
