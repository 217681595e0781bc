import fc from 'fast-check';
import { type Condition, type PolicyDocument, type Rule, type SettingEntries } from '../../../shared/policy/document';
import { type Facts } from '../../../shared/policy/facts';
import { type UserLayer } from '../../../shared/policy/user-layer';

/* Policies, users and messages that draw from few names, so that rules do meet messages. */

export const RUNS = { seed: 20_270_115, numRuns: 800 };
const ADDRESSES = ['alice@a.test', 'bob@b.test', 'carl@sub.a.test', 'me@home.test'] as const;
const PATTERNS = [...ADDRESSES, '*', '*@a.test', '*@*.a.test', '*@b.test'] as const;
export const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(one, { nil: undefined, freq: 2 });

/** Without the names whose value is undefined. */
export function given<T extends object>(fields: {
  readonly [K in keyof T]: fc.Arbitrary<T[K] | undefined>;
}): fc.Arbitrary<T> {
  return fc
    .record(fields as unknown as Record<string, fc.Arbitrary<unknown>>)
    .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T);
}

export const patterns = fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 3 });
const condition = given<Condition>({
  recipient: optional(patterns),
  identity: optional(patterns),
  subject: optional(fc.constant(['[x]'])),
  calendar: optional(fc.boolean()),
  attachment: optional(fc.boolean()),
  replyToEncrypted: optional(fc.boolean()),
});
export const permission = fc.constantFrom('none', 'stricter', 'free' as const);
const entry = <T>(value: fc.Arbitrary<T>, change: fc.Arbitrary<'none' | 'stricter' | 'free' | undefined>) =>
  given<{ value: T; change: 'none' | 'stricter' | 'free' }>({ value, change });
const SIGN = fc.constantFrom('never', 'offer', 'always' as const);
const ENCRYPT = fc.constantFrom('never', 'offer', 'when-possible', 'always' as const);
const MISSING = fc.constantFrom('send-unencrypted', 'ask', 'block' as const);
const MISSING_SIGNER = fc.constantFrom('send-unsigned', 'ask', 'block' as const);

export const settings = given<SettingEntries>({
  sign: optional(entry(SIGN, permission)),
  encrypt: optional(entry(ENCRYPT, permission)),
  missingCertificate: optional(entry(MISSING, permission)),
  missingSigner: optional(entry(MISSING_SIGNER, permission)),
  mixedRecipients: optional(entry(fc.constantFrom('split', 'strictest' as const), fc.constant('none' as const))),
});
const LOCKED = fc.constant('none' as const);
export const lockedSettings = given<SettingEntries>({
  sign: entry(SIGN, LOCKED),
  encrypt: entry(ENCRYPT, LOCKED),
  missingCertificate: optional(entry(MISSING, LOCKED)),
  missingSigner: optional(entry(MISSING_SIGNER, LOCKED)),
  mixedRecipients: optional(entry(fc.constantFrom('split', 'strictest' as const), LOCKED)),
});

export const ruleWith = (verbs: readonly ('require' | 'prefer' | 'forbid')[]): fc.Arbitrary<Rule> =>
  given<Rule>({
    id: fc.constant('r'),
    when: optional(condition),
    unless: optional(condition),
    sign: optional(fc.constantFrom(...verbs)),
    encrypt: optional(fc.constantFrom(...verbs)),
    missingCertificate: optional(MISSING),
    missingSigner: optional(MISSING_SIGNER),
  });

export const documentWith = (
  of: fc.Arbitrary<SettingEntries>,
  rule: fc.Arbitrary<Rule>,
): fc.Arbitrary<PolicyDocument> =>
  fc.record({ settings: of, rules: fc.array(rule, { maxLength: 5 }) }).map((one) => ({ version: 2 as const, ...one }));

export const anyDocument = documentWith(settings, ruleWith(['require', 'prefer', 'forbid']));
export const anyUser: fc.Arbitrary<UserLayer> = fc.record({
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
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
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
