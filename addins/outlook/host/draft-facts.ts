import { type DraftFacts } from '../launch-event/draft-decision';
import { askHost, readDraftHeaders } from './launch-event-host';

interface Person {
  readonly emailAddress: string;
}
type Done = (people: Person | readonly Person[] | undefined) => void;
type PeopleField = { getAsync(done: (result: Office.AsyncResult<Person | readonly Person[]>) => void): void };
type Item = Partial<Readonly<Record<string, PeopleField>>>;

const SENDER = { message: 'from', appointment: 'organizer' } as const;
const RECIPIENTS = { message: ['to', 'cc', 'bcc'], appointment: ['requiredAttendees', 'optionalAttendees'] } as const;

/**
 * What is known of the draft on the screen: one call of the host after the other, as it takes few at a time. What cannot
 * be read is undefined. After the first failure no further address is asked for: a host that is silent takes long enough.
 * The headers are read last, so that a word of the user's that comes meanwhile counts.
 */
export function readDraftFacts(item: DraftFacts['item'], done: (facts: DraftFacts) => void): void {
  readPeople(item, (people) => {
    const withHeaders = (headers: object | undefined): void =>
      done({ item, headers, from: people?.from, recipients: people?.recipients });
    // An appointment has no internet headers.
    if (item === 'appointment') withHeaders({});
    else readDraftHeaders(withHeaders);
  });
}

type People = Pick<DraftFacts, 'from' | 'recipients'>;

function readPeople(item: DraftFacts['item'], done: (people: People | undefined) => void): void {
  ask(SENDER[item], (from) => {
    const [sender] = listOf(from);
    if (sender === undefined) done(undefined);
    else readFields(RECIPIENTS[item], [], (recipients) => done({ from: sender, recipients }));
  });
}

function readFields(
  names: readonly string[],
  found: readonly string[],
  done: (recipients: readonly string[] | undefined) => void,
): void {
  const [name, ...rest] = names;
  if (name === undefined) {
    done(found);
    return;
  }
  ask(name, (people) => {
    if (people === undefined) done(undefined);
    else readFields(rest, found.concat(listOf(people)), done);
  });
}

const listOf = (people: Person | readonly Person[] | undefined): readonly string[] =>
  ([] as readonly Person[]).concat(people ?? []).map(({ emailAddress }) => emailAddress);

function ask(name: string, done: Done): void {
  askHost<Person | readonly Person[]>(done, (reply) => {
    const field = (Office.context.mailbox.item as unknown as Item | undefined)?.[name];
    if (!field) throw new Error('not of this item');
    field.getAsync(reply);
  });
}
