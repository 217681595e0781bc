import fc from 'fast-check';
import { compilePolicy } from '../../../shared/policy/compile-policy';
import { type Decision } from '../../../shared/policy/decision';
import { type Condition, type PolicyDocument, type Rule, type SettingEntries } from '../../../shared/policy/document';
import { evaluate } from '../../../shared/policy/evaluate';
import { type Facts } from '../../../shared/policy/facts';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import { type UserLayer } from '../../../shared/policy/user-layer';

/* What holds of every policy, user and message; the generators draw from few names, so that rules do meet messages. */

const RUNS = { seed: 20_270_115, numRuns: 800 };
const ADDRESSES = ['alice@a.test', 'bob@b.test', 'carl@sub.a.test', 'me@home.test'] as const;
const PATTERNS = [...ADDRESSES, '*', '*@a.test', '*@*.a.test', '*@b.test'] as const;
const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined, freq: 2 });

/** Without the names whose value is undefined. */
function given<T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> {
  return fc
    .record(fields as unknown as Record<string, fc.Arbitrary<unknown>>)
    .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T);
}

const patterns = fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 3 });
const condition = given<Condition>({
  recipient: optional(patterns),
  identity: optional(patterns),
  subject: optional(fc.constant(['[x]'])),
  calendar: optional(fc.boolean()),
  attachment: optional(fc.boolean()),
  replyToEncrypted: optional(fc.boolean()),
});
const permission = fc.constantFrom('none', 'stricter', 'free' as const);
const entry = <T>(value: fc.Arbitrary<T>, change: fc.Arbitrary<'none' | 'stricter' | 'free' | undefined>) =>
  given<{ value: T; change: 'none' | 'stricter' | 'free' }>({ value, change });
const SIGN = fc.constantFrom('never', 'offer', 'always' as const);
const ENCRYPT = fc.constantFrom('never', 'offer', 'when-possible', 'always' as const);
const MISSING = fc.constantFrom('send-unencrypted', 'ask', 'block' as const);
const MISSING_SIGNER = fc.constantFrom('send-unsigned', 'ask', 'block' as const);

const settings = given<SettingEntries>({
  sign: optional(entry(SIGN, permission)),
  encrypt: optional(entry(ENCRYPT, permission)),
  missingCertificate: optional(entry(MISSING, permission)),
  missingSigner: optional(entry(MISSING_SIGNER, permission)),
  mixedRecipients: optional(entry(fc.constantFrom('split', 'strictest' as const), fc.constant('none' as const))),
});
const LOCKED = fc.constant('none' as const);
const lockedSettings = given<SettingEntries>({
  sign: entry(SIGN, LOCKED),
  encrypt: entry(ENCRYPT, LOCKED),
  missingCertificate: optional(entry(MISSING, LOCKED)),
  missingSigner: optional(entry(MISSING_SIGNER, LOCKED)),
  mixedRecipients: optional(entry(fc.constantFrom('split', 'strictest' as const), LOCKED)),
});

const ruleWith = (verbs: readonly ('require' | 'prefer' | 'forbid')[]): fc.Arbitrary<Rule> =>
  given<Rule>({
    id: fc.constant('r'),
    when: optional(condition),
    unless: optional(condition),
    sign: optional(fc.constantFrom(...verbs)),
    encrypt: optional(fc.constantFrom(...verbs)),
    missingCertificate: optional(MISSING),
    missingSigner: optional(MISSING_SIGNER),
  });

const documentWith = (of: fc.Arbitrary<SettingEntries>, rule: fc.Arbitrary<Rule>): fc.Arbitrary<PolicyDocument> =>
  fc.record({ settings: of, rules: fc.array(rule, { maxLength: 5 }) }).map((one) => ({ version: 2 as const, ...one }));

const anyDocument = documentWith(settings, ruleWith(['require', 'prefer', 'forbid']));
const anyUser: fc.Arbitrary<UserLayer> = fc.record({
  version: fc.constant(2 as const),
  settings: given<NonNullable<UserLayer['settings']>>({
    sign: optional(SIGN),
    encrypt: optional(ENCRYPT),
    missingCertificate: optional(MISSING),
    missingSigner: optional(MISSING_SIGNER),
    mixedRecipients: optional(fc.constantFrom('split', 'strictest' as const)),
    'signers.issuers': optional(fc.constant(['ab'.repeat(32)])),
    archive: optional(fc.constant({ address: 'keep@home.test' })),
  }),
  exceptions: fc.array(
    fc.record({
      kind: fc.constantFrom('never-sign', 'always-encrypt' as const),
      pattern: fc.constantFrom(...PATTERNS),
      added: fc.constant('2026-12-01T00:00:00Z'),
      reason: fc.constant(''),
    }),
    { maxLength: 3 },
  ),
});
const choices = given<Facts['choices']>({ sign: optional(fc.boolean()), encrypt: optional(fc.boolean()) });
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  time: fc.constant(Date.parse('2027-01-15T00:00:00Z')),
  from: fc.constant('me@home.test'),
  recipients: fc.uniqueArray(fc.constantFrom(...ADDRESSES), { maxLength: 4 }).chain((addresses) =>
    fc.tuple(
      ...addresses.map((address) =>
        fc.record({
          address: fc.constant<string>(address),
          certificate: fc.constantFrom('usable', 'usable', 'missing', 'unknown' as const),
        }),
      ),
    ),
  ),
  subject: fc.constantFrom('Hello', 'Hello [X]'),
  replyToEncrypted: fc.boolean(),
  calendar: fc.boolean(),
  attachments: fc.constantFrom<readonly string[]>([], ['a.pdf']),
  size: fc.nat(),
  signer: fc.record({ state: fc.constantFrom('usable', 'usable', 'none', 'unusable', 'unknown' as const) }),
  archiveCertificate: fc.constantFrom('usable', 'missing', 'unknown' as const),
  choices,
  confirmed: fc.subarray(['certificate-missing', 'signer-missing', 'signer-not-allowed'] as const),
  canSplit: fc.boolean(),
});

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
