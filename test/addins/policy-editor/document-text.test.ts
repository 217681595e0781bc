import { parsePolicy, SETTING_NAMES, SETTINGS } from '../../../shared/index';
import {
  EMPTY_POLICY,
  entryOf,
  groupsOf,
  itemsOf,
  localText,
  localTexts,
  partsOf,
  textOf,
  valuesOf,
  withEntry,
  withGroup,
  withItem,
  withMember,
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

it.each(['rules', 'accounts'] as const)('changes one of %s and leaves the others and what it does not know', (name) => {
  const policy = { version: 2, [name]: [{ id: 'a', size: 1 }, { id: 'b' }], later: { x: 1 } };
  expect(itemsOf(withItem(policy, name, 1, { id: 'c' }), name)).toEqual([{ id: 'a', size: 1 }, { id: 'c' }]);
  expect(itemsOf(withItem(policy, name, 0, undefined), name)).toEqual([{ id: 'b' }]);
  expect(withItem(policy, name, 2, { id: 'd' })).toMatchObject({ later: { x: 1 } });
});

it('changes one group in its place, and lets none take the name of another', () => {
  const policy = { groups: { a: ['a@x.test'], b: ['b@x.test'] } };
  expect(groupsOf(withGroup(policy, 0, ['z', ['z@x.test']]))).toEqual([
    ['z', ['z@x.test']],
    ['b', ['b@x.test']],
  ]);
  expect(groupsOf(withGroup(policy, 0, ['b', []])).map(([name]) => name)).toEqual(['b-1', 'b']);
  expect(withGroup({ groups: { a: [] } }, 0, undefined)).toEqual({});
});

it('keeps the texts of two languages apart, and one text for all where there is but one', () => {
  expect(localTexts({ en: 'Sign.', de: 'Signieren.' })).toEqual({ en: 'Sign.', de: 'Signieren.' });
  expect(localTexts('Sign.')).toEqual({ en: 'Sign.', de: '' });
  expect(localText('Sign.', 'Signieren.')).toEqual({ en: 'Sign.', de: 'Signieren.' });
  expect([localText('Sign.', ''), localText('', 'Signieren.'), localText('OK', 'OK'), localText('', '')]).toEqual([
    'Sign.',
    'Signieren.',
    'OK',
    undefined,
  ]);
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

  it('names the issuers of the sender’s certificate', () => {
    expect(factsOf({ ...FIRST_SAMPLE, issuers: 'aa, bb' }, 0)).toMatchObject({
      signer: { state: 'usable', issuers: ['aa', 'bb'] },
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
