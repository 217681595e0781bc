import { EVENT_SETS, hasSet, raises } from './requirement-set';

test.each([
  ['1.5', '1.14', false],
  ['1.14', '1.5', true],
  ['1.14', '1.14', true],
  ['2.0', '1.14', true],
  ['1.15', '2.0', false],
])('a host of %s has what came with %s: %s', (host, needed, has) => {
  expect(hasSet(host, needed)).toBe(has);
});

test('each event is raised from the set that brought it on, and one that is not known never', () => {
  for (const [event, set] of Object.entries(EVENT_SETS)) {
    const [major = '', minor = ''] = set.split('.');
    expect([raises(set, event), raises(`${major}.${Number(minor) - 1}`, event)]).toEqual([true, false]);
  }
  expect(raises('1.16', 'OnMessageRead')).toBe(false);
});
