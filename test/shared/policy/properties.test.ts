import fc from 'fast-check';
import { compilePolicy } from '../../../shared/policy/compile-policy';
import { type Decision } from '../../../shared/policy/decision';
import { evaluate } from '../../../shared/policy/evaluate';
import { type Facts } from '../../../shared/policy/facts';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import {
  anyDocument,
  anyFacts,
  anyUser,
  documentWith,
  given,
  lockedSettings,
  optional,
  ruleWith,
  RUNS,
} from './arbitrary-policies';

/* What holds of every policy, user and message. */

const isSent = ({ outcome }: Decision): boolean => outcome === 'allow' || outcome === 'allow-with-changes';

/** Where the second protects somebody less than the first did. */
function laxer(before: Decision, after: Decision): readonly string[] {
  if (!isSent(before) || !isSent(after)) return [];
  return before.messages.flatMap(({ recipients, sign, encrypt }) =>
    recipients.flatMap((address) => {
      const now = after.messages.find((one) => one.recipients.includes(address));
      if (!now) return [`${address}: not sent`];
      return [
        ...(sign && !now.sign ? [`${address}: sign`] : []),
        ...(encrypt && !now.encrypt ? [`${address}: encrypt`] : []),
      ];
    }),
  );
}

describe('every policy', () => {
  it('decides about every message, the same each time, and sends to each recipient once or to none', () => {
    fc.assert(
      fc.property(anyDocument, anyUser, anyFacts, (document, user, facts) => {
        const decision = evaluate(compilePolicy(document, user), facts);
        expect(evaluate(compilePolicy(document, user), structuredClone(facts))).toEqual(decision);
        const addresses = facts.recipients.map(({ address }) => address).sort();
        const sent = decision.messages.flatMap(({ recipients }) => recipients).sort();
        expect(sent).toEqual(isSent(decision) ? addresses : []);
        expect(decision.steps.some(({ effect }) => effect === 'decides')).toBe(true);
      }),
      RUNS,
    );
  });

  it('ends for whatever text stands in its facts', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const facts = fc.record({
      from: text,
      subject: text,
      address: text,
      name: text,
      size: fc.double(),
      time: fc.double(),
    });
    fc.assert(
      fc.property(anyDocument, anyUser, anyFacts, facts, (document, user, usual, odd) => {
        const recipients = [{ address: odd.address, certificate: 'usable' as const }];
        const { from, subject, size, time } = odd;
        const decision = evaluate(compilePolicy(document, user), {
          ...usual,
          from,
          subject,
          size,
          time,
          recipients,
          attachments: [odd.name],
        });
        expect(['allow', 'allow-with-changes', 'ask', 'refuse']).toContain(decision.outcome);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it('is not loosened where it is locked, whatever the user and the message say', () => {
    const locked = documentWith(lockedSettings, ruleWith(['require', 'forbid']));
    fc.assert(
      fc.property(locked, anyUser, anyFacts, (document, user, facts) => {
        const before = evaluate(compilePolicy(document), { ...facts, choices: {} });
        const after = evaluate(compilePolicy(document, user), facts);
        expect(laxer(before, after)).toEqual([]);
        expect(isSent(after) && !isSent(before)).toBe(false);
      }),
      RUNS,
    );
  });

  it('makes no message laxer for what could not be found out', () => {
    const anyUnknown = given<Partial<Facts>>({
      replyToEncrypted: optional(fc.constant('unknown' as const)),
      calendar: optional(fc.constant('unknown' as const)),
      attachments: optional(fc.constant('unknown' as const)),
      size: optional(fc.constant('unknown' as const)),
    });
    fc.assert(
      fc.property(anyDocument, anyUser, anyFacts, anyUnknown, (document, user, facts, unknown) => {
        const compiled = compilePolicy(document, user);
        expect(laxer(evaluate(compiled, facts), evaluate(compiled, { ...facts, ...unknown }))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('makes no message laxer by a rule more that requires or prefers', () => {
    const stricter = ruleWith(['require', 'prefer']);
    fc.assert(
      fc.property(anyDocument, stricter, fc.nat(5), anyUser, anyFacts, (document, rule, at, user, facts) => {
        const rules = [...(document.rules ?? [])];
        const before = evaluate(compilePolicy(document, user), facts);
        rules.splice(at, 0, rule);
        const after = evaluate(compilePolicy({ ...document, rules }, user), facts);
        expect(laxer(before, after)).toEqual([]);
        if (isSent(before) || !isSent(after) || facts.confirmed.length > 0) return;
        // What was stopped leaves now only with the protection that it was stopped for, unless the sender agreed otherwise.
        const wanted = before.reasons.filter(({ kind }) => kind === 'refusal' || kind === 'question');
        for (const { code } of wanted) {
          expect([
            code,
            code.startsWith('sign')
              ? after.messages.every(({ sign }) => sign)
              : after.messages.every(({ encrypt }) => encrypt),
          ]).toEqual([code, true]);
        }
      }),
      RUNS,
    );
  });

  it('is read again as it was written', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const rules = (document.rules ?? []).map((rule, at) => ({ ...rule, id: `r${at}` }));
        const reading = parsePolicy(JSON.stringify({ ...document, rules }, null, 2));
        if (reading.kind === 'policy') expect(reading.document).toEqual({ ...document, rules });
        else expect(new Set(reading.faults.map(({ code }) => code))).toEqual(new Set(['contradiction']));
      }),
      { ...RUNS, numRuns: 300 },
    );
  });
});
