import { hex, SignetError, utf8Bytes } from '../../shared/index';

/** The messages that were once made of a draft and began to be sent. */
export interface Attempt {
  /** Message-ID of the message that went first: where that was not accepted, nothing of this attempt was. */
  readonly first: string;
  /** The address that it was from: its copy may be in that mailbox. */
  readonly from: string;
  /** Tells apart who was to get what: equal for the same messages to the same readers alone. */
  readonly plan: string;
}

/** What a draft remembers of attempts to send it; a wish and no proof, as all that stands in a draft. */
export interface SendingAttempts {
  /** The Message-ID that all others are made of. */
  readonly messageId: string;
  readonly attempts: readonly Attempt[];
}

/** More are not kept: the oldest go, each of which was asked about at every attempt since. */
const MOST = 20;

/** As `formatAttempts` writes it: `<id> <first>;from;plan ...`. Undefined where nothing stands there. Throws `host` for anything else. */
export function parseAttempts(value: string | undefined): SendingAttempts | undefined {
  const [messageId, ...rest] = (value ?? '').split(/\s+/).filter((word) => word !== '');
  if (messageId === undefined) return undefined;
  const attempts = rest.map((word) => {
    const [first = '', from = '', plan = ''] = word.split(';');
    return { first, from: decoded(from), plan };
  });
  return { messageId, attempts };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SignetError('host', 'attempts: not as they were written', 'attempts');
  }
}

export function formatAttempts({ messageId, attempts }: SendingAttempts): string {
  const words = attempts.slice(-MOST).map(({ first, from, plan }) => [first, encodeURIComponent(from), plan].join(';'));
  return [messageId, ...words].join(' ');
}

const isSame = (one: Attempt, other: Attempt): boolean => one.plan === other.plan && one.from === other.from;

/** With this attempt too; the same object where it stands there. */
export function withAttempt(known: SendingAttempts, attempt: Attempt): SendingAttempts {
  if (known.attempts.some((one) => isSame(one, attempt))) return known;
  return { ...known, attempts: [...known.attempts, attempt] };
}

/** Earlier attempts with other messages, other readers or another sender. */
export function attemptsApart({ attempts }: SendingAttempts, attempt: Attempt): readonly Attempt[] {
  return attempts.filter((one) => !isSame(one, attempt));
}

interface AttemptedMessage {
  readonly messageId: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** It is a blind copy: its Message-ID is made of that of its part and its one reader, and tells both. */
  readonly bcc?: string;
}

/** The attempt that begins with the first of these messages; `parts`: what each part is known by. */
export async function attemptOf(
  [first, ...rest]: readonly [AttemptedMessage, ...AttemptedMessage[]],
  parts: readonly string[],
): Promise<Attempt> {
  const shared = [first, ...rest]
    .filter(({ bcc }) => bcc === undefined)
    .map(({ messageId, recipients }) => [messageId, ...recipients.map((one) => one.toLowerCase()).sort()]);
  const digest = await crypto.subtle.digest('SHA-256', utf8Bytes(JSON.stringify([parts, shared])));
  return { first: first.messageId, from: first.from.toLowerCase(), plan: hex(new Uint8Array(digest, 0, 12)) };
}
