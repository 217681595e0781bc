/** The messages that were once made of a draft and began to be sent. */
export interface Attempt {
  /** Message-ID of the message that went first: where that was not accepted, nothing of this attempt was. */
  readonly first: string;
  /** The Message-ID that each part has, or that its messages' are made of. */
  readonly parts: readonly string[];
}

/** What a draft remembers of attempts to send it; a wish and no proof, as all that stands in a draft. */
export interface SendingAttempts {
  /** The Message-ID that all others are made of. */
  readonly messageId: string;
  readonly attempts: readonly Attempt[];
}

/** More are not kept: the oldest go, each of which was asked about at every attempt since. */
const MOST = 20;

/** As `formatAttempts` writes it: `<id> <first>;<part>;<part> ...`. Undefined where nothing stands there. */
export function parseAttempts(value: string | undefined): SendingAttempts | undefined {
  const [messageId, ...rest] = (value ?? '').split(/\s+/).filter((word) => word !== '');
  if (messageId === undefined) return undefined;
  const attempts = rest.map((word) => {
    const [first = '', ...parts] = word.split(';');
    return { first, parts };
  });
  return { messageId, attempts };
}

export function formatAttempts({ messageId, attempts }: SendingAttempts): string {
  return [messageId, ...attempts.slice(-MOST).map(({ first, parts }) => [first, ...parts].join(';'))].join(' ');
}

const isSame = (one: Attempt, other: Attempt): boolean =>
  one.first === other.first && one.parts.join(' ') === other.parts.join(' ');

/** With this attempt too; the same object where it stands there. */
export function withAttempt(known: SendingAttempts, attempt: Attempt): SendingAttempts {
  if (known.attempts.some((one) => isSame(one, attempt))) return known;
  return { ...known, attempts: [...known.attempts, attempt] };
}

/** Earlier attempts that had a part which `attempt` has not: whom those messages went to, it cannot tell. */
export function attemptsApart({ attempts }: SendingAttempts, attempt: Attempt): readonly Attempt[] {
  return attempts.filter(({ parts }) => parts.some((part) => !attempt.parts.includes(part)));
}
