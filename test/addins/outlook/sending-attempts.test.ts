import {
  attemptOf,
  attemptsApart,
  formatAttempts,
  parseAttempts,
  withAttempt,
  type SendingAttempts,
} from '../../../addins/outlook/sending-attempts';

const FROM = 'alice+a;b@signet.example';
const ONE = { first: '<a.1@x>', from: FROM, plan: '01' };
const OTHER = { first: '<a@x>', from: FROM, plan: '02' };
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

it('that somebody else has written are refused', () => {
  expect(() => parseAttempts('<a@x> <b@x>;%E0%A4%A;01')).toThrow('attempts');
});

it('are kept once each, and twenty in all', () => {
  expect(withAttempt(known, { ...ONE })).toBe(known);
  expect(withAttempt(known, OTHER).attempts).toEqual([ONE, OTHER]);
  const many = Array.from({ length: 25 }, (_, at) => ({ first: `<${at}@x>`, from: FROM, plan: '' }));
  expect(parseAttempts(formatAttempts({ ...known, attempts: many }))?.attempts.map(({ first }) => first)).toEqual(
    many.slice(5).map(({ first }) => first),
  );
});

it('are apart where their messages, their readers or their sender were others', () => {
  expect(attemptsApart({ ...known, attempts: [ONE, OTHER] }, OTHER)).toEqual([ONE]);
  expect(attemptsApart(known, { ...ONE, from: 'team@signet.example' })).toEqual([ONE]);
  expect(attemptsApart(known, { ...ONE })).toEqual([]);
});

describe('an attempt', () => {
  const message = (messageId: string, recipients: readonly string[], bcc?: string) => ({
    messageId,
    from: FROM,
    recipients,
    ...(bcc !== undefined && { bcc }),
  });
  const plan = async (...[messages, parts = ['<a@x>']]: [Parameters<typeof attemptOf>[0], string[]?]) =>
    (await attemptOf(messages, parts)).plan;
  const bob = message('<a@x>', ['bob@x']);

  it('begins with its first message and its sender', async () => {
    expect(await attemptOf([bob], ['<a@x>'])).toMatchObject({ first: '<a@x>', from: FROM });
  });

  it('is the same for the same readers in any order and case, whoever gets a blind copy of it', async () => {
    const two = message('<a@x>', ['bob@x', 'Carol@x']);
    const again = message('<a@x>', ['carol@X', 'bob@x']);
    expect(await plan([two])).toBe(await plan([again, message('<a.1@x>', ['dan@x'], 'dan@x')]));
  });

  it('is another for other readers, other parts, and where somebody goes from Bcc to To', async () => {
    const plans = [
      await plan([bob]),
      await plan([message('<a@x>', ['bob@x', 'carol@x'])]),
      await plan([message('<a.1@x>', ['bob@x'], 'bob@x')]),
      await plan([bob], ['<a@x>', '<a.2@x>']),
    ];
    expect(new Set(plans).size).toBe(plans.length);
  });
});
