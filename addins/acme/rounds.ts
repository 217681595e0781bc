import { AcmeFailure, type AcmeProblem } from './failure';
import { type AcmePorts } from './context';
import { failed, taskOf, without, type Given } from './give-task';
import { ACME_LIMITS } from './limits';
import { applyMails } from './mails';
import { type AcmeResponse } from './network';
import { type AcmeOrder, orderView } from './order';
import { applyDirectory, retryTime, SERVER_STEPS } from './steps';
import { refusal } from './answers';
import { type AcmeResult, type AcmeRound, type AcmeTurn } from './tasks';

/**
 * One round of an order: takes what came of the last task and says what is to be done next. Everything an order needs to go
 * on after a restart is kept before the task is given out; no key leaves the ports. One page has an order in hand: whoever
 * takes it up last (no `turn`), and what another brings then is not taken. Rejects with `locked` and `storage` as the ports
 * do: what came of the last task is kept with `locked` too, so that nothing is done twice.
 */
export async function nextRound(order: AcmeOrder, { turn, result }: AcmeTurn, ports: AcmePorts): Promise<AcmeRound> {
  if (turn !== undefined && turn !== order.turn) return left(order, 'elsewhere');
  if (!isOver(order) && !(await ports.isOffered(order.directory))) return left(order, 'switched-off');
  const inHand = turn === undefined ? { ...order, takenUp: ports.clock.now() } : order;
  const isMeant = turn !== undefined || isAgreement(order, result);
  const applied = result && isMeant ? await applyResult(inHand, result, ports) : resumed(inHand);
  const given = await taskOrKept(applied, order.turn, ports);
  const next = { ...given.order, turn: crypto.randomUUID() };
  await forgetAccount(next, ports);
  if (!(await ports.records.replace(next, order.turn))) return left(order, 'elsewhere');
  return { order: orderView(next), task: given.task, turn: next.turn };
}

async function taskOrKept(applied: AcmeOrder, turn: string | undefined, ports: AcmePorts): Promise<Given> {
  try {
    return await taskOf(applied, ports);
  } catch (thrown) {
    await ports.records.replace({ ...applied, turn: crypto.randomUUID() }, turn).catch(() => false);
    throw thrown;
  }
}

const isOver = ({ step }: AcmeOrder): boolean => step === 'done' || step === 'failed';

/** What a person did is no answer to a task, and comes with the order being taken up: to these terms and no others. */
const isAgreement = ({ step, terms }: AcmeOrder, result: AcmeResult | undefined): boolean =>
  step === 'terms' && result?.kind === 'agreed' && result.terms === terms;

/** Nothing happens to it here; what kept it before is not what is said of it now. */
function left(order: AcmeOrder, problem: AcmeProblem): AcmeRound {
  return {
    order: orderView({ ...without(order, 'detail', 'wait'), problem }),
    task: { kind: 'rest', problem },
    turn: order.turn ?? '',
  };
}

/** What it rested for may be gone. */
function awake(order: AcmeOrder): AcmeOrder {
  return order.step === 'failed' ? order : without(order, 'problem', 'detail');
}

/**
 * Taken up without what came of its last task, which may have been done all the same: whether the order is finalized by
 * now the server says, which refuses to do it twice (RFC 8555 7.4).
 */
function resumed(order: AcmeOrder): AcmeOrder {
  const { step } = order;
  const again = without(awake(order), 'isAskingNonce');
  if (step === 'mail') return { ...again, passedOver: [] };
  return { ...again, step: step === 'finalize' ? 'status' : step };
}

/** An account that the server does not know is not asked for again. */
async function forgetAccount(order: AcmeOrder, { records }: AcmePorts): Promise<void> {
  const account = order.problem === 'account-refused' ? await records.account(order.directory) : undefined;
  if (account) await records.remove(account);
}

async function applyResult(order: AcmeOrder, result: AcmeResult, ports: AcmePorts): Promise<AcmeOrder> {
  const ready = without(awake(order), 'wait');
  try {
    if (result.kind === 'answer') return await applyAnswer(ready, result.answer, ports);
    if (result.kind === 'mails') return await applyMails(ready, result.messages, ports);
    if (result.kind === 'agreed') return { ...ready, agreedTerms: result.terms, step: 'account' };
    if (result.kind === 'sent') return { ...ready, step: 'answer' };
    return { ...ready, problem: result.kind === 'not-sent' ? 'mail-not-sent' : 'mail-not-read' };
  } catch (thrown) {
    if (!(thrown instanceof AcmeFailure)) throw thrown;
    return failed(ready, thrown);
  }
}

async function applyAnswer(
  order: AcmeOrder,
  answer: Extract<AcmeResult, { kind: 'answer' }>['answer'],
  ports: AcmePorts,
): Promise<AcmeOrder> {
  if ('failure' in answer) {
    // The next try may get through; where the address itself was refused, none will.
    const { failure: problem } = answer;
    return { ...order, problem, ...(problem === 'address-refused' && { step: 'failed' as const }) };
  }
  const { response } = answer;
  const { replayNonce } = response;
  const fresh: AcmeOrder = { ...order, ...(replayNonce !== undefined && { nonce: replayNonce }) };
  try {
    if (order.step === 'directory') return applyDirectory(fresh, response);
    if (order.isAskingNonce) return withNonce(fresh, response);
    const applied = await SERVER_STEPS[order.step]?.apply({ ...fresh, nonceTries: 0 }, response, ports);
    return applied ?? fresh;
  } catch (thrown) {
    return retried(fresh, thrown, response, ports);
  }
}

/** The answer to a question for a nonce alone (RFC 8555 7.2). */
function withNonce(order: AcmeOrder, { status }: AcmeResponse): AcmeOrder {
  if (order.nonce !== undefined) return without(order, 'isAskingNonce');
  throw status >= 400 ? refusal(status, undefined) : new AcmeFailure('not-acme');
}

/** A nonce that was refused is tried anew; where the server is busy or broken, the order waits or rests. */
function retried(order: AcmeOrder, thrown: unknown, { retryAfter }: AcmeResponse, { clock }: AcmePorts): AcmeOrder {
  if (!(thrown instanceof AcmeFailure)) throw thrown;
  const { problem, detail } = thrown;
  if (problem === 'bad-nonce' && order.nonceTries < ACME_LIMITS.nonceTries) {
    return { ...order, nonceTries: order.nonceTries + 1 };
  }
  if (problem !== 'rate-limited' && problem !== 'server-error') throw thrown;
  const isToWait = problem === 'rate-limited' || retryAfter !== undefined;
  const wait = retryTime(retryAfter, clock.now(), ACME_LIMITS.waitMilliseconds);
  return { ...order, problem, ...(isToWait && { wait }), ...(detail !== undefined && { detail }) };
}
