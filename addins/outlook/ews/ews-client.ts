import { SignetError } from '../../../shared/index';
import { createQueue, officeCall } from '../host/call';
import { ewsRequest, readEwsAnswer, type EwsAnswer, type Xml } from './soap';

export type EwsMailbox = Pick<Office.Mailbox, 'makeEwsRequestAsync'>;

/**
 * EWS through Office.js, which sends what it is given to the server of the mailbox and signs in by itself: only where the
 * manifest asks for ReadWriteMailbox, on premises, and for the operations that are lent to add-ins (no DeleteItem, no
 * attachments). One request at a time. Written after Microsoft's documentation and never run against a real server.
 */
export interface EwsClient {
  /**
   * One request. Gives whatever code the server answered, and undefined where no answer came that can be read: the request
   * may have been carried out then. Rejects with `host` and subject `ews` or `too-large` where Office.js did not take the
   * request at all.
   */
  request(operation: Xml): Promise<EwsAnswer | undefined>;
  /** The same for requests that may be carried out twice: waits while the server is busy. Rejects with `host` for any error. */
  ask(operation: Xml): Promise<EwsAnswer>;
  sleep(ms: number): Promise<void>;
}

const ATTEMPTS = 4;
/** Longest that one BackOffMilliseconds is followed. */
const WAIT_LIMIT_MS = 20_000;
const WAIT_DEFAULT_MS = 2_000;
/** Characters that every client's Office.js takes. */
const TAKEN_BY_ALL = 1_000_000;

export function createEwsClient(mailbox: EwsMailbox, sleep: EwsClient['sleep']): EwsClient {
  const queue = createQueue();
  const request: EwsClient['request'] = (operation) => queue(() => once(mailbox, operation));
  return {
    request,
    sleep,
    async ask(operation) {
      for (let attempt = 1; ; attempt++) {
        const answer = await request(operation);
        // What Office.js says of a failure is the same for a server that is away and for one that lends no EWS.
        if (!answer) throw new SignetError('host', 'EWS: no answer', 'ews');
        if (answer.code === 'NoError') return answer;
        if (attempt === ATTEMPTS || !isBusy(answer)) throw ewsRefusal(answer);
        await sleep(waitOf(answer));
      }
    },
  };
}

async function once(mailbox: EwsMailbox, operation: Xml): Promise<EwsAnswer | undefined> {
  const text = ewsRequest(operation);
  let isTaken = false as boolean;
  try {
    const answer = await officeCall<string>('makeEwsRequestAsync', (done) => {
      mailbox.makeEwsRequestAsync(text, done);
      isTaken = true;
    });
    return readEwsAnswer(answer, operation.name.slice(2));
  } catch {
    if (isTaken) return undefined;
    // Office.js throws before it sends: a request that is too long, or one without the permission.
    throw new SignetError('host', 'EWS: refused by Office.js', text.length > TAKEN_BY_ALL ? 'too-large' : 'ews');
  }
}

export const isBusy = ({ code }: EwsAnswer): boolean => code === 'ErrorServerBusy';

export const waitOf = ({ backOff }: EwsAnswer): number => Math.min(backOff ?? WAIT_DEFAULT_MS, WAIT_LIMIT_MS);

/** Codes by which the server says that it has done nothing, and what people can do about it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  ErrorAccessDenied: 'forbidden',
  ErrorImpersonationDenied: 'forbidden',
  ErrorSendAsDenied: 'send-as',
  ErrorServerBusy: 'busy',
  ErrorMessageSizeExceeded: 'too-large',
  ErrorQuotaExceeded: 'full',
  ErrorItemNotFound: 'not-found',
  ErrorFolderNotFound: 'not-found',
  ErrorInvalidId: 'not-found',
  ErrorInvalidIdMalformed: 'not-found',
  ErrorNonExistentMailbox: 'not-found',
  ErrorInvalidRecipients: 'refused',
  ErrorMimeContentInvalid: 'refused',
  ErrorMimeContentInvalidBase64String: 'refused',
  ErrorMissingRecipients: 'refused',
  ErrorSchemaValidation: 'refused',
};

/** After any other code it is not known what the server has done. */
export const isDoubtful = ({ code }: EwsAnswer): boolean => !Object.hasOwn(SUBJECTS, code);

/** The error that stands for a refused request. */
export function ewsRefusal(answer: EwsAnswer): SignetError {
  const { code } = answer;
  const subject = isDoubtful(answer) ? 'network' : SUBJECTS[code];
  return new SignetError('host', `EWS: ${code.slice(0, 80)}`, subject);
}
