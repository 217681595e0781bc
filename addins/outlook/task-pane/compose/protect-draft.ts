import { copyId, prepareSend, sameAddress, type Refusal, type SendPorts, type Work } from '../../../../shared/index';
import { type Draft, type Recipient } from '../../host/draft-reader';
import { protectionBy, type SendOptions } from '../../../worker/send-options';
import { type ProtectionChoice } from '../../protection-header';
import { entityOf, headersOf, outgoingMessages, planMessages, type Outgoing } from './outgoing-messages';

/** All that the protected messages are made of; plain data. */
export interface ProtectRequest {
  readonly draft: Draft;
  readonly choice: ProtectionChoice;
  readonly messageId: string;
  /** Addresses that get it unencrypted, in a message of their own that the others' does not name. The user agreed. */
  readonly open?: readonly string[];
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
  { draft, choice, messageId, open = [], ...known }: ProtectRequest,
  options: SendOptions,
  ports: SendPorts,
  work: Work,
): Promise<ProtectedDraft> {
  const isOpen = ({ address }: Recipient): boolean => open.some((one) => sameAddress(one, address));
  const protect = async (part: Omit<ProtectRequest, 'open'>): Promise<ProtectedDraft> =>
    protectPart(part, options, ports, work);
  const closed = await protect({ ...known, draft: onlyTo(draft, (one) => !isOpen(one)), choice, messageId });
  if (open.length === 0 || closed.kind === 'refused') return closed;
  const unencrypted = await protect({
    ...known,
    draft: onlyTo(draft, isOpen),
    choice: { ...choice, encrypt: false },
    messageId: await copyId(messageId, 'unencrypted'),
  });
  if (unencrypted.kind === 'refused') return unencrypted;
  const apart = unencrypted.messages.map((message) => ({ ...message, open: message.recipients }));
  return { kind: 'ready', messages: [...closed.messages, ...apart] };
}

const onlyTo = (draft: Draft, isWanted: (one: Recipient) => boolean): Draft => ({
  ...draft,
  to: draft.to.filter(isWanted),
  cc: draft.cc.filter(isWanted),
  bcc: draft.bcc.filter(isWanted),
});

async function protectPart(
  { draft, choice, messageId, ...known }: Omit<ProtectRequest, 'open'>,
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
      protection: protectionBy(options, { sign, encrypt, rules: GRAPH_RULES }),
    },
    ports,
    work,
  );
  if (prepared.kind === 'refused') return prepared;
  return { kind: 'ready', messages: outgoingMessages(draft.from.address, plan, prepared) };
}
