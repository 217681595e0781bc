import { type DraftFacts } from '../launch-event/draft-decision';
import { askHost, readDraftHeaders } from './launch-event-host';

interface Person {
  readonly emailAddress: string;
}
type People = Person | readonly Person[];
type Item = Partial<Readonly<Record<string, { getAsync(done: (result: Office.AsyncResult<unknown>) => void): void }>>>;

const SENDER = { message: 'from', appointment: 'organizer' } as const;
const RECIPIENTS = { message: ['to', 'cc', 'bcc'], appointment: ['requiredAttendees', 'optionalAttendees'] } as const;

/**
 * What is known of the draft on the screen: one call of the host after the other, as it takes few at a time. What cannot
 * be read is undefined. After the first failure no further address is asked for: a host that is silent takes long enough.
 * The headers are read last, so that a word of the user's that comes meanwhile counts. For `people` alone nobody asks what
 * else there is.
 */
export function readDraftFacts(
  item: DraftFacts['item'],
  what: 'people' | 'all',
  done: (facts: DraftFacts) => void,
): void {
  readPeople(item, (people) => {
    const withRest = (rest: Rest): void => {
      const withHeaders = (headers: object | undefined): void =>
        done({
          item,
          headers,
          from: people?.from,
          recipients: people?.recipients,
          conversation: conversation(),
          ...rest,
        });
      // An appointment has no internet headers.
      if (item === 'appointment') withHeaders({});
      else readDraftHeaders(withHeaders);
    };
    if (what === 'all' && people?.recipients) readRest(item, withRest);
    else withRest({ subject: undefined, mayAnswer: item === 'message' });
  });
}

/** Of an answer or a forward that of what it is about (documented, not run); a new message has none, or one of its own. */
function conversation(): string | undefined {
  try {
    const { conversationId } = Office.context.mailbox.item as unknown as { readonly conversationId?: unknown };
    return typeof conversationId === 'string' && conversationId !== '' ? conversationId : undefined;
  } catch {
    return undefined;
  }
}

type Rest = Pick<DraftFacts, 'subject' | 'mayAnswer'>;

/** An invitation answers no message. */
function readRest(item: DraftFacts['item'], done: (rest: Rest) => void): void {
  ask('subject', textOf, (subject) => {
    if (item === 'appointment' || subject === undefined) done({ subject, mayAnswer: item === 'message' });
    else readComposeType((type) => done({ subject, mayAnswer: type !== 'newMail' }));
  });
}

function readComposeType(done: (type: string | undefined) => void): void {
  askHost<{ readonly composeType: string }>(
    (value) => done(value?.composeType),
    (reply) => (Office.context.mailbox.item as unknown as Office.MessageCompose).getComposeTypeAsync(reply),
  );
}

/** Of a field with as many recipients Outlook does not surely tell all. */
const TOLD = 500;

type Known = Pick<DraftFacts, 'from' | 'recipients'>;

function readPeople(item: DraftFacts['item'], done: (people: Known | undefined) => void): void {
  ask(SENDER[item], addressesOf, (from) => {
    const sender = from && from[0];
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
  ask(name, addressesOf, (people) => {
    if (people === undefined || people.length >= TOLD) done(undefined);
    else readFields(rest, found.concat(people), done);
  });
}

const addressesOf = (people: unknown): readonly string[] =>
  ([] as readonly Person[]).concat(people as People).map(({ emailAddress }) => emailAddress);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What `read` makes of an answer; undefined where there is none, or `read` throws. */
function ask<T>(name: string, read: (value: unknown) => T | undefined, done: (value: T | undefined) => void): void {
  const take = (value: unknown): T | undefined => {
    try {
      return value === undefined ? undefined : read(value);
    } catch {
      return undefined;
    }
  };
  askHost<unknown>(
    (value) => done(take(value)),
    (reply) => {
      const field = (Office.context.mailbox.item as unknown as Item | undefined)?.[name];
      if (!field) throw new Error('not of this item');
      field.getAsync(reply);
    },
  );
}
