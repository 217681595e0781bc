import { parsePolicy, SETTING_NAMES, SETTINGS } from '../../../shared/index';
import {
  EMPTY_POLICY,
  entryOf,
  partsOf,
  rulesOf,
  textOf,
  valuesOf,
  withEntry,
  withMember,
  withRule,
} from '../../../addins/policy-editor/document-text';
import { FIRST_SAMPLE, factsOf } from '../../../addins/policy-editor/sample';
import { aboutSetting } from '../../../addins/policy-editor/strings';

it('begins with a document that is right', () => {
  expect(parsePolicy(EMPTY_POLICY).kind).toBe('policy');
});

it.each(SETTING_NAMES)('writes an entry that the parser takes, and takes it away again: %s', (name) => {
  const empty = valuesOf(EMPTY_POLICY) ?? {};
  const set = withEntry(empty, name, { value: SETTINGS[name].builtIn, change: 'none' });
  expect(parsePolicy(textOf(set)).kind).toBe('policy');
  expect(entryOf(set, name)).toEqual({ value: SETTINGS[name].builtIn, change: 'none' });
  expect(withEntry(set, name, undefined)).toEqual(empty);
});

it.each(SETTING_NAMES)('says in both languages what it does: %s', (name) => {
  expect(aboutSetting(name, 'en')).toBe(SETTINGS[name].about);
  expect(aboutSetting(name, 'de').length).toBeGreaterThan(10);
  expect(aboutSetting(name, 'de')).not.toBe(aboutSetting(name, 'en'));
});

it('changes one rule and leaves the others and what it does not know as they are', () => {
  const policy = { version: 2, rules: [{ id: 'a', size: 1 }, { id: 'b' }], later: { x: 1 } };
  expect(rulesOf(withRule(policy, 1, { id: 'c' }))).toEqual([{ id: 'a', size: 1 }, { id: 'c' }]);
  expect(rulesOf(withRule(policy, 0, undefined))).toEqual([{ id: 'b' }]);
  expect(withRule(policy, 2, { id: 'd' })).toMatchObject({ later: { x: 1 } });
});

it.each(['{', '[]', 'null', '5', ''])('has no form for what is no document: %j', (text) => {
  expect(valuesOf(text)).toBeUndefined();
});

it('keeps the order of members, and takes away what is undefined', () => {
  expect(Object.keys(withMember({ a: 1, b: 2 }, 'a', 3))).toEqual(['a', 'b']);
  expect(withMember({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
});

it('takes lists as people write them', () => {
  expect(partsOf(' a@b.test, *@c.test;;\nd@e.test ')).toEqual(['a@b.test', '*@c.test', 'd@e.test']);
  expect(partsOf(' , ')).toBeUndefined();
});

describe('a sample', () => {
  it('is the facts of a message', () => {
    const sample = { ...FIRST_SAMPLE, without: 'bob@b.test', sign: 'off' as const, attachments: 'a.pdf' };
    expect(factsOf(sample, 5)).toMatchObject({
      time: 5,
      recipients: [
        { address: 'anna@example.org', certificate: 'usable' },
        { address: 'bob@b.test', certificate: 'missing' },
      ],
      choices: { sign: false },
      attachments: ['a.pdf'],
      size: 10_000,
    });
  });

  it('has a size that is not known where none was typed', () => {
    expect(factsOf({ ...FIRST_SAMPLE, kilobytes: 'large' }, 0)).toMatchObject({ size: 'unknown' });
  });

  it('names what is no address', () => {
    expect(factsOf({ ...FIRST_SAMPLE, to: 'anna, *@b.test', from: 'me' }, 0)).toEqual({
      wrong: ['me', 'anna', '*@b.test'],
    });
  });
});
