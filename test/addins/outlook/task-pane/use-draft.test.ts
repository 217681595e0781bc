import { type DraftDecision } from '../../../../addins/policy/decide-draft';
import { chosenOf } from '../../../../addins/outlook/task-pane/compose/use-draft';

const shown = (encrypt: boolean, messages: number): DraftDecision =>
  ({
    protection: { sign: true, encrypt },
    decision: { intended: Array(messages).fill({}) },
  }) as unknown as DraftDecision;

describe('what a press says of a draft', () => {
  const BOTH = { sign: true, encrypt: true };
  const SIGNED = { sign: true, encrypt: false };

  it('keeps a split that was shown, where encryption was not what was pressed', () => {
    const pressed = chosenOf({ sign: false, encrypt: true }, shown(true, 2));
    expect(pressed).toEqual({ sign: false, encrypt: true, isChosen: true, isSplit: true });
  });

  it('asks for encryption to all where it was pressed, or one message was shown, or nothing yet', () => {
    for (const before of [shown(false, 2), shown(true, 1), undefined])
      expect(chosenOf(BOTH, before)).toEqual({ ...BOTH, isChosen: true });
    expect(chosenOf(SIGNED, shown(true, 2))).toEqual({ ...SIGNED, isChosen: true });
  });
});
