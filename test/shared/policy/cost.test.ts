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

  it.each([1, 20])('decides about a message to %i in less than 5 ms', (recipients) => {
    const facts = messageTo(recipients);
    const times = Array.from({ length: 40 }, () => {
      const start = performance.now();
      evaluate(policy, facts);
      return performance.now() - start;
    });
    // The fastest: what a neighbour takes away is no cost of ours.
    expect(Math.min(...times)).toBeLessThan(5);
  });
});
