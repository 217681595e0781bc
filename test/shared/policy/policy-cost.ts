import { compilePolicy } from '../../../shared/policy/compile-policy';
import { evaluate } from '../../../shared/policy/evaluate';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import { manyRules, messageTo } from './many-rules';

interface Cost {
  readonly median: number;
  readonly slow: number;
}

/** Milliseconds of each thing that is done with a policy, after some rounds that warm the engine. For scripts/policy-cost.mjs. */
export function measure(rules: number): Readonly<Record<string, Cost>> {
  const document = manyRules(rules);
  const text = JSON.stringify(document, null, 2);
  const policy = compilePolicy(document);
  const toOne = messageTo(1);
  const toMany = messageTo(100);
  return {
    'read the document': costOf(() => parsePolicy(text), 30),
    'file it by address': costOf(() => compilePolicy(document), 30),
    'decide, 1 recipient': costOf(() => evaluate(policy, toOne), 500),
    'decide, 100 recipients': costOf(() => evaluate(policy, toMany), 200),
  };
}

function costOf(action: () => unknown, rounds: number): Cost {
  const times: number[] = [];
  for (let round = -rounds; round < rounds; round++) {
    const start = performance.now();
    action();
    if (round >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { median: times[rounds >> 1] ?? 0, slow: times[Math.floor(rounds * 0.95)] ?? 0 };
}
