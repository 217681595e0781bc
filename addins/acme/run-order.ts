import { SignetError, type Bytes } from '../../shared/index';
import { ACME_LIMITS } from './limits';
import { lookInTurn, type FoundMail } from './look-in-turn';
import { type AcmeNetwork } from './network';
import { type OrderView } from './order';
import { type ResponseMail } from './response-mail';
import { type AcmeResult, type AcmeRound, type AcmeTask, type AcmeTurn } from './tasks';

export interface MailSearch {
  readonly address: string;
  readonly from: string;
  readonly since: Date;
}

/** The user's mailbox, as far as a challenge goes through it. */
export interface AcmeMailbox {
  /**
   * Messages whose field From names `from`, that came at `since` or later with "ACME:" in their subject, newest first, no
   * more than `most`. Rejects where the mailbox cannot be read.
   */
  find(search: MailSearch, most: number): Promise<readonly FoundMail[]>;
  /** A message that was found, whole. Rejects where it cannot be read. */
  read(mail: FoundMail): Promise<Bytes>;
  /** Sends the message as it is, from the account of its From. Rejects where it did not go out. */
  send(mail: ResponseMail): Promise<void>;
}

/** What the host does for an order. */
export interface AcmeHost {
  readonly network: AcmeNetwork;
  readonly mailbox: AcmeMailbox;
  /** Asks the user to let the add-on reach the server of a directory; left out: nothing has to be asked for. */
  readonly permit?: (directory: string) => Promise<void>;
}

/** Asks the worker for the next round. */
export type AskRound = (id: string, said: AcmeTurn) => Promise<AcmeRound>;

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** After each round. */
  readonly onRound?: (round: AcmeRound) => void;
  readonly sleepUntil?: (until: Date) => Promise<void>;
}

/** Where the run of an order ended: with it, or with something that only a person or time can do. */
export interface RunEnd {
  readonly order: OrderView;
  readonly task: Extract<AcmeTask, { kind: 'agree' | 'bind' | 'rest' | 'end' }>;
}

/**
 * Takes an order as far as it goes without a person: does what each round asks for and gives back what came of it. Ends
 * early where `signal` says so, with the order as it is kept. Rejects as the worker does (`locked`, `storage`).
 */
export async function runOrder(
  id: string,
  host: AcmeHost,
  ask: AskRound,
  first: AcmeResult | undefined,
  options: RunOptions = {},
): Promise<RunEnd> {
  const { signal, onRound, sleepUntil = defaultSleep } = options;
  const looked = new Set<string>();
  let round = await ask(id, { ...(first && { result: first }) });
  for (;;) {
    onRound?.(round);
    const { order, task, turn } = round;
    if (task.kind === 'agree' || task.kind === 'bind' || task.kind === 'rest' || task.kind === 'end') {
      return { order, task };
    }
    const result = await done(task, host, looked, sleepUntil);
    if (signal?.aborted) return { order, task: { kind: 'rest', problem: 'no-answer' } };
    round = await ask(id, { turn, ...(result && { result }) });
  }
}

const defaultSleep = (until: Date): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, until.getTime() - Date.now())));

async function done(
  task: Exclude<AcmeTask, RunEnd['task']>,
  { network, mailbox }: AcmeHost,
  looked: Set<string>,
  sleepUntil: (until: Date) => Promise<void>,
): Promise<AcmeResult | undefined> {
  switch (task.kind) {
    case 'ask':
      return { kind: 'answer', answer: await network.ask(task.directory, task.request) };
    case 'find-mail':
      return lookFor(task, mailbox, looked).then(
        (messages): AcmeResult => ({ kind: 'mails', messages }),
        () => ({ kind: 'mails-not-read' }),
      );
    case 'send-mail':
      return mailbox.send(task.mail).then(
        (): AcmeResult => ({ kind: 'sent' }),
        () => ({ kind: 'not-sent' }),
      );
    case 'wait':
      await sleepUntil(task.until);
      return undefined;
  }
}

async function lookFor(search: MailSearch, mailbox: AcmeMailbox, looked: Set<string>): Promise<readonly Bytes[]> {
  const found = await mailbox.find(search, ACME_LIMITS.foundMails);
  const read = await Promise.allSettled(lookInTurn(found, looked, ACME_LIMITS.mails).map((mail) => mailbox.read(mail)));
  const got = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  // One that is gone or cannot be read keeps none of the others away.
  if (read.length > 0 && got.length === 0) throw new SignetError('host', 'none of the mails could be read', 'mail');
  return got;
}
