import { compilePolicy } from '../../../shared/policy/compile-policy';
import { evaluate } from '../../../shared/policy/evaluate';
import { manyRules, messageTo } from './many-rules';

describe('a policy of 5,000 rules', () => {
  const policy = compilePolicy(manyRules(5_000));

  it('finds the rules that apply among them', () => {
    const { messages, steps } = evaluate(policy, messageTo(3));
    expect(messages).toMatchObject([{ sign: true, encrypt: true }]);
    expect(steps.flatMap(({ source }) => source.rule ?? [])).toEqual(
      expect.arrayContaining(['rule-10', 'rule-1', 'rule-4', 'rule-7']),
    );
  });

  it.each([1, 20])(
    'decides about a message to %i in a time that hardly grows with the rules that do not apply',
    (people) => {
      const facts = messageTo(people);
      const few = compilePolicy(manyRules(500));
      /** The fastest of many: what a neighbour takes away is no cost of ours. */
      const fastest = (of: typeof policy): number => {
        const times = Array.from({ length: 40 }, () => {
          const start = performance.now();
          evaluate(of, facts);
          return performance.now() - start;
        });
        return Math.min(...times);
      };
      fastest(few);
      const ratio = fastest(policy) / fastest(few);
      // Ten times the rules. The time itself is a matter of the benchmark (scripts/policy-cost.mjs).
      expect(ratio).toBeLessThan(5);
    },
  );
});
