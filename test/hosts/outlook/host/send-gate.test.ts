import { type CommandOutcome } from './dispatch-shared';
import { type SendMode } from './launch-events';
import { decide, type GateFacts, type SendAlert } from './send-gate';

/* Rules of "Handle OnMessageSend and OnAppointmentSend events" and Office.SmartAlertsEventCompletedOptions. */

const MODES = ['PromptUser', 'SoftBlock', 'Block'] as const;
const FACTS: GateFacts = {
  mailboxSet: '1.15',
  controls: new Map([
    ['pane', 'pane'],
    ['tag', 'function'],
  ]),
};
const completed = (context: Record<string, unknown>): CommandOutcome => ({ status: 'completed', context });

function alertOf(outcome: CommandOutcome, mode: SendMode, mailboxSet = '1.15'): SendAlert {
  const decision = decide(outcome, mode, { ...FACTS, mailboxSet });
  if (decision.kind !== 'alert') throw new Error(`it was ${decision.kind}`);
  return decision;
}
const refusal = (context: Record<string, unknown>, mailboxSet = '1.15'): SendAlert =>
  alertOf(completed({ allowEvent: false, ...context }), 'SoftBlock', mailboxSet);

test.each(MODES)('%s: only a plain yes sends', (mode) => {
  expect(decide(completed({ allowEvent: true }), mode, FACTS)).toEqual({ kind: 'send' });
  for (const allowEvent of [false, undefined, 'true', 1, null]) {
    expect(alertOf(completed({ allowEvent }), mode).reason).toBe('not-allowed');
  }
});

describe('what the user may do', () => {
  test.each([
    ['PromptUser', {}, true],
    ['SoftBlock', {}, false],
    ['Block', {}, false],
    ['SoftBlock', { sendModeOverride: 'promptUser' }, true],
    ['Block', { sendModeOverride: 'promptUser' }, true],
  ] as const)('%s with %j: send anyway: %s', (mode, context, mayOverride) => {
    const alert = alertOf(completed({ allowEvent: false, ...context }), mode);
    expect([alert.mayOverride, alert.mayCancel, alert.faults]).toEqual([mayOverride, true, []]);
  });

  test.each([
    ['PromptUser', true],
    ['SoftBlock', true],
    ['Block', false],
  ] as const)('%s, where the add-in is not available: send anyway: %s', (mode, mayOverride) => {
    expect(alertOf({ status: 'not-ready' }, mode)).toMatchObject({ reason: 'unavailable', mayOverride });
  });

  test.each([
    ['PromptUser', true],
    ['SoftBlock', false],
    ['Block', false],
  ] as const)('%s, where it did not complete in time: send anyway: %s', (mode, mayOverride) => {
    expect(alertOf({ status: 'timeout' }, mode)).toMatchObject({ reason: 'timeout', mayOverride, mayCancel: true });
  });

  test.each([
    ['PromptUser', true],
    ['SoftBlock', false],
    ['Block', false],
  ] as const)('%s, where the handler is not associated: send anyway: %s', (mode, mayOverride) => {
    expect(alertOf({ status: 'failed', code: 11101 }, mode)).toMatchObject({ reason: 'error', mayOverride });
  });

  test.each(MODES)('%s: a check that was ended sends nothing and says nothing', (mode) => {
    expect(decide({ status: 'closed' }, mode, FACTS)).toEqual({ kind: 'stopped' });
  });
});

describe('what the add-in may say', () => {
  test('at most 500 characters, and 20 on the button: longer is cut and is a fault', () => {
    const long = { errorMessage: 'x'.repeat(501), cancelLabel: 'y'.repeat(21), commandId: 'pane' };
    const alert = refusal(long);
    expect([alert.message.length, alert.action?.label.length]).toEqual([500, 20]);
    expect(alert.faults.map((fault) => fault.split(':')[0])).toEqual(['errorMessage', 'cancelLabel']);
    const just = refusal({ errorMessage: 'x'.repeat(500), cancelLabel: 'y'.repeat(20), commandId: 'pane' });
    expect(just.faults).toEqual([]);
  });

  test('Markdown goes before text, from 1.15 on', () => {
    const both = { errorMessage: 'plain', errorMessageMarkdown: '**bold**' };
    expect(refusal(both)).toMatchObject({ message: '**bold**', isMarkdown: true, faults: [] });
    expect(refusal(both, '1.14')).toMatchObject({ message: 'plain', isMarkdown: false, faults: [] });
    expect(refusal({ errorMessageMarkdown: '*'.repeat(501) }).faults).toHaveLength(1);
  });

  test('a button only with a command, from 1.14 on; for a function from 1.15 on', () => {
    expect(refusal({ cancelLabel: 'Go' }).action).toBeUndefined();
    expect(refusal({ cancelLabel: 'Go', commandId: 'pane' }).action).toMatchObject({ label: 'Go', commandId: 'pane' });
    expect(refusal({ cancelLabel: 'Go', commandId: 'pane' }, '1.13').action).toBeUndefined();
    expect(refusal({ commandId: 'tag' }).action?.commandId).toBe('tag');
    expect(refusal({ commandId: 'tag' }, '1.14').action?.commandId).toBe('');
  });

  test.each(['gone', '', 5, {}])(
    'a command that the manifest does not have does nothing and is a fault: %p',
    (commandId) => {
      const { action, faults } = refusal({ commandId });
      expect([action?.commandId, faults.length]).toEqual(['', 1]);
    },
  );

  test('context of any kind goes with the command alone', () => {
    expect(refusal({ commandId: 'pane', contextData: { a: 1 } }).action?.contextData).toBe('{"a":1}');
    expect(refusal({ commandId: 'pane', contextData: 'text' }).action?.contextData).toBe('text');
    expect(refusal({ contextData: 'text' }).faults).toHaveLength(1);
  });

  test.each(['block', 'softBlock', 'PromptUser', true])('an override to %p is none and a fault', (sendModeOverride) => {
    const { mayOverride, faults } = refusal({ sendModeOverride });
    expect([mayOverride, faults.length]).toEqual([false, 1]);
  });

  test('an override is from 1.14 on', () => {
    expect(refusal({ sendModeOverride: 'promptUser' }, '1.13')).toMatchObject({ mayOverride: false, faults: [] });
  });

  test('what is no text is left out and is a fault', () => {
    expect(refusal({ errorMessage: 5 })).toMatchObject({ message: '', faults: ['errorMessage: text expected'] });
  });
});
