import { copyId, portionOf, prepareSend, type Refusal, type SendPorts, type Work } from '../../../../shared/index';
import { type Draft } from '../../host/draft-reader';
import { protectionBy, type SendOptions } from '../../../worker/send-options';
import { type DraftPart } from './draft-part';
import { entityOf, headersOf, outgoingMessages, planMessages, type Outgoing } from './outgoing-messages';

/** All that the protected messages are made of; plain data. */
export interface ProtectRequest {
  readonly messageId: string;
  /** One for each message, of which none names the readers of another, the best protected first. */
  readonly parts: readonly DraftPart[];
  /** Addresses of the user's accounts. */
  readonly accounts?: readonly string[];
}

export type ProtectedDraft =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  /** `parts`: the Message-ID that each part has, or that its copies' are made of. */
  | { readonly kind: 'ready'; readonly messages: readonly Outgoing[]; readonly parts: readonly string[] };

/** QUIRK: Microsoft Graph, which the messages go through, is reported to break AuthEnvelopedData. */
const GRAPH_RULES = { withoutGcm: true };

/**
 * Builds, signs and encrypts a draft: the messages as they are to be sent, or all that stands against any of them. Runs in
 * the worker.
 */
export async function protectDraft(
  { parts, messageId, accounts }: ProtectRequest,
  options: SendOptions,
  ports: SendPorts,
  work: Work,
): Promise<ProtectedDraft> {
  const messages: Outgoing[] = [];
  const refusals: Refusal[] = [];
  const ids: string[] = [];
  for (const [at, part] of parts.entries()) {
    const id = parts.length > 1 ? await copyId(messageId, readersOf(part)) : messageId;
    ids.push(id);
    const portion = portionOf(work, at, parts.length);
    const made = await protectPart({ ...part, messageId: id, ...(accounts && { accounts }) }, options, ports, portion);
    if (made.kind === 'refused') refusals.push(...made.refusals);
    else messages.push(...(at === 0 ? made.messages : made.messages.map(apart)));
  }
  return refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'ready', messages, parts: ids };
}

/** A part has a Message-ID of its own, so that one that left to others is never taken for it. */
const readersOf = ({ draft: { to, cc, bcc } }: DraftPart): string =>
  [...to, ...cc, ...bcc]
    .map(({ address }) => address)
    .sort()
    .join(' ');

const apart = (message: Outgoing): Outgoing =>
  message.bcc === undefined ? { ...message, apart: message.recipients } : message;

type PreparedPart =
  Extract<ProtectedDraft, { kind: 'refused' }> | { readonly kind: 'ready'; readonly messages: readonly Outgoing[] };

async function protectPart(
  { draft, choice, messageId, options: wanted, ...known }: DraftPart & Omit<ProtectRequest, 'parts'>,
  options: SendOptions,
  ports: SendPorts,
  work: Work,
): Promise<PreparedPart> {
  const addresses = (list: Draft['to']): string[] => list.map(({ address }) => address);
  const { sign, encrypt } = choice;
  const plan = await planMessages(draft, { messageId, date: ports.clock.now() });
  const prepared = await prepareSend(
    {
      from: draft.from.address,
      to: addresses(draft.to),
      cc: addresses(draft.cc),
      bcc: addresses(draft.bcc),
      ...headersOf(plan),
      entity: entityOf(draft),
      ...known,
      protection: protectionBy(options, { ...wanted, sign, encrypt, rules: { ...wanted.rules, ...GRAPH_RULES } }),
    },
    ports,
    work,
  );
  if (prepared.kind === 'refused') return prepared;
  return { kind: 'ready', messages: outgoingMessages(draft.from.address, plan, prepared) };
}
