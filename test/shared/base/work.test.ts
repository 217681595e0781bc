import { errorCode } from '../../../shared/base/errors';
import { advance, checkCancelled, portionOf } from '../../../shared/base/work';

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

  it('on one of several pieces is told as progress of the whole', () => {
    const told: number[][] = [];
    const { signal } = new AbortController();
    const work = portionOf({ progress: (...numbers) => told.push(numbers), signal }, 1, 3);
    advance(work, 5, 10);
    expect(told).toEqual([[15, 30]]);
    expect(work.signal).toBe(signal);
    expect(portionOf({ signal }, 1, 3)).toEqual({ signal });
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
