import { ownWishes } from '../../../../addins/outlook/launch-event/own-wishes';

const rules = (more: object): string => JSON.stringify({ version: 2, ...more });
const EXCEPTION = { kind: 'always-encrypt', pattern: '*@a.test', added: '2026-12-01T00:00:00Z', reason: '' };

it.each([
  [undefined, undefined, {}],
  [null, null, {}],
  [true, undefined, { settings: { sign: 'always' } }],
  [false, undefined, { settings: { sign: 'offer' } }],
  [undefined, rules({ settings: { encrypt: 'always' } }), { version: 2, settings: { encrypt: 'always' } }],
  [false, rules({ settings: { sign: 'never' } }), { version: 2, settings: { sign: 'never' } }],
  [true, rules({ settings: { sign: 'never' } }), { version: 2, settings: { sign: 'always' } }],
  [undefined, rules({ exceptions: [EXCEPTION] }), { version: 2, exceptions: [EXCEPTION] }],
])('a box that says %j and rules that say %j', (box, own, expected) => {
  expect(ownWishes(box, own)).toEqual(expected);
});

it.each([
  ['true', undefined],
  [1, undefined],
  [undefined, '{'],
  [undefined, 'null'],
  [undefined, '5'],
  [undefined, false],
  [undefined, rules({ accounts: [{ identity: 'me@home.test', settings: {} }] })],
  [undefined, rules({ accounts: [{ identity: ['me@home.test'], settings: null }] })],
  [undefined, rules({ accounts: 5 })],
  [undefined, rules({ exceptions: [{ ...EXCEPTION, pattern: 5 }] })],
  [undefined, rules({ exceptions: [null] })],
  [false, rules({ settings: null })],
])('what cannot be read may be anything: %j, %j', (box, own) => {
  expect(ownWishes(box, own)).toBe('unreadable');
});
