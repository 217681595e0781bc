import { neverSigned, withOpen } from '../../../addins/ui/recipient-rows';
import { decisionOf, type PolicyCase } from '../../shared/policy/policy-cases';

const exception = (pattern: string, kind = 'never-sign') => ({
  kind,
  pattern,
  added: '2026-11-27T12:00:00Z',
  reason: '',
});
const BOTH = ['alice@a.test', 'bob@a.test'];
const namesOf = (
  exceptions: readonly object[],
  facts: PolicyCase['facts'] = { to: BOTH },
  policy: object = {},
): readonly string[] => neverSigned(decisionOf({ user: { exceptions }, facts, policy }));

describe('recipients to whom nothing is signed, by an exception', () => {
  it('are those that it names, by address or domain, each once', () => {
    expect(namesOf([exception('bob@a.test')], { to: ['bob@a.test'] })).toEqual(['bob@a.test']);
    expect([...namesOf([exception('*@a.test'), exception('bob@a.test')])].sort()).toEqual(BOTH);
  });

  it('are none where there is no such exception, or one of another kind', () => {
    expect(namesOf([])).toEqual([]);
    expect(namesOf([exception('bob@a.test', 'always-encrypt')])).toEqual([]);
  });

  it('are none where it is signed all the same: for others in it, by choice, or by the organisation’s word', () => {
    expect(namesOf([exception('bob@a.test')])).toEqual([]);
    expect(namesOf([exception('*@a.test')], { to: BOTH, choices: { sign: true } })).toEqual([]);
    const demanded = { settings: { sign: { value: 'always', change: 'none' } } };
    expect(namesOf([exception('*@a.test')], { to: BOTH }, demanded)).toEqual([]);
  });
});

describe('rows of a draft that is split', () => {
  it('say of those who get it unencrypted by rule only that, however their address is written', () => {
    const rows = [
      { address: 'Dan@A.test', name: 'Dan', field: 'cc', state: 'missing', reasons: [] },
      { address: 'bob@a.test', state: 'ready' },
    ] as const;
    expect(withOpen(rows, ['Dan@a.test'])).toEqual([
      { address: 'Dan@A.test', name: 'Dan', field: 'cc', state: 'open' },
      rows[1],
    ]);
    expect(withOpen(rows, [])).toEqual(rows);
  });
});
