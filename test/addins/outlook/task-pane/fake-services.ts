import { type SendingAttempts } from '../../../../addins/outlook/sending-attempts';
import { type ComposeItem } from '../../../../addins/outlook/host/compose-item';
import { type Draft } from '../../../../addins/outlook/host/draft-reader';
import {
  entityOf,
  headersOf,
  outgoingMessages,
  planMessages,
} from '../../../../addins/outlook/task-pane/compose/outgoing-messages';
import { type SendPorts } from '../../../../addins/outlook/task-pane/compose/send-secure';
import {
  SignetError,
  utf8Bytes,
  type PreparedSend,
  type SendRequest,
  type WireMessage,
} from '../../../../shared/index';

const mailbox = (address: string) => ({ name: '', address });

export function draftOf(
  values: Partial<Record<'to' | 'cc' | 'bcc', readonly string[]>> &
    Partial<Pick<Draft, 'problems' | 'inReplyTo'>> & { readonly from?: string },
): Draft {
  const { from = 'alice@signet.example', to = [], cc = [], bcc = [], problems = [], inReplyTo } = values;
  return {
    from: { name: 'Alice', address: from },
    to: to.map(mailbox),
    cc: cc.map(mailbox),
    bcc: bcc.map(mailbox),
    subject: 'Subject',
    text: 'Text',
    html: '<p>Text</p>',
    attachments: [],
    problems,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  };
}

export interface FakeItem {
  readonly item: ComposeItem;
  readonly log: string[];
  attempts: SendingAttempts | undefined;
}

/** A draft beside the pane; what is done to it stands in `log`. */
export function fakeItem(draft: Draft, faults: readonly string[] = []): FakeItem {
  const log: string[] = [];
  const step = (name: string): Promise<void> => {
    if (faults.includes(name)) return Promise.reject(new SignetError('host', name, name));
    log.push(name);
    return Promise.resolve();
  };
  const fake: FakeItem = {
    log,
    attempts: undefined,
    item: {
      reader: {
        head: () => Promise.resolve(draft),
        contents: () => Promise.resolve({ subject: draft.subject, files: [] }),
        read: () => step('read').then(() => draft),
      },
      headers: {
        protection: () => Promise.resolve({ sign: true, encrypt: true }),
        setProtection: () => step('protection'),
        attempts: () => Promise.resolve(fake.attempts),
        async setAttempts(attempts) {
          await step('attempts');
          fake.attempts = attempts;
        },
        save: () => step('save').then(() => 'id'),
      },
      draftId: () => step('draft-id').then(() => 'draft'),
      owner: () => Promise.resolve(undefined),
      empty: () => step('empty'),
      onRecipientsChanged: () => undefined,
      notify: () => step('notify'),
      attach: () => step('attach'),
      conversationId: () => undefined,
      about: () => Promise.resolve({ kind: 'nothing' }),
      close: () => step('close'),
    },
  };
  return fake;
}

export interface FakePorts {
  readonly ports: SendPorts;
  readonly sent: WireMessage[];
  readonly requests: SendRequest[];
  readonly removed: string[];
  /** Message-IDs that the server has, from earlier. */
  readonly accepted: Set<string>;
  /** What is thrown at sending to an address. */
  readonly failing: Map<string, Error>;
}

/** Everything that a send needs; by default it is prepared for the recipients asked for and accepted. */
export function fakePorts(prepare?: (request: SendRequest) => PreparedSend, maxOctets?: number): FakePorts {
  const fake: Omit<FakePorts, 'ports'> = {
    sent: [],
    requests: [],
    removed: [],
    accepted: new Set(),
    failing: new Map(),
  };
  const entity = utf8Bytes('Content-Type: text/plain\r\n\r\nprotected');
  const asAsked = ({ to, cc, bcc, header = entity, copies = [] }: SendRequest): PreparedSend => ({
    kind: 'ready',
    main: { recipients: [...to, ...cc], header, entity },
    bcc: bcc.map((recipient) => ({
      recipient,
      header: copies.find((copy) => copy.recipient === recipient)?.header ?? header,
      entity,
    })),
  });
  const ports: SendPorts = {
    newMessageId: () => '<new@signet.example>',
    decide: (draft, { sign, encrypt }) =>
      Promise.resolve({
        kind: 'allowed',
        parts: [{ draft, choice: { sign, encrypt }, options: {}, decided: {} as never }],
      }),
    async protect({ parts: [part], messageId }) {
      if (!part) throw new RangeError('there is always one');
      const { draft, choice } = part;
      const date = new Date('2026-11-23T12:00:00Z');
      const plan = await planMessages(draft, { messageId, date });
      const addresses = (list: Draft['to']): string[] => list.map(({ address }) => address);
      const request: SendRequest = {
        from: draft.from.address,
        to: addresses(draft.to),
        cc: addresses(draft.cc),
        bcc: addresses(draft.bcc),
        ...headersOf(plan),
        entity: entityOf(draft),
        protection: choice,
      };
      fake.requests.push(request);
      const prepared = (prepare ?? asAsked)(request);
      if (prepared.kind === 'refused') return prepared;
      return { kind: 'ready', messages: outgoingMessages(draft.from.address, plan, prepared), parts: [messageId] };
    },
    transport: {
      maxOctets,
      wasAccepted: (id) => Promise.resolve(fake.accepted.has(id)),
      send(message) {
        const failure = message.recipients.map((one) => fake.failing.get(one)).find((one) => one !== undefined);
        if (failure) return Promise.reject(failure);
        fake.sent.push(message);
        fake.accepted.add(message.messageId);
        return Promise.resolve();
      },
    },
    drafts: {
      remove(id) {
        fake.removed.push(id);
        return Promise.resolve();
      },
    },
  };
  return { ...fake, ports };
}
