import { prepareSend, type Refusal, type SendPorts, type Work } from '../../../../shared/index';
import { type Draft } from '../../host/draft-reader';
import { protectionBy, type SendOptions } from '../../../worker/send-options';
import { type ProtectionChoice } from '../../protection-header';
import { entityOf, headersOf, outgoingMessages, planMessages, type Outgoing } from './outgoing-messages';

/** All that the protected messages are made of; plain data. */
export interface ProtectRequest {
  readonly draft: Draft;
  readonly choice: ProtectionChoice;
  readonly messageId: string;
}

export type ProtectedDraft =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'ready'; readonly messages: readonly Outgoing[] };

/** QUIRK: Microsoft Graph, which the messages go through, is reported to break AuthEnvelopedData. */
const GRAPH_RULES = { withoutGcm: true };

/** Builds, signs and encrypts a draft: the messages as they are to be sent. Runs in the worker. */
export async function protectDraft(
  { draft, choice, messageId }: ProtectRequest,
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
      protection: protectionBy(options, { sign, encrypt, rules: GRAPH_RULES }),
    },
    ports,
    work,
  );
  if (prepared.kind === 'refused') return prepared;
  return { kind: 'ready', messages: outgoingMessages(draft.from.address, plan, prepared) };
}
