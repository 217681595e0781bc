import { type DecisionRecord } from '../../../policy/decision-record';
import { type DecidedSend } from './decide-send';
import { type SendOutcome } from './send-secure';

/** Writes down what became of a press of Send secure, where that is wanted. `from`: the sender's address. Never rejects. */
export async function noteSend(
  record: Pick<DecisionRecord, 'note'>,
  { decided, ...verdict }: DecidedSend,
  outcome: SendOutcome,
  from: string,
): Promise<void> {
  const line = { decided, from, way: 'window' } as const;
  if (verdict.kind === 'asked' || verdict.kind === 'refused') await record.note({ ...line, event: verdict.kind });
  if (verdict.kind !== 'allowed' || (outcome.kind !== 'sent' && outcome.kind !== 'partly')) return;
  const missing = outcome.kind === 'partly' ? outcome.missing.flatMap(({ apart = [] }) => apart) : [];
  for (const { draft, choice, decided: about } of verdict.parts) {
    const hasLeft = [...draft.to, ...draft.cc].every(({ address }) => !missing.includes(address));
    if (hasLeft) await record.note({ ...line, decided: about, event: 'let-go', has: choice });
  }
}
