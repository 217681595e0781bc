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
  await record.note({ ...line, event: 'left', has: verdict.part.choice });
  // Those who got it apart, unencrypted.
  const isMissing = outcome.kind === 'partly' && outcome.missing.some(({ open }) => open !== undefined);
  const { open } = verdict;
  if (open && !isMissing) await record.note({ ...line, decided: open.decided, event: 'left', has: open.choice });
}
