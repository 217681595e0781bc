import { type DecidedSend } from '../../../../addins/outlook/task-pane/compose/decide-send';
import { noteSend } from '../../../../addins/outlook/task-pane/compose/note-send';
import { type SendOutcome } from '../../../../addins/outlook/task-pane/compose/send-secure';
import { type NotedDecision } from '../../../../addins/policy/decision-record';
import { draftOf } from './fake-services';

const ALICE = 'alice@signet.example';
const SIGNED = { sign: true, encrypt: false };
const part = { draft: draftOf({ to: ['bob@signet.example'] }), choice: SIGNED, options: {}, decided: {} as never };
const parts = [part];
const sent: SendOutcome = { kind: 'sent', recipients: 1, draftLeft: false };
const failed: SendOutcome = { kind: 'failed', error: undefined, prepared: [] };

async function noted(
  verdict: Omit<Extract<DecidedSend, { kind: 'allowed' }>, 'decided'> | { kind: 'asked' | 'refused' | 'plain' },
  outcome: SendOutcome,
) {
  const lines: NotedDecision[] = [];
  const record = { note: (line: NotedDecision) => Promise.resolve(void lines.push(line)) };
  await noteSend(record, { ...verdict, decided: {} } as DecidedSend, outcome, ALICE);
  return lines.map(({ event, way, from, has }) => ({ event, way, from, ...(has && { has }) }));
}

describe('the record of a press of Send secure', () => {
  it('has what nothing stood against, and with what, whatever became of it', async () => {
    const line = { event: 'let-go', way: 'window', from: ALICE, has: SIGNED };
    expect(await noted({ kind: 'allowed', parts }, sent)).toEqual([line]);
    expect(await noted({ kind: 'allowed', parts }, { kind: 'partly', missing: [] })).toEqual([line]);
    expect(await noted({ kind: 'allowed', parts }, failed)).toEqual([line]);
  });

  it('has each message, also those that are missing', async () => {
    const apart = { ...part, draft: draftOf({ to: ['dan@signet.example'] }) };
    const closed = { ...part, choice: { sign: true, encrypt: true } };
    const lines = (outcome: SendOutcome) =>
      noted({ kind: 'allowed', parts: [closed, apart] }, outcome).then((all) => all.map(({ has }) => has?.encrypt));
    expect(await lines(sent)).toEqual([true, false]);
    const missing = [{ apart: ['dan@signet.example'] }] as never;
    expect(await lines({ kind: 'partly', missing })).toEqual([true, false]);
  });

  it('has what was asked and refused, and nothing of what was stopped before or was never ours to send', async () => {
    expect(await noted({ kind: 'asked' }, failed)).toEqual([{ event: 'asked', way: 'window', from: ALICE }]);
    expect(await noted({ kind: 'refused' }, failed)).toEqual([{ event: 'refused', way: 'window', from: ALICE }]);
    const stopped: SendOutcome[] = [
      { kind: 'cancelled' },
      { kind: 'changed' },
      { kind: 'refused', refusals: [], problems: [] },
    ];
    for (const outcome of stopped) expect(await noted({ kind: 'allowed', parts }, outcome)).toEqual([]);
    expect(await noted({ kind: 'plain' }, { kind: 'plain' })).toEqual([]);
  });
});
