import { type CommandOutcome } from './dispatch-shared';
import { decide, type SendAlert } from './send-gate';

const completed = (context: Record<string, unknown>): CommandOutcome => ({ status: 'completed', context });

function alertOf(outcome: CommandOutcome, mode: 'PromptUser' | 'SoftBlock' | 'Block'): SendAlert {
  const decision = decide(outcome, mode);
  if (decision.kind !== 'alert') throw new Error('it was sent');
  return decision;
}

test('only a plain yes sends', () => {
  expect(decide(completed({ allowEvent: true }), 'Block').kind).toBe('send');
  for (const allowEvent of [false, undefined, 'true', 1, null]) {
    expect(decide(completed({ allowEvent }), 'SoftBlock').kind).toBe('alert');
  }
});

test('the words of the add-in are cut to the documented lengths', () => {
  const alert = alertOf(completed({ errorMessage: 'x'.repeat(600), cancelLabel: 'y'.repeat(30) }), 'SoftBlock');
  expect([alert.message.length, alert.cancelLabel.length]).toEqual([500, 20]);
});

test('what is not text is left out', () => {
  const alert = alertOf(completed({ errorMessage: 5, commandId: {}, contextData: [] }), 'SoftBlock');
  expect(alert).toMatchObject({ message: '', commandId: undefined, contextData: '' });
});

test.each([
  ['PromptUser', {}, true],
  ['SoftBlock', {}, false],
  ['Block', {}, false],
  ['SoftBlock', { sendModeOverride: 'promptUser' }, true],
  ['SoftBlock', { sendModeOverride: 'block' }, false],
] as const)('%s with %j: the user may send all the same: %s', (mode, context, mayOverride) => {
  expect(alertOf(completed({ allowEvent: false, ...context }), mode).mayOverride).toBe(mayOverride);
});

test.each(['not-ready', 'closed'] as const)('an add-in that is %s stops only a Block', (status) => {
  expect(decide({ status }, 'SoftBlock').kind).toBe('send');
  expect(decide({ status }, 'PromptUser').kind).toBe('send');
  expect(alertOf({ status }, 'Block')).toMatchObject({ reason: 'unavailable', mayOverride: false });
});

test('a function that does not exist is an add-in that cannot be loaded', () => {
  expect(decide({ status: 'failed', code: 11101 }, 'SoftBlock').kind).toBe('send');
  expect(alertOf({ status: 'failed', code: 11101 }, 'Block').reason).toBe('unavailable');
});

test('a handler that takes too long stops the message; only Block leaves no way round', () => {
  expect(alertOf({ status: 'timeout' }, 'SoftBlock')).toMatchObject({ reason: 'timeout', mayOverride: true });
  expect(alertOf({ status: 'timeout' }, 'Block')).toMatchObject({ reason: 'timeout', mayOverride: false });
});
