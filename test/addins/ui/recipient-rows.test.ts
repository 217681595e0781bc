import { neverSigned } from '../../../addins/ui/recipient-rows';
import { decisionOf } from '../../shared/policy/policy-cases';

const exception = (pattern: string, kind = 'never-sign') => ({ kind, pattern, added: '2026-11-27T12:00:00Z' });
const to = ['alice@a.test', 'bob@a.test', 'carol@c.test'];
const namesOf = (exceptions: readonly object[], more: object = {}): readonly string[] =>
  neverSigned(decisionOf({ user: { exceptions }, facts: { to }, ...more }));

describe('recipients to whom nothing is signed, by an exception', () => {
  it('are those that it names, by address or domain, each once', () => {
    expect(namesOf([exception('bob@a.test')])).toEqual(['bob@a.test']);
    expect(namesOf([exception('*@a.test'), exception('bob@a.test')])).toEqual(['alice@a.test', 'bob@a.test']);
  });

  it('are none where there is no such exception, or one of another kind', () => {
    expect(namesOf([])).toEqual([]);
    expect(namesOf([exception('bob@a.test', 'always-encrypt')])).toEqual([]);
  });

  it('are none where the organisation demands a signature, or the user chose one for the message', () => {
    const demanded = { policy: { defaults: { sign: { value: 'always', locked: true } } } };
    expect(namesOf([exception('bob@a.test')], demanded)).toEqual([]);
    expect(namesOf([exception('bob@a.test')], { facts: { to, choices: { sign: true } } })).toEqual([]);
  });
});
