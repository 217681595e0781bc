import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { decodedBody, type Entity } from '../mime/entity';
import { type MessageBody, messageBody } from './message-body';
import { type OpenedMessage } from './open-context';

/** An errant part as plain data; without `body` where it was not opened. */
export interface ViewedErrantPart {
  readonly path: string;
  readonly body?: MessageBody;
}

/**
 * An opened message as plain data: everything a screen shows and nothing that the message consists of, so that it can go
 * from one thread to another.
 */
export type ViewedMessage = Omit<OpenedMessage, 'root' | 'errant' | 'entities'> & {
  readonly body: MessageBody;
  readonly errant: readonly ViewedErrantPart[];
};

export interface MessageForView {
  readonly view: ViewedMessage;
  /** The octets of an attachment of the view, not to be changed. Throws `host` (`not-found`) where it has none such. */
  readonly octetsOf: (index: number) => Bytes;
}

/** What is shown of an opened message; holds on to the message for the sake of its attachments. */
export function viewMessage(opened: OpenedMessage): MessageForView {
  const saved: Entity[] = [];
  const view = {
    ...factsOf(opened),
    body: messageBody(opened.root, saved),
    errant: opened.errant.map(({ path, root: within }) => ({
      path,
      ...(within && { body: messageBody(within, saved) }),
    })),
  };
  return {
    view,
    octetsOf(index) {
      const entity = saved[index];
      if (!entity) throw new SignetError('host', 'the message has no such attachment', 'not-found');
      return decodedBody(entity);
    },
  };
}

type Facts = Omit<OpenedMessage, 'root' | 'errant' | 'entities'>;
const ENTITIES = new Set(['root', 'errant', 'entities']);

/** Whatever else there is to say of a message, what later versions add too. */
function factsOf(opened: OpenedMessage): Facts {
  return Object.fromEntries(Object.entries(opened).filter(([name]) => !ENTITIES.has(name))) as unknown as Facts;
}
