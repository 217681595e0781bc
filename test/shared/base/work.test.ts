import { errorCode } from '../../../shared/base/errors';
import { advance, checkCancelled } from '../../../shared/base/work';

function thrownCode(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return errorCode(thrown);
  }
}

describe('work', () => {
  it('tells how far it is', () => {
    const told: number[][] = [];
    advance({ progress: (...numbers) => told.push(numbers) }, 3, 7);
    expect(told).toEqual([[3, 7]]);
  });

  it('goes on where nobody calls it off', () => {
    expect(thrownCode(() => checkCancelled({}))).toBeUndefined();
    expect(thrownCode(() => checkCancelled({ signal: new AbortController().signal }))).toBeUndefined();
  });

  it('stops once it is called off, and tells nothing more', () => {
    const progress = jest.fn();
    expect(thrownCode(() => advance({ signal: AbortSignal.abort(), progress }, 1, 2))).toBe('cancelled');
    expect(progress).not.toHaveBeenCalled();
  });
});
