import { AcmeFailure } from './failure';
import { judgeChallengeMail } from './challenge-mail';
import { type AcmePorts } from './context';
import { jwkOf, signJws, type EcJwk } from './jws';
import { ACME_LIMITS } from './limits';
import { type AcmeRequest, type AcmeResponse } from './network';
import { type AcmeOrder, orderView } from './order';
import { composeResponse, responseDigest } from './response-mail';
import { applyDirectory, retryTime, SERVER_STEPS } from './steps';
import { type AcmeResult, type AcmeRound, type AcmeTask } from './tasks';

/**
 * One round of an order: takes what came of the last task and says what is to be done next. Everything an order needs to go
 * on after a restart is kept before the task is given out; no key leaves the ports. Rejects with `locked` and `storage` as
 * the ports do: the order is as it was then.
 */
export async function nextRound(
  order: AcmeOrder,
  result: AcmeResult | undefined,
  ports: AcmePorts,
): Promise<AcmeRound> {
  const applied = result ? await applyResult(order, result, ports) : awake(order);
  const { order: next, task } = await taskOf(applied, ports);
  await forgetAccount(next, ports);
  await ports.records.put(next);
  return { order: orderView(next), task };
}

/** Taken up again: what it rested for may be gone. */
function awake(order: AcmeOrder): AcmeOrder {
  if (order.step === 'failed') return order;
  return without(order, 'problem', 'detail');
}

function without<Name extends keyof AcmeOrder>(order: AcmeOrder, ...names: readonly Name[]): Omit<AcmeOrder, Name> {
  const kept = Object.entries(order).filter(([name]) => !(names as readonly string[]).includes(name));
  return Object.fromEntries(kept) as unknown as Omit<AcmeOrder, Name>;
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

/** Whether an order can go on after a problem: that is for the user or for time to change. */
const PASSING: readonly AcmeFailure['problem'][] = ['external-account', 'terms'];

function failed(order: AcmeOrder, { problem, detail }: AcmeFailure): AcmeOrder {
  const named = { ...order, problem, ...(detail !== undefined && { detail }) };
  return PASSING.includes(problem) ? named : { ...named, step: 'failed' };
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
  if (order.step === 'directory') return applyDirectory(fresh, response);
  if (order.isAskingNonce) return withNonce(fresh);
  try {
    const applied = await SERVER_STEPS[order.step]?.apply({ ...fresh, nonceTries: 0 }, response, ports);
    return applied ?? fresh;
  } catch (thrown) {
    return retried(fresh, thrown, response, ports);
  }
}

/** The answer to a question for a nonce alone (RFC 8555 7.2). */
function withNonce(order: AcmeOrder): AcmeOrder {
  if (order.nonce === undefined) throw new AcmeFailure('not-acme');
  return without(order, 'isAskingNonce');
}

/** A nonce that was refused is tried anew; where the server asks to wait, the order waits. */
function retried(order: AcmeOrder, thrown: unknown, response: AcmeResponse, { clock }: AcmePorts): AcmeOrder {
  if (!(thrown instanceof AcmeFailure)) throw thrown;
  if (thrown.problem === 'bad-nonce' && order.nonceTries < ACME_LIMITS.nonceTries) {
    return { ...order, nonceTries: order.nonceTries + 1 };
  }
  if (thrown.problem === 'rate-limited' || response.status === 503) {
    const wait = retryTime(response.retryAfter, clock.now(), ACME_LIMITS.waitMilliseconds);
    return { ...order, wait, problem: 'rate-limited', ...(thrown.detail !== undefined && { detail: thrown.detail }) };
  }
  throw thrown;
}

async function applyMails(
  order: AcmeOrder,
  messages: Extract<AcmeResult, { kind: 'mails' }>['messages'],
  ports: AcmePorts,
): Promise<AcmeOrder> {
  const expected = {
    from: order.challenge?.from ?? '',
    address: order.address,
    mailServer: await ports.mailServer(),
  };
  const passedOver = new Set<AcmeFailure['problem']>();
  const answered = await answeredMails(order, ports);
  for (const octets of messages.slice(0, ACME_LIMITS.mails)) {
    const verdict = await judgeChallengeMail(octets, expected, ports.openMail);
    if (verdict.kind === 'accepted' && !answered.has(verdict.mail.messageId)) {
      const responseId = `<${crypto.randomUUID()}@${order.address.split('@').at(-1) ?? 'localhost'}>`;
      return { ...order, mail: verdict.mail, responseId, passedOver: [], step: 'response' };
    }
    if (verdict.kind === 'refused') passedOver.add(verdict.problem);
  }
  const now = ports.clock.now();
  if (order.expires && now > order.expires) throw new AcmeFailure('challenge-expired', [...passedOver].join(', '));
  const looked = { ...order, passedOver: [...passedOver] };
  const isLate = now.getTime() - order.created.getTime() > ACME_LIMITS.patienceMilliseconds;
  if (isLate) return { ...looked, problem: 'mail-missing' };
  return { ...looked, wait: new Date(now.getTime() + ACME_LIMITS.mailMilliseconds) };
}

/** Challenges of other orders, which may lie in the mailbox still. */
async function answeredMails({ id }: AcmeOrder, { records }: AcmePorts): Promise<ReadonlySet<string>> {
  const others = (await records.orders()).filter((one) => one.id !== id);
  return new Set(others.flatMap(({ mail }) => (mail ? [mail.messageId] : [])));
}

interface Given {
  readonly order: AcmeOrder;
  readonly task: AcmeTask;
}

async function taskOf(order: AcmeOrder, ports: AcmePorts): Promise<Given> {
  const given = (task: AcmeTask): Given => ({ order, task });
  const { step, problem, wait, directory } = order;
  if (step === 'done' || step === 'failed') return given({ kind: 'end' });
  if (wait && wait > ports.clock.now()) return given(waitTask(order, wait, ports));
  if (problem === 'external-account') return given({ kind: 'bind' });
  if (problem !== undefined && problem !== 'rate-limited') return given({ kind: 'rest', problem });
  if (step === 'directory') return given({ kind: 'ask', directory, request: { method: 'GET', url: directory } });
  if (step === 'terms') return given({ kind: 'agree', terms: order.terms ?? '' });
  if (step === 'mail') {
    // Clocks of servers differ by minutes.
    const since = new Date(order.created.getTime() - 600_000);
    return given({ kind: 'find-mail', address: order.address, since });
  }
  if (step === 'response') return given({ kind: 'send-mail', mail: await responseOf(order, ports) });
  return askServer(order, ports);
}

function waitTask({ problem }: AcmeOrder, until: Date, { clock }: AcmePorts): AcmeTask {
  const isLong = until.getTime() - clock.now().getTime() > ACME_LIMITS.waitMilliseconds;
  return isLong ? { kind: 'rest', problem: problem ?? 'rate-limited' } : { kind: 'wait', until };
}

async function responseOf(order: AcmeOrder, ports: AcmePorts) {
  const { mail, challenge, responseId: messageId = '', address: from } = order;
  if (!mail || !challenge) throw new AcmeFailure('order-invalid');
  const digest = await responseDigest(mail.tokenPart1, challenge.token, await accountJwk(order, ports));
  return composeResponse({ mail, from, digest, messageId, date: ports.clock.now() });
}

async function accountJwk({ accountKeyId }: AcmeOrder, { waitingKeys }: AcmePorts): Promise<EcJwk> {
  const key = (await waitingKeys.all()).find(({ id }) => id === accountKeyId);
  if (!key) throw new AcmeFailure('account-refused');
  return jwkOf(key.spki);
}

/** A signed question, or one for a nonce first. A nonce is used once: it is gone with the task. */
async function askServer(order: AcmeOrder, ports: AcmePorts): Promise<Given> {
  const { nonce } = order;
  try {
    if (nonce === undefined) {
      const request: AcmeRequest = { method: 'HEAD', url: order.urls?.newNonce ?? '' };
      return { order: { ...order, isAskingNonce: true }, task: { kind: 'ask', directory: order.directory, request } };
    }
    const request = await signedRequest({ ...order, nonce }, ports);
    return { order: without(order, 'nonce'), task: { kind: 'ask', directory: order.directory, request } };
  } catch (thrown) {
    if (!(thrown instanceof AcmeFailure)) throw thrown;
    return taskOf(failed(order, thrown), ports);
  }
}

async function signedRequest(order: AcmeOrder & { readonly nonce: string }, ports: AcmePorts): Promise<AcmeRequest> {
  const step = SERVER_STEPS[order.step];
  const url = step?.url(order);
  if (!step || url === undefined) throw new AcmeFailure('order-invalid');
  const jwk = await accountJwk(order, ports);
  const payload = step.payload ? await step.payload(order, ports, jwk) : '';
  const { nonce, accountUrl, accountKeyId } = order;
  const header = accountUrl === undefined ? { nonce, url, jwk } : { nonce, url, kid: accountUrl };
  const body = await ports.waitingKeys.withPrivateKey(accountKeyId, (key) => signJws(header, payload, key));
  return { method: 'POST', url, body, ...(step.accept !== undefined && { accept: step.accept }) };
}
