import {
  addressedOnlyTo,
  copyHeader,
  sameAddress,
  SignetError,
  withoutField,
  type Bytes,
  type MessagePlan,
  type PreparedSend,
  type Refusal,
  type SendRequest,
} from '../../../shared/index';
import { type BuiltCopy } from '../host/compose-tabs';
import { builtCopies, planCopies, type PlannedCopy } from './blind-copies';

type People = Pick<SendRequest, 'to' | 'cc' | 'bcc'>;

/** One of the messages that a send becomes, before it is protected; most become one. */
export interface MessagePart extends People {
  readonly plan: MessagePlan;
  readonly header: Bytes;
  /** Its own Message-ID, without angle brackets; left out: the sender's own copy, which has that of the draft. */
  readonly id?: string;
  readonly copies: readonly PlannedCopy[];
}

/** What Thunderbird sends and files itself, and what leaves beside it. */
export interface BuiltParts {
  readonly kind: 'ready';
  readonly main: { readonly header: Bytes; readonly entity: Bytes };
  /** Who gets it: nobody, where nobody is in its To or Cc. */
  readonly readers: readonly string[];
  readonly copies: readonly BuiltCopy[];
}

/**
 * One part for each message that was decided, the first with the draft's own Message-ID. A blind-copy reader of what is
 * encrypted or split has a copy of their own. Without `queued` every part has the whole To and Cc, as the envelope says
 * who gets it; with it, where headers say that, a part of several names its own readers alone. Throws `host` for anybody who
 * is in none.
 */
export async function planParts(
  asked: People,
  header: Bytes,
  plans: readonly MessagePlan[],
  { queued }: { readonly queued: boolean },
): Promise<readonly MessagePart[]> {
  const [only, ...others] = plans;
  if (only && others.length === 0) {
    const copies = only.encrypt ? await planCopies(header, asked.bcc, { queued }) : [];
    // The Outbox would deliver the message itself to everybody in Bcc too, who could not read it.
    return [
      { ...asked, plan: only, header: queued && copies.length > 0 ? withoutField(header, 'bcc') : header, copies },
    ];
  }
  const lost = [...asked.to, ...asked.cc, ...asked.bcc].find((one) => !plans.some((plan) => isReader(plan, one)));
  if (lost !== undefined) throw new SignetError('host', 'a recipient of no message', lost);
  return Promise.all(plans.map((plan, at) => planPart(asked, header, plan, { queued, isOwn: at === 0 })));
}

async function planPart(
  asked: People,
  header: Bytes,
  plan: MessagePlan,
  { queued, isOwn }: { readonly queued: boolean; readonly isOwn: boolean },
): Promise<MessagePart> {
  const mine = (list: readonly string[]): readonly string[] => list.filter((one) => isReader(plan, one));
  const [to, cc, bcc] = [mine(asked.to), mine(asked.cc), mine(asked.bcc)];
  const copied = isOwn ? undefined : await copyHeader(header, [...to, ...cc, ...bcc].sort().join(' '));
  const whole = withoutField(copied?.header ?? header, 'bcc');
  const own = queued && to.length + cc.length > 0 ? addressedOnlyTo([...to, ...cc], whole) : whole;
  const copies = await planCopies(copied?.header ?? header, bcc, { queued });
  return { plan, to, cc, bcc, header: own, ...(copied && { id: copied.messageId }), copies };
}

/** An archive gets every message that it is to have. */
const isReader = ({ recipients, archive }: MessagePlan, address: string): boolean =>
  [...recipients, ...(archive === undefined ? [] : [archive])].some((one) => sameAddress(one, address));

/** Protects each part, and puts together what leaves; every refusal of any of them, and then nothing is to leave. */
export async function protectParts(
  parts: readonly MessagePart[],
  protect: (part: MessagePart) => Promise<PreparedSend>,
): Promise<BuiltParts | Extract<PreparedSend, { kind: 'refused' }>> {
  const refusals: Refusal[] = [];
  const built: { readonly part: MessagePart; readonly made: Extract<PreparedSend, { kind: 'ready' }> }[] = [];
  for (const part of parts) {
    const made = await protect(part);
    if (made.kind === 'refused') refusals.push(...made.refusals);
    else built.push({ part, made });
  }
  const [first] = built;
  if (refusals.length > 0 || !first) return { kind: 'refused', refusals };
  const copies = built.flatMap(({ part: { id, copies: planned }, made }): readonly BuiltCopy[] => {
    const { recipients, header, entity } = made.main;
    const apart = id !== undefined && recipients.length > 0 ? [{ recipients, id, header, entity }] : [];
    return [...apart, ...builtCopies(planned, made)];
  });
  const { recipients, header, entity } = first.made.main;
  const all = [...recipients, ...copies.flatMap((copy) => copy.recipients)];
  const hasOthers = (one: string): boolean => all.filter((other) => other === one).length > 1;
  const marked = copies.map((copy) => ({ ...copy, ...(copy.recipients.some(hasOthers) && { isOneOfMany: true }) }));
  return { kind: 'ready', main: { header, entity }, readers: recipients, copies: marked };
}
