import { SignetError, type OutgoingTransport, type WireMessage } from '../../shared/index';

/** Sends, and can tell whether a message went out before. */
export interface CheckedTransport extends OutgoingTransport {
  /**
   * Whether a sent message of this Message-ID is in the mailbox, or in that of `from`, which may be another. Rejects with
   * `host` where that cannot be told.
   */
  wasAccepted(messageId: string, from?: string): Promise<boolean>;
}

/** What a mail server lends for sending. */
export interface SendingServer extends Pick<CheckedTransport, 'maxOctets' | 'wasAccepted'> {
  /** Asks for the message before the first attempt too: one that does not answer that is not given it. */
  readonly looksFirst: boolean;
  /** Hands one message in. `doubtful`: nobody knows whether it was taken. Rejects with `host` where it surely was not. */
  post(message: WireMessage): Promise<'accepted' | 'doubtful'>;
  sleep(ms: number): Promise<void>;
}

/** Pauses before each question whether a message in doubt has arrived: the store may lag behind. */
const DOUBT_PAUSES_MS = [500, 1_500, 4_000];

/**
 * Sends each message once: it is looked up by its Message-ID before any attempt after the first. It is not sent again
 * here where an answer is missing: the user decides. Rejects with `limit` for a message over the size, and with `host`:
 * subject `not-sent` (it did not arrive), `unconfirmed` (nobody knows; asked again before the next attempt), or as the
 * server does.
 */
export function createCarefulTransport(server: SendingServer): CheckedTransport {
  const attempted = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const wasSent = async ({ messageId, from }: WireMessage): Promise<boolean> => {
    const isAgain = attempted.has(messageId);
    if (!isAgain && !server.looksFirst) return false;
    return server.wasAccepted(messageId, from).catch((thrown: unknown) => {
      throw isAgain ? unconfirmed() : thrown;
    });
  };
  const send = async (message: WireMessage): Promise<void> => {
    const { maxOctets } = server;
    if (maxOctets !== undefined && message.octets.length > maxOctets) {
      throw new SignetError('limit', 'message over the size that the mail server takes', String(maxOctets));
    }
    if (await wasSent(message)) return;
    attempted.add(message.messageId);
    if ((await server.post(message)) === 'doubtful') await settleDoubt(server, message);
  };
  return {
    get maxOctets() {
      return server.maxOctets;
    },
    wasAccepted: (messageId, from) => server.wasAccepted(messageId, from),
    send(message) {
      const same = running.get(message.messageId);
      if (same) return same;
      const sending = send(message).finally(() => running.delete(message.messageId));
      running.set(message.messageId, sending);
      return sending;
    },
  };
}

/** Resolves where the message has arrived although no good answer came. */
async function settleDoubt(server: SendingServer, { messageId, from }: WireMessage): Promise<void> {
  let answered = false;
  for (const pause of DOUBT_PAUSES_MS) {
    await server.sleep(pause);
    const accepted = await server.wasAccepted(messageId, from).catch(() => undefined);
    if (accepted === true) return;
    answered ||= accepted === false;
  }
  if (answered) throw new SignetError('host', 'the message did not arrive', 'not-sent');
  throw unconfirmed();
}

const unconfirmed = (): SignetError =>
  new SignetError('host', 'no answer to the message nor to the question after it', 'unconfirmed');
