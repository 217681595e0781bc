import { copyId, prepareSend, type Refusal, type SendPorts, type Work } from '../../../../shared/index';
import { type Draft } from '../../host/draft-reader';
import { protectionBy, type SendOptions } from '../../../worker/send-options';
import { type DraftPart } from './draft-part';
import { entityOf, headersOf, outgoingMessages, planMessages, type Outgoing } from './outgoing-messages';

/** All that the protected messages are made of; plain data. */
export interface ProtectRequest extends DraftPart {
  readonly messageId: string;
  /** Those who get it unencrypted, in a message of their own that the others' does not name. The user agreed. */
  readonly open?: DraftPart;
  /** Addresses of the user's accounts. */
  readonly accounts?: readonly string[];
}

export type ProtectedDraft =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'ready'; readonly messages: readonly Outgoing[] };

/** QUIRK: Microsoft Graph, which the messages go through, is reported to break AuthEnvelopedData. */
const GRAPH_RULES = { withoutGcm: true };

/** Builds, signs and encrypts a draft: the messages as they are to be sent. Runs in the worker. */
export async function protectDraft(
  { open, ...closed }: ProtectRequest,
  options: SendOptions,
  ports: SendPorts,
  work: Work,
): Promise<ProtectedDraft> {
  const made = await protectPart(closed, options, ports, work);
  if (!open || made.kind === 'refused') return made;
  const { accounts } = closed;
  const messageId = await copyId(closed.messageId, 'unencrypted');
  const choice = { ...open.choice, encrypt: false };
  const unencrypted = await protectPart(
    { ...open, choice, messageId, ...(accounts && { accounts }) },
    options,
    ports,
    work,
  );
  if (unencrypted.kind === 'refused') return unencrypted;
  const apart = unencrypted.messages.map((message) => ({ ...message, open: message.recipients }));
  return { kind: 'ready', messages: [...made.messages, ...apart] };
}

async function protectPart(
  { draft, choice, messageId, options: wanted, ...known }: Omit<ProtectRequest, 'open'>,
  options: SendOptions,
  ports: SendPorts,
  work: Work,
): Promise<ProtectedDraft> {
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
