import {
  attemptsApart,
  formatAttempts,
  parseAttempts,
  withAttempt,
  type SendingAttempts,
} from '../../../addins/outlook/sending-attempts';

const ONE = { first: '<a.1@x>', parts: ['<a.1@x>', '<a.2@x>'] };
const OTHER = { first: '<a@x>', parts: ['<a@x>'] };
const known: SendingAttempts = { messageId: '<a@x>', attempts: [ONE] };

it('are read as they were written, folded or not', () => {
  const value = formatAttempts({ ...known, attempts: [ONE, OTHER] });
  expect(parseAttempts(value)).toEqual({ ...known, attempts: [ONE, OTHER] });
  expect(parseAttempts(value.replace(/ /g, '\r\n '))).toEqual(parseAttempts(value));
});

it('of an earlier version are its Message-ID alone', () => {
  expect(parseAttempts('<a@x>')).toEqual({ messageId: '<a@x>', attempts: [] });
});

it('are none where nothing stands there', () => {
  expect([parseAttempts(undefined), parseAttempts(' ')]).toEqual([undefined, undefined]);
});

it('are kept once each, and twenty in all', () => {
  expect(withAttempt(known, { ...ONE })).toBe(known);
  expect(withAttempt(known, OTHER).attempts).toEqual([ONE, OTHER]);
  const many = Array.from({ length: 25 }, (_, at) => ({ first: `<${at}@x>`, parts: [] }));
  expect(parseAttempts(formatAttempts({ ...known, attempts: many }))?.attempts.map(({ first }) => first)).toEqual(
    many.slice(5).map(({ first }) => first),
  );
});

it('had other messages where a part of theirs is not among those of now', () => {
  expect(attemptsApart(known, OTHER)).toEqual([ONE]);
  expect(attemptsApart(known, { first: '<b@x>', parts: ['<a.2@x>', '<a.1@x>', '<a.3@x>'] })).toEqual([]);
});
