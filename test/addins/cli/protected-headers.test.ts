import { type HeaderProtection, type ProtectedField } from '../../../shared/index';
import { protectedHeaders } from '../../../addins/cli/protected-headers';

const field = (name: string, value: string, more: Partial<ProtectedField> = {}): ProtectedField => ({
  name,
  value,
  raw: value,
  protection: 'signed-only',
  isConfidential: false,
  outside: value,
  ...more,
});

const protection = (more: Partial<HeaderProtection>): HeaderProtection => ({
  form: 'hp',
  hp: 'cipher',
  fields: [],
  fromMatches: true,
  hasLegacyDisplay: false,
  ...more,
});

describe('protectedHeaders of an answer', () => {
  it('tells of each field its value, its value outside, and what protects it', () => {
    const hidden = { protection: 'signed-and-encrypted', isConfidential: true } as const;
    const keywords: ProtectedField = { name: 'keywords', value: 'money', raw: 'money', ...hidden };
    const fields = [field('from', 'a@x'), field('subject', 'Secret', { ...hidden, outside: '[...]' }), keywords];
    expect(protectedHeaders(protection({ fields, policy: 'hcp_baseline' }))).toEqual({
      hp: 'cipher',
      form: 'hp',
      fields: { from: 'a@x', subject: 'Secret', keywords: 'money' },
      outer: { from: 'a@x', subject: '[...]' },
      differs: ['subject', 'keywords'],
      protection: { from: 'signed-only', subject: 'signed-and-encrypted', keywords: 'signed-and-encrypted' },
      confidential: ['subject', 'keywords'],
      policy: 'hcp_baseline',
      fromMatches: true,
      legacyDisplay: false,
    });
  });

  it('tells of several fields of one name the first', () => {
    const fields = [field('comments', 'one'), field('comments', 'two')];
    expect(protectedHeaders(protection({ fields })).fields).toEqual({ comments: 'one' });
  });

  it.each(['rfc8551', 'protected-headers'] as const)('calls the older form %s legacy', (form) => {
    expect(protectedHeaders(protection({ form }))).toMatchObject({ hp: 'legacy', form });
  });
});
