import { type DecisionRecord } from '../../../policy/decision-record';
import { type DecidedSend } from './decide-send';
import { type SendOutcome } from './send-secure';

/** Nothing was tried. */
const STOPPED: readonly SendOutcome['kind'][] = ['cancelled', 'changed', 'refused', 'write-here'];

/**
 * Writes down what was decided at a press of Send secure, where that is wanted; not whether the mail system took it.
 * `from`: the sender's address. Never rejects.
 */
export async function noteSend(
  record: Pick<DecisionRecord, 'note'>,
  { decided, ...verdict }: DecidedSend,
  outcome: SendOutcome,
  from: string,
): Promise<void> {
  const line = { decided, from, way: 'window' } as const;
  if (verdict.kind === 'asked' || verdict.kind === 'refused') await record.note({ ...line, event: verdict.kind });
  if (verdict.kind !== 'allowed' || STOPPED.includes(outcome.kind)) return;
  for (const { choice, decided: about } of verdict.parts)
    await record.note({ ...line, decided: about, event: 'let-go', has: choice });
}
