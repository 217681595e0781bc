import { failureReply, METHODS, successReply, UnknownMethodError } from './dispatch';
import { answerShared, type CommandOutcome } from './dispatch-shared';
import { appContext, attachmentData, initialData, isAllowed, type SessionFacts } from './initial-data';
import { type HostItem, type ItemChange } from './item';
import { type Method } from './method';
import {
  ACTION_TYPE,
  encodeResponse,
  frameName,
  HOST_ERROR,
  HostError,
  RESPONSE_TYPE,
  type OutlookCall,
  type Request,
  type SharedCall,
} from './protocol';

export interface SessionOptions extends SessionFacts {
  readonly item: HostItem | undefined;
  readonly initializationContext?: string;
  /** Error numbers by method name, given instead of an answer; `silent`: none is ever given. */
  readonly faults: ReadonlyMap<string, number | 'silent'>;
  /** Told of every request, and of every defect: an API that this host does not know. */
  readonly onRequest?: (entry: LogEntry) => void;
  /** Told how many Outlook methods of this frame are being answered. */
  readonly onCalls?: (atOnce: number) => void;
  readonly onDefect: (defect: Error) => void;
  /** Given for a frame of a launch event: told of methods that are blocked there, each of which is refused. */
  readonly onBlocked?: (name: string) => void;
}

export interface LogEntry {
  readonly action: string;
  readonly dispatchId: number | undefined;
  readonly name: string | undefined;
  readonly registration: 'registered' | 'unregistered' | undefined;
}

const SANDBOX =
  'allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads';
const READY_POLL = 20;
const REGISTRATIONS = new Map<number, LogEntry['registration']>([
  [ACTION_TYPE.registerEvent, 'registered'],
  [ACTION_TYPE.unregisterEvent, 'unregistered'],
]);

/**
 * "Unsupported APIs" of "Activate add-ins with events", and the remarks on `sendAsync` and `closeAsync`: what opens,
 * closes or sends is for panes and function commands. How a real client refuses it is not documented.
 */
const BLOCKED_IN_HANDLERS: ReadonlySet<string> = new Set([
  'close',
  'closeAsync (shimmed)',
  'sendAsync (shimmed)',
  'displayMessageForm',
  'displayMessageFormAsync',
  'displayNewMessageForm',
  'displayNewMessageFormAsync',
]);

/** One add-in frame and its conversation with this host. Nothing runs before the frame is put on a page. */
export class Session {
  readonly conversationId = `${crypto.randomUUID().slice(0, 8)}_${performance.now().toFixed(0)}`;
  readonly frame: HTMLIFrameElement;
  readonly log: LogEntry[] = [];
  readonly #options: SessionOptions;
  readonly #events = new Map<string, number>();
  readonly #commands = new Map<string, (outcome: CommandOutcome) => void>();
  #item: HostItem | undefined;
  #calls = 0;
  #unsubscribe: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.frame = document.createElement('iframe');
    this.frame.name = frameName({
      conversationId: this.conversationId,
      addinId: options.addinId,
      hostOrigin: location.origin,
      locale: options.mailbox.locale,
    });
    this.frame.setAttribute('sandbox', SANDBOX);
    this.frame.title = options.addinName;
    this.frame.src = options.addinUrl;
    this.#watch(options.item);
  }

  get item(): HostItem | undefined {
    return this.#item;
  }

  /** Whether the add-in registered for an event, by the event's name in the protocol. */
  listensTo(actionName: string): boolean {
    return this.#events.has(actionName);
  }

  close(): void {
    this.#unsubscribe();
    this.frame.remove();
    for (const settle of this.#commands.values()) settle({ status: 'closed' });
    this.#commands.clear();
  }

  /** A pinned pane's item changes. False where the add-in does not listen for it: it shows the old item on. */
  changeItem(item: HostItem | undefined): boolean {
    this.#watch(item);
    return this.#fire('olkItemSelectedChanged', item ? initialData(this.#options, item) : null);
  }

  /** Runs a function command or launch event: resolves with what the handler completed with, or why it did not. */
  async invoke(
    functionName: string,
    event: object,
    { timeout, loadTimeout }: { readonly timeout: number; readonly loadTimeout: number },
  ): Promise<CommandOutcome> {
    const loadEnd = performance.now() + loadTimeout;
    while (!this.#events.has('appCommandInvoked')) {
      if (!this.frame.isConnected) return { status: 'closed' };
      if (performance.now() > loadEnd) return { status: 'not-ready' };
      await new Promise((resolve) => setTimeout(resolve, READY_POLL));
    }
    const id = crypto.randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ status: 'timeout' }), timeout);
      const settle = (outcome: CommandOutcome): void => {
        clearTimeout(timer);
        this.#commands.delete(id);
        resolve(outcome);
      };
      this.#commands.set(id, settle);
      this.#fire('appCommandInvoked', { 0: id, 1: functionName, 2: JSON.stringify(event) });
    });
  }

  /** Takes a message of the window; false where it is not this session's. */
  take(source: unknown, origin: string, request: Request): boolean {
    if (request._conversationId !== this.conversationId) return false;
    if (source !== this.frame.contentWindow || origin !== this.#origin()) return false;
    void this.#answer(request);
    return true;
  }

  #origin(): string {
    return new URL(this.#options.addinUrl, location.href).origin;
  }

  #watch(item: HostItem | undefined): void {
    this.#unsubscribe();
    this.#item = item;
    this.#unsubscribe = item?.onChange((change) => this.#tellChange(item, change)) ?? (() => undefined);
  }

  #tellChange(item: HostItem, change: ItemChange): void {
    if (change.kind === 'recipients') {
      const isMessage = item.mode === 'MessageCompose';
      const names = { to: 'requiredAttendees', cc: 'optionalAttendees', bcc: 'bcc' };
      const name = isMessage ? change.field : names[change.field];
      this.#fire('olkRecipientsChanged', [JSON.stringify({ [name]: true })]);
    }
    if (change.kind === 'attachments') {
      const attachmentDetails = attachmentData(change.attachment);
      this.#fire('olkAttachmentsChanged', [JSON.stringify({ attachmentStatus: change.status, attachmentDetails })]);
    }
  }

  #fire(actionName: string, data: unknown): boolean {
    const correlationId = this.#events.get(actionName);
    if (correlationId === undefined) return false;
    this.#post(actionName, correlationId, RESPONSE_TYPE.event, data);
    return true;
  }

  #post(actionName: string, correlationId: number, responseType: 0 | 1, data: unknown): void {
    const { conversationId } = this;
    const text = encodeResponse({
      conversationId,
      origin: location.origin,
      responseType,
      actionName,
      correlationId,
      data,
    });
    this.frame.contentWindow?.postMessage(text, this.#origin());
  }

  async #answer(request: Request): Promise<void> {
    const reply = (data: unknown): void =>
      this.#post(request._actionName, request._correlationId, RESPONSE_TYPE.reply, data);
    try {
      reply(await this.#replyTo(request));
    } catch (thrown) {
      const defect = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#options.onDefect(defect);
      reply(failureReply(defect));
    }
  }

  #record(request: Request, method?: { readonly id: number; readonly name: string | undefined }): void {
    const registration = REGISTRATIONS.get(request._actionType);
    const entry = { action: request._actionName, dispatchId: method?.id, name: method?.name, registration };
    this.log.push(entry);
    this.#options.onRequest?.(entry);
  }

  #replyTo(request: Request): unknown {
    if (request._actionName === 'ExecuteMethod') return this.#outlookMethod(request);
    if (request._actionName === 'executeMethod') return this.#sharedMethod(request);
    this.#record(request);
    if (request._actionType === ACTION_TYPE.registerEvent) {
      this.#events.set(request._actionName, request._correlationId);
      return { Error: 0 };
    }
    if (request._actionType === ACTION_TYPE.unregisterEvent) {
      this.#events.delete(request._actionName);
      return { Error: 0 };
    }
    switch (request._actionName) {
      case 'ContextActivationManager_getAppContextAsync':
        // A page that is loaded anew (reload, navigation inside the frame) registers anew.
        this.#events.clear();
        return appContext(this.#options);
      case 'ContextActivationManager_notifyHost':
        return null;
      case 'GetInitialData':
        return initialData(this.#options, this.#item);
      default:
        throw new Error(`the emulated Outlook does not know the action ${request._actionName}`);
    }
  }

  async #outlookMethod(request: Request): Promise<unknown> {
    const { ApiParams, MethodData } = request._data as OutlookCall;
    const id = MethodData.DispatchId;
    const method = METHODS.get(id);
    this.#record(request, { id, name: method?.name });
    if (!method) throw new UnknownMethodError('ExecuteMethod', id);
    this.#options.onCalls?.(++this.#calls);
    try {
      return successReply(await this.#call(method, ApiParams ?? {}));
    } catch (thrown) {
      if (!(thrown instanceof HostError)) this.#options.onDefect(thrown as Error);
      return failureReply(thrown);
    } finally {
      this.#calls--;
    }
  }

  #call(method: Method, parameters: unknown): unknown {
    if (this.#options.onBlocked && BLOCKED_IN_HANDLERS.has(method.name)) {
      this.#options.onBlocked(method.name);
      throw new HostError(HOST_ERROR.genericResponse);
    }
    const fault = this.#options.faults.get(method.name);
    if (fault === 'silent') return new Promise(() => undefined);
    if (fault !== undefined) throw new HostError(fault);
    if (!isAllowed(this.#options.permission, method.permission)) throw new HostError(HOST_ERROR.accessRestricted);
    const current = this.#item;
    return method.answer({
      parameters: parameters as never,
      mailbox: this.#options.mailbox,
      addinId: this.#options.addinId,
      initializationContext: this.#options.initializationContext ?? '',
      get item(): HostItem {
        if (!current) throw new HostError(HOST_ERROR.itemNotFound);
        return current;
      },
    });
  }

  #sharedMethod(request: Request): unknown {
    const call = request._data as SharedCall;
    const id = call.DdaMethod.DispatchId;
    const answer = answerShared(call, this.#options.mailbox, (commandId, outcome) =>
      this.#commands.get(commandId)?.(outcome),
    );
    this.#record(request, { id, name: answer?.name });
    if (!answer) throw new UnknownMethodError('executeMethod', id);
    return { Version: 1, Error: 0, ...answer.reply };
  }
}
