import { type AlgorithmRules } from '../../../shared/journeys/choose-algorithms';
import { CASES, decisionOf, inWords } from './policy-cases';

describe('the table of decisions', () => {
  it('has no fewer than 150 cases, each by a name of its own', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBeGreaterThanOrEqual(150);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });

  it.each(CASES.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { outcome, sends, reasons, steps } = one;
    expect(inWords(decisionOf(one))).toEqual({ outcome, sends, reasons, steps });
  });

  it('tells who decided signing and encryption in every case', () => {
    for (const one of CASES) {
      const { steps } = decisionOf(one);
      const decided = steps.filter(({ effect }) => effect === 'decides').map(({ setting }) => setting);
      expect([one.name, ...decided]).toEqual(expect.arrayContaining(['sign', 'encrypt']));
    }
  });

  it('names algorithms as those do who encrypt', () => {
    const [plan] = decisionOf({}).messages;
    const rules: AlgorithmRules | undefined = plan && { floor: plan.floor, ceiling: plan.ceiling };
    expect(rules).toEqual({ floor: 'aes-256-cbc', ceiling: 'aes-256-gcm' });
  });
});
