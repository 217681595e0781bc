import { type Effort, measure, median } from './measure';
import { NotOffered } from './operations';
import { type Contender, type ContenderName } from './remote';

const effort: Effort = { budget: 100, rounds: 3, warmUp: 60 };
const calls: string[] = [];
const contender = (name: ContenderName, wall: number, cpu?: number): Contender => ({
  name,
  run: () => {
    calls.push(name);
    return Promise.resolve({ wall, ...(cpu !== undefined && { cpu }) });
  },
});
const failing = (name: ContenderName, thrown: Error): Contender => ({ name, run: () => Promise.reject(thrown) });

beforeEach(() => (calls.length = 0));

describe('the median', () => {
  it('is the middle one, or between the two in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
    expect(median([7])).toBe(7);
  });
});

describe('measuring', () => {
  it('lets all contenders take turns', async () => {
    await measure([contender('signet', 30), contender('libcrypto', 30)], 'sign', effort);
    const turns = calls.slice(-6);
    expect(turns).toEqual(['signet', 'libcrypto', 'signet', 'libcrypto', 'signet', 'libcrypto']);
  });

  it('gives each its medians, processor time where it is told', async () => {
    const found = await measure([contender('signet', 30, 20), contender('libcrypto', 40)], 'sign', effort);
    expect(found).toEqual([
      { operation: 'sign', name: 'signet', wall: 30, cpu: 20, rounds: 3 },
      { operation: 'sign', name: 'libcrypto', wall: 40, rounds: 2 },
    ]);
  });

  it('counts the one call of a contender that is slower than its share', async () => {
    const [cell] = await measure([contender('node-forge', 5000)], 'decrypt-cbc', effort);
    expect(cell).toEqual({ operation: 'decrypt-cbc', name: 'node-forge', wall: 5000, rounds: 1 });
    expect(calls).toHaveLength(1);
  });

  it('says why there is no time, and nothing where a contender does not have it', async () => {
    const contenders = [
      failing('pkijs-naive', new Error('too long')),
      failing('node-forge', new NotOffered('no GCM')),
      contender('signet', 30),
    ];
    const [failed, left, good] = await measure(contenders, 'encrypt-gcm', effort);
    expect(failed).toEqual({ operation: 'encrypt-gcm', name: 'pkijs-naive', error: 'too long' });
    expect(left).toEqual({ operation: 'encrypt-gcm', name: 'node-forge' });
    expect(good?.wall).toBe(30);
  });
});
