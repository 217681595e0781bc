import { useIdentityStrings } from '../../../addins/ui/identity-strings';

describe('the words for identities', () => {
  const leaves = (value: unknown, path = ''): readonly string[] => {
    const text = typeof value === 'function' ? (value as (...words: unknown[]) => string)(2, 'x') : value;
    if (typeof text === 'string') return [`${path}: ${typeof value}, ${text.trim() === '' ? 'empty' : 'full'}`];
    return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  };

  it('have the same entries in every language, filled in alike', () => {
    expect(leaves(useIdentityStrings('de'))).toEqual(leaves(useIdentityStrings('en')));
  });
});
