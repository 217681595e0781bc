import { type AcmePorts } from './context';
import { AcmeFailure } from './failure';
import { jwkOf, signJws, type EcJwk } from './jws';
import { ACME_LIMITS } from './limits';
import { type AcmeRequest } from './network';
import { type AcmeOrder } from './order';
import { composeResponse, responseDigest, type ResponseMail } from './response-mail';
import { SERVER_STEPS } from './steps';
import { type AcmeTask } from './tasks';

export interface Given {
  readonly order: AcmeOrder;
  readonly task: AcmeTask;
}

/** What is to be done for an order as it stands, and the order as it is kept while that is done. Rejects as the ports do. */
export async function taskOf(order: AcmeOrder, ports: AcmePorts): Promise<Given> {
  try {
    return await nextTask(order, ports);
  } catch (thrown) {
    if (!(thrown instanceof AcmeFailure)) throw thrown;
    return nextTask(failed(order, thrown), ports);
  }
}

async function nextTask(order: AcmeOrder, ports: AcmePorts): Promise<Given> {
  const given = (task: AcmeTask): Given => ({ order, task });
  const { step, problem, wait, directory } = order;
  if (step === 'done' || step === 'failed') return given({ kind: 'end' });
  if (wait && wait > ports.clock.now()) return waiting(order, wait, ports);
  if (problem === 'external-account' || problem === 'external-key') return given({ kind: 'bind' });
  if (problem !== undefined && problem !== 'rate-limited') return given({ kind: 'rest', problem });
  if (step === 'directory') return given({ kind: 'ask', directory, request: { method: 'GET', url: directory } });
  if (step === 'terms') return given({ kind: 'agree', terms: order.terms ?? '' });
  if (step === 'mail') {
    // Clocks of servers differ by minutes.
    const since = new Date(order.created.getTime() - 600_000);
    return given({ kind: 'find-mail', address: order.address, from: order.challenge?.from ?? '', since });
  }
  if (step === 'response') return given({ kind: 'send-mail', mail: await responseOf(order, ports) });
  return askServer(order, ports);
}

/** Nobody waits on for ever: a server that never comes to an end is asked again when the order is taken up again. */
function waiting(order: AcmeOrder, until: Date, { clock }: AcmePorts): Given {
  const now = clock.now().getTime();
  const isLong = until.getTime() - now > ACME_LIMITS.waitMilliseconds;
  const isLate = now - (order.takenUp ?? order.created).getTime() > ACME_LIMITS.patienceMilliseconds;
  if (!isLong && !isLate) return { order, task: { kind: 'wait', until } };
  const { problem = 'still-working' } = order;
  return { order: { ...order, problem }, task: { kind: 'rest', problem } };
}

async function responseOf(order: AcmeOrder, ports: AcmePorts): Promise<ResponseMail> {
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
  if (nonce === undefined) {
    const request: AcmeRequest = { method: 'HEAD', url: order.urls?.newNonce ?? '' };
    return { order: { ...order, isAskingNonce: true }, task: { kind: 'ask', directory: order.directory, request } };
  }
  const request = await signedRequest({ ...order, nonce }, ports);
  return { order: without(order, 'nonce'), task: { kind: 'ask', directory: order.directory, request } };
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

/** Whether an order can go on after a problem: that is for the user or for time to change. */
const PASSING: readonly AcmeFailure['problem'][] = ['external-account', 'external-key', 'terms'];

export function failed(order: AcmeOrder, { problem, detail }: AcmeFailure): AcmeOrder {
  const named = { ...order, problem, ...(detail !== undefined && { detail }) };
  return PASSING.includes(problem) ? named : { ...named, step: 'failed' };
}

export function without<Name extends keyof AcmeOrder>(
  order: AcmeOrder,
  ...names: readonly Name[]
): Omit<AcmeOrder, Name> {
  const kept = Object.entries(order).filter(([name]) => !(names as readonly string[]).includes(name));
  return Object.fromEntries(kept) as unknown as Omit<AcmeOrder, Name>;
}
