import { readDraftFacts } from '../../../../addins/outlook/host/draft-facts';
import { type DraftFacts } from '../../../../addins/outlook/launch-event/draft-decision';
import { fakeDraft, installOffice, type FakeDraft } from '../support/fake-office';

beforeAll(installOffice);

const MESSAGE = {
  from: 'alice@signet.example',
  to: ['bob@signet.example', 'carol@signet.example'],
  cc: ['dan@signet.example'],
  bcc: ['erin@signet.example'],
  headers: { 'x-signet-protection': 'sign', 'x-other': 'not ours' },
};

type What = Parameters<typeof readDraftFacts>[1];

function read(
  fake: FakeDraft,
  kind: DraftFacts['item'],
  item: object | undefined = fake.item,
  what: What = 'people',
): Promise<DraftFacts> {
  Object.assign(Office, { context: { mailbox: { item } } });
  return new Promise((done) => readDraftFacts(kind, what, done));
}
const readAll = (fake: FakeDraft, composeType?: string): Promise<DraftFacts> => {
  const getComposeTypeAsync = (done: (result: object) => void): void =>
    done(composeType ? { status: 'succeeded', value: { composeType } } : { status: 'failed' });
  return read(fake, 'message', { ...fake.item, getComposeTypeAsync }, 'all');
};

/** An appointment of the same people, as office.js gives one. */
const meeting = ({ item }: FakeDraft): object => ({
  organizer: item.from,
  requiredAttendees: item.to,
  optionalAttendees: item.cc,
});

it('are our headers, the sender and everybody in a message, asked for one after the other', async () => {
  const fake = fakeDraft(MESSAGE);
  expect(await read(fake, 'message')).toEqual({
    item: 'message',
    headers: { 'x-signet-protection': 'sign' },
    from: MESSAGE.from,
    recipients: [...MESSAGE.to, ...MESSAGE.cc, ...MESSAGE.bcc],
    subject: undefined,
    mayAnswer: true,
  });
  expect(fake.calls.highest).toBe(1);
});

it('are the organizer and the attendees of an appointment, which has no headers', async () => {
  const fake = fakeDraft(MESSAGE);
  expect(await read(fake, 'appointment', meeting(fake))).toEqual({
    item: 'appointment',
    headers: {},
    from: MESSAGE.from,
    recipients: [...MESSAGE.to, ...MESSAGE.cc],
    subject: undefined,
    mayAnswer: false,
  });
});

it.each([
  ['headers get', { headers: undefined, from: MESSAGE.from }],
  ['from', { from: undefined, recipients: undefined }],
  ['bcc', { from: MESSAGE.from, recipients: undefined }],
])('are not guessed where the host fails at: %s', async (call, expected) => {
  const fake = fakeDraft(MESSAGE);
  fake.calls.faults.set(call, 'broken');
  expect(await read(fake, 'message')).toMatchObject(expected);
});

it('are all unknown where there is no item', async () => {
  const unknown = { headers: undefined, from: undefined, recipients: undefined, subject: undefined };
  const nothing = { item: 'message', mayAnswer: true, ...unknown };
  Object.assign(Office, { context: { mailbox: {} } });
  expect(await new Promise((done) => readDraftFacts('message', 'all', done))).toEqual(nothing);
});

it.each([null, [null], 7])('are unknown where the host gives something else: %p', async (value) => {
  const { item } = fakeDraft(MESSAGE);
  const cc = { getAsync: (done: (result: object) => void) => done({ status: 'succeeded', value }) };
  const facts = await read(fakeDraft(MESSAGE), 'message', { ...item, cc });
  expect([facts.from, facts.recipients?.length]).toEqual([MESSAGE.from, value === 7 ? 4 : undefined]);
});

it('ask nobody else after the first failure', async () => {
  const fake = fakeDraft(MESSAGE);
  fake.calls.faults.set('from', 'broken');
  await read(fake, 'message');
  expect(fake.calls.names).toEqual(['from', 'headers get']);
});

it.each([
  ['newMail', false],
  ['forward', true],
  ['reply', true],
  ['something new', true],
  [undefined, true],
] as const)('are for a policy the subject and what kind of draft it is: %s may answer: %s', async (type, mayAnswer) => {
  const fake = fakeDraft({ ...MESSAGE, subject: 'Minutes' });
  expect(await readAll(fake, type)).toMatchObject({ subject: 'Minutes', mayAnswer });
});

it('do not say what a subject is that cannot be read', async () => {
  const fake = fakeDraft(MESSAGE);
  fake.calls.faults.set('subject', 'broken');
  expect(await readAll(fake, 'newMail')).toMatchObject({ from: MESSAGE.from, subject: undefined, mayAnswer: true });
});

it('are not all who there are, where there are as many as Outlook tells of', async () => {
  const all = Array.from({ length: 500 }, (_, at) => `p${at}@signet.example`);
  expect((await read(fakeDraft({ ...MESSAGE, cc: all }), 'message')).recipients).toBeUndefined();
  expect((await read(fakeDraft({ ...MESSAGE, cc: all.slice(1) }), 'message')).recipients).toHaveLength(502);
});
