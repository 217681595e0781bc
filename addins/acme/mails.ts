import { type Bytes } from '../../shared/index';
import { judgeChallengeMail } from './challenge-mail';
import { type AcmePorts } from './context';
import { AcmeFailure } from './failure';
import { ACME_LIMITS } from './limits';
import { type AcmeOrder } from './order';

/**
 * Looks for the challenge of an order among messages. Where it is not there, the order goes on looking, and says what was
 * passed over since it was taken up. Throws AcmeFailure where the time for it is over.
 */
export async function applyMails(order: AcmeOrder, messages: readonly Bytes[], ports: AcmePorts): Promise<AcmeOrder> {
  const expected = {
    from: order.challenge?.from ?? '',
    address: order.address,
    mailServer: await ports.mailServer(),
  };
  const passedOver = new Set<AcmeFailure['problem']>(order.passedOver);
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
