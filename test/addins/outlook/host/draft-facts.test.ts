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

function read(fake: FakeDraft, kind: DraftFacts['item'], item: object | undefined = fake.item): Promise<DraftFacts> {
  Object.assign(Office, { context: { mailbox: { item } } });
  return new Promise((done) => readDraftFacts(kind, done));
}

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
  const nothing = { item: 'message', headers: undefined, from: undefined, recipients: undefined };
  Object.assign(Office, { context: { mailbox: {} } });
  expect(await new Promise((done) => readDraftFacts('message', done))).toEqual(nothing);
});

it('ask nobody else after the first failure', async () => {
  const fake = fakeDraft(MESSAGE);
  fake.calls.faults.set('from', 'broken');
  await read(fake, 'message');
  expect(fake.calls.names).toEqual(['from', 'headers get']);
});
