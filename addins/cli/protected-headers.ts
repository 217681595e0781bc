import { type HeaderProtection } from '../../shared/index';
import { type ProtectedHeadersResult } from './result';

/** What a message says and hides of its header, for JSON; of several fields of one name the first. */
export function protectedHeaders(protection: HeaderProtection): ProtectedHeadersResult {
  const { form, hp, fields, fromMatches, policy, hasLegacyDisplay } = protection;
  const first = fields.filter(({ name }, i) => fields.findIndex((other) => other.name === name) === i);
  const byName = <T>(value: (field: (typeof fields)[number]) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      first.flatMap((field) => {
        const found = value(field);
        return found === undefined ? [] : [[field.name, found]];
      }),
    );
  return {
    hp: form === 'hp' ? hp : 'legacy',
    fields: byName(({ value }) => value),
    differs: first.filter(({ value, outside = '' }) => outside !== value).map(({ name }) => name),
    form,
    outer: byName(({ outside }) => outside),
    protection: byName((field) => field.protection),
    confidential: first.filter(({ isConfidential }) => isConfidential).map(({ name }) => name),
    ...(policy && { policy }),
    fromMatches,
    legacyDisplay: hasLegacyDisplay,
  };
}
