import { ending } from '../../../../addins/outlook/launch-event/ending';

interface Said {
  readonly word: string;
}

function event(refuses = 0) {
  const heard: (Said | undefined)[] = [];
  let left = refuses;
  const completed = (options?: Said): void => {
    if (left-- > 0) throw new Error('host');
    heard.push(options);
  };
  return { heard, ...ending<Said>({ completed }, () => ({ word: 'failed' })) };
}
const fail = (): never => {
  throw new Error('defect');
};

describe('the end of an event', () => {
  it('comes once, whatever is said later', () => {
    const { heard, end, step } = event();
    end({ word: 'first' });
    end({ word: 'second' });
    step(fail)(undefined);
    expect(heard).toEqual([{ word: 'first' }]);
  });

  it('comes as failed where a step throws, also one that is taken later', () => {
    const { heard, step } = event();
    let answer: (value: number) => void = () => undefined;
    step(() => (answer = step(fail)))(undefined);
    expect(heard).toEqual([]);
    answer(1);
    expect(heard).toEqual([{ word: 'failed' }]);
  });

  it('comes as failed where the host does not take what was said', () => {
    const { heard, end, step } = event(1);
    step(() => end({ word: 'allowed' }))(undefined);
    expect(heard).toEqual([{ word: 'failed' }]);
  });
});
