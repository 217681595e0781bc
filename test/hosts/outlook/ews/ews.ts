import { fromBase64, toBase64 } from '../../../../shared/base/base64';
import { ewsIdOf, restIdOfEws } from '../graph/message-id';
import { answerXml, errorXml, escaped, EwsError, expectChildren, operationIn, within } from './soap';

/** The store behind: the stand-in for Graph, which keeps and makes messages as [MS-OXOSMIME] says. */
export type AskStore = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: { readonly type: string; readonly text: string },
) => Promise<{ readonly status: number; readonly octets: Uint8Array<ArrayBuffer> }>;

/**
 * What shall go wrong with an operation, and how often: a ResponseCode, or no answer at all before or after it was carried
 * out, as where the connection breaks or the server lends add-ins no EWS.
 */
export interface EwsFault {
  /** `any`: whichever comes. */
  readonly operation: string;
  readonly kind: `Error${string}` | 'no-answer-before' | 'no-answer-after';
  readonly times: number;
  readonly backOff?: number;
}

/** The call of Office.js fails: there is no answer. */
export class NoEwsAnswer extends Error {}

/** Documented for makeEwsRequestAsync. */
const MOST_CHARACTERS = 5_000_000;

/**
 * Simulated Exchange Web Services, as makeEwsRequestAsync lends them to add-ins: the operations that ours uses and no
 * more, in the order of elements of the schema. Written after Microsoft's documentation; a real server was never asked.
 */
export class SimulatedEws {
  readonly #ask: AskStore;
  #last: string | undefined;
  readonly #faults: { fault: EwsFault; times: number }[] = [];
  /** Operations that were asked for, in order. */
  readonly asked: string[] = [];

  constructor(ask: AskStore) {
    this.#ask = ask;
  }

  addFault(fault: EwsFault): void {
    this.#faults.push({ fault, times: fault.times });
  }

  clearFaults(): void {
    this.#faults.length = 0;
    this.#last = undefined;
  }

  /** Nothing is answered any more once the operation was asked for. */
  breakAfter(operation: string): void {
    this.#last = operation;
  }

  /** Rejects with `NoEwsAnswer` only. */
  async answer(request: string): Promise<string> {
    let name = 'Unknown';
    try {
      const operation = operationIn(request);
      name = operation.localName;
      const isOver = this.#last !== undefined && this.asked.includes(this.#last);
      this.asked.push(name);
      if (isOver) throw new NoEwsAnswer('The remote server returned an error.');
      const after = this.#faultFor(name);
      const carryOut = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
      if (!carryOut) throw new EwsError('ErrorInvalidRequest');
      const answer = answerXml(name, await carryOut(operation, this.#ask));
      if (after || answer.length > MOST_CHARACTERS) throw new NoEwsAnswer('The remote server returned an error.');
      return answer;
    } catch (thrown) {
      if (thrown instanceof EwsError) return errorXml(name, thrown);
      throw thrown;
    }
  }

  /** Throws for an operation that is to fail; true where its answer is to get lost. */
  #faultFor(name: string): boolean {
    const index = this.#faults.findIndex(({ fault }) => fault.operation === name || fault.operation === 'any');
    const entry = this.#faults[index];
    if (!entry) return false;
    if (--entry.times <= 0) this.#faults.splice(index, 1);
    const { kind, backOff } = entry.fault;
    if (kind === 'no-answer-after') return true;
    if (kind === 'no-answer-before') throw new NoEwsAnswer('The remote server returned an error: (401) Unauthorized.');
    throw new EwsError(kind, backOff);
  }
}

type Operation = (operation: Element, ask: AskStore) => Promise<string>;

interface GraphItem {
  readonly id: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string;
  readonly conversationId: string;
  readonly singleValueExtendedProperties?: readonly { readonly value: string }[];
}

const FOLDERS = ['inbox', 'sentitems', 'drafts', 'deleteditems'];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  async CreateItem(operation, ask) {
    const disposition = operation.getAttribute('MessageDisposition');
    const [message] = within(operation, 'Message');
    if (!message) throw new EwsError('ErrorSchemaValidation');
    if (disposition === 'SaveOnly') {
      expectChildren(message, 'Subject', 'Body', 'ToRecipients');
      const [subject = '', text = '', address = ''] = ['Subject', 'Body', 'EmailAddress'].map(
        (name) => within(message, name)[0]?.textContent ?? '',
      );
      const draft = {
        subject,
        body: { contentType: 'text', content: text },
        toRecipients: [{ emailAddress: { address } }],
      };
      await posted(ask, '/me/messages', { type: 'application/json', text: JSON.stringify(draft) });
      return '<m:Items><t:Message/></m:Items>';
    }
    expectChildren(operation, 'SavedItemFolderId', 'Items');
    expectChildren(message, 'MimeContent');
    const mime = message.children[0]?.textContent ?? '';
    if (disposition !== 'SendAndSaveCopy' || !fromBase64(mime))
      throw new EwsError('ErrorMimeContentInvalidBase64String');
    await posted(ask, '/me/sendMail', { type: 'text/plain', text: mime });
    return '<m:Items/>';
  },
  async FindItem(operation, ask) {
    expectChildren(operation, 'ItemShape', 'IndexedPageItemView', 'Restriction', 'ParentFolderIds');
    const folder = within(operation, 'DistinguishedFolderId')[0]?.getAttribute('Id') ?? '';
    const wanted = within(operation, 'Constant')[0]?.getAttribute('Value') ?? '';
    const items = FOLDERS.includes(folder)
      ? await listed(
          ask,
          `/me/mailFolders/${folder}/messages?${filterOf(`internetMessageId eq '${wanted.replace(/'/g, "''")}'`)}`,
        )
      : [];
    const found = items.map(({ id, isDraft, internetMessageId }) =>
      [
        `<t:Message><t:ItemId Id="${escaped(ewsIdOf(id))}" ChangeKey="CQ"/><t:IsDraft>${isDraft}</t:IsDraft>`,
        `<t:InternetMessageId>${escaped(internetMessageId)}</t:InternetMessageId></t:Message>`,
      ].join(''),
    );
    return `<m:RootFolder TotalItemsInView="${items.length}" IncludesLastItemInRange="true"><t:Items>${found.join('')}</t:Items></m:RootFolder>`;
  },
  async GetItem(operation, ask) {
    expectChildren(operation, 'ItemShape', 'ItemIds');
    const id = idIn(operation);
    const { octets } = await checked(ask('GET', `/me/messages/${encodeURIComponent(restIdOfEws(id))}/$value`));
    return `<m:Items><t:Message><t:MimeContent CharacterSet="UTF-8">${toBase64(octets)}</t:MimeContent><t:ItemId Id="${escaped(id)}" ChangeKey="CQ"/></t:Message></m:Items>`;
  },
  async MoveItem(operation, ask) {
    expectChildren(operation, 'ToFolderId', 'ItemIds');
    const id = idIn(operation);
    const destinationId = within(operation, 'DistinguishedFolderId')[0]?.getAttribute('Id') ?? '';
    const body = { type: 'application/json', text: JSON.stringify({ destinationId }) };
    await posted(ask, `/me/messages/${encodeURIComponent(restIdOfEws(id))}/move`, body);
    return `<m:Items><t:Message><t:ItemId Id="${escaped(id)}" ChangeKey="CR"/></t:Message></m:Items>`;
  },
  async GetConversationItems(operation, ask) {
    expectChildren(operation, 'ItemShape', 'MaxItemsToReturn', 'Conversations');
    const id = within(operation, 'ConversationId')[0]?.getAttribute('Id') ?? '';
    const expand = encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x001A')");
    const filter = filterOf(`conversationId eq '${restIdOfEws(id)}'`);
    const items = await listed(ask, `/me/messages?${filter}&$expand=${expand}`);
    const nodes = items.map(
      ({ id: restId, isDraft, singleValueExtendedProperties: [property] = [] }) =>
        `<t:ConversationNode><t:Items><t:Message><t:ItemId Id="${escaped(ewsIdOf(restId))}" ChangeKey="CQ"/><t:ItemClass>${property?.value ?? 'IPM.Note'}</t:ItemClass><t:IsDraft>${isDraft}</t:IsDraft></t:Message></t:Items></t:ConversationNode>`,
    );
    return `<m:Conversation><t:ConversationId Id="${escaped(id)}"/><t:ConversationNodes>${nodes.join('')}</t:ConversationNodes></m:Conversation>`;
  },
};

const filterOf = (filter: string): string => `$filter=${encodeURIComponent(filter)}`;

/** Ids of Graph's form are not this server's: who forgets to convert is found out. */
function idIn(operation: Element): string {
  const id = within(operation, 'ItemId')[0]?.getAttribute('Id') ?? '';
  if (/[-_]/.test(id)) throw new EwsError('ErrorInvalidIdMalformed');
  return id;
}

type Answered = Awaited<ReturnType<AskStore>>;

/** The refusals of the store are Exchange's own codes already. */
async function checked(answer: Promise<Answered>): Promise<Answered> {
  const given = await answer;
  if (given.status < 300) return given;
  const { error } = JSON.parse(new TextDecoder().decode(given.octets)) as { readonly error: { readonly code: string } };
  throw new EwsError(/^Error/.test(error.code) ? error.code : 'ErrorInternalServerError');
}

const posted = (ask: AskStore, path: string, body: { type: string; text: string }): Promise<Answered> =>
  checked(ask('POST', path, body));

async function listed(ask: AskStore, path: string): Promise<readonly GraphItem[]> {
  const { octets } = await checked(ask('GET', path));
  return (JSON.parse(new TextDecoder().decode(octets)) as { readonly value: readonly GraphItem[] }).value;
}
