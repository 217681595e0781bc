/**
 * A typed stand-in for the parts of Office.js that the add-in uses: callbacks come later, one at a time is counted, and
 * faults are told by call name. What it answers is checked against @types/office-js; how a real host behaves is not.
 */
export interface FakeCalls {
  /** Most calls that were open at the same time. */
  highest: number;
  readonly names: string[];
  readonly faults: Map<string, string>;
}

export function installOffice(): void {
  const enums = {
    AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
    CoercionType: { Html: 'html', Text: 'text' },
    EventType: { ItemChanged: 'olkItemSelectedChanged', RecipientsChanged: 'olkRecipientsChanged' },
    HostType: { Outlook: 'Outlook' },
    PlatformType: { OfficeOnline: 'OfficeOnline', PC: 'PC' },
    context: { platform: 'PC' },
    MailboxEnums: {
      AttachmentType: { File: 'file', Item: 'item', Cloud: 'cloud' },
      AttachmentContentFormat: { Base64: 'base64', Url: 'url', Eml: 'eml', ICalendar: 'iCalendar' },
      ItemNotificationMessageType: { InformationalMessage: 'informationalMessage', ErrorMessage: 'errorMessage' },
      ItemType: { Message: 'message', Appointment: 'appointment' },
      RestVersion: { v2_0: 'v2.0' },
    },
  };
  Object.assign(globalThis, { Office: enums });
}

export function newCalls(): FakeCalls {
  return { highest: 0, names: [], faults: new Map() };
}

type Done = (result: Office.AsyncResult<unknown>) => void;

/** Answers a call in a later turn, with a value or with the fault that is set for its name. */
export class Answers {
  readonly calls: FakeCalls;
  #open = 0;

  constructor(calls: FakeCalls) {
    this.calls = calls;
  }

  give(name: string, values: readonly unknown[], make: () => unknown): void {
    const done = values.find((value) => typeof value === 'function') as Done | undefined;
    this.calls.names.push(name);
    this.calls.highest = Math.max(this.calls.highest, ++this.#open);
    setTimeout(() => {
      this.#open--;
      const fault = this.calls.faults.get(name);
      done?.(fault === undefined ? succeeded(make()) : failed(fault));
    }, 0);
  }
}

function succeeded<T>(value: T): Office.AsyncResult<T> {
  return { status: Office.AsyncResultStatus.Succeeded, value } as Office.AsyncResult<T>;
}

function failed(message: string): Office.AsyncResult<never> {
  const error = { code: 9000, name: 'fault', message };
  return { status: Office.AsyncResultStatus.Failed, error } as Office.AsyncResult<never>;
}

export interface FakeAttachment {
  readonly name: string;
  readonly content?: string;
  readonly format?: 'base64' | 'url' | 'eml' | 'iCalendar';
  readonly type?: 'file' | 'item' | 'cloud';
  readonly isInline?: boolean;
  readonly contentId?: string;
  readonly size?: number;
}

export interface FakeDraftOptions {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments?: readonly FakeAttachment[];
  readonly headers?: Record<string, string>;
}

const person = (address: string) =>
  ({ displayName: `Name of ${address}`, emailAddress: address }) as Office.EmailAddressDetails;

type DraftParts = Pick<
  Office.MessageCompose,
  'to' | 'cc' | 'bcc' | 'subject' | 'from' | 'body' | 'internetHeaders' | 'saveAsync' | 'getAttachmentsAsync'
> &
  Pick<Office.MessageCompose, 'getAttachmentContentAsync'>;

export interface FakeDraft {
  readonly item: DraftParts;
  readonly calls: FakeCalls;
  readonly headers: Record<string, string>;
  saved: number;
}

/** A draft with the given content. Headers and the number of saves can be looked at. */
export function fakeDraft(options: FakeDraftOptions = {}): FakeDraft {
  const calls = newCalls();
  const answers = new Answers(calls);
  const headers: Record<string, string> = { ...options.headers };
  const attachments = options.attachments ?? [];
  const details = attachments.map((one, index) => ({
    id: String(index),
    name: one.name,
    size: one.size ?? one.content?.length ?? 0,
    isInline: one.isInline ?? false,
    attachmentType: one.type ?? 'file',
    ...(one.contentId === undefined ? {} : { contentId: one.contentId }),
  }));
  const recipients = (name: string, list: readonly string[] = []) =>
    ({ getAsync: (...values: unknown[]) => answers.give(name, values, () => list.map(person)) }) as Office.Recipients;
  const fake: FakeDraft = {
    calls,
    headers,
    saved: 0,
    item: {
      to: recipients('to', options.to),
      cc: recipients('cc', options.cc),
      bcc: recipients('bcc', options.bcc),
      subject: {
        getAsync: (...values: unknown[]) => answers.give('subject', values, () => options.subject ?? ''),
      } as Office.Subject,
      from: {
        getAsync: (...values: unknown[]) =>
          answers.give('from', values, () => person(options.from ?? 'alice@signet.example')),
      },
      body: {
        getTypeAsync: (...values: unknown[]) =>
          answers.give('body type', values, () => (options.html === undefined ? 'text' : 'html')),
        getAsync: (type: string, ...values: unknown[]) =>
          answers.give(`body ${type}`, values, () => (type === 'html' ? options.html : (options.text ?? ''))),
      } as unknown as Office.Body,
      internetHeaders: {
        getAsync: (names: string[], ...values: unknown[]) =>
          answers.give('headers get', values, () =>
            Object.fromEntries(names.filter((name) => name in headers).map((name) => [name, headers[name]])),
          ),
        setAsync: (more: object, ...values: unknown[]) =>
          answers.give('headers set', values, () => void Object.assign(headers, more)),
        removeAsync: (names: string[], ...values: unknown[]) =>
          answers.give('headers remove', values, () => names.forEach((name) => Reflect.deleteProperty(headers, name))),
      },
      saveAsync: (...values: unknown[]) =>
        answers.give('save', values, () => {
          fake.saved++;
          return 'AAMk-draft';
        }),
      getAttachmentsAsync: (...values: unknown[]) => answers.give('attachments', values, () => details),
      getAttachmentContentAsync: (id: string, ...values: unknown[]) =>
        answers.give(`attachment ${id}`, values, () => {
          const { content = '', format = 'base64' } = attachments[Number(id)] ?? {};
          return { content, format };
        }),
    },
  };
  return fake;
}
