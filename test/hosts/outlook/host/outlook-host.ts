import { type Permission } from './initial-data';
import { type HostItem } from './item';
import { type HostMailbox } from './mailbox';
import { parseRequest } from './protocol';
import { Session } from './session';

export interface AddinFacts {
  readonly id: string;
  readonly name: string;
  readonly permission: Permission;
}

export interface HostOptions {
  readonly mailbox: HostMailbox;
  readonly addin: AddinFacts;
  /** Requirement sets that `isSetSupported` answers for. */
  readonly requirements: Readonly<Record<string, string>>;
  readonly onDefect: (defect: Error) => void;
}

export interface OpenFrame {
  readonly url: string;
  readonly item: HostItem | undefined;
  readonly initializationContext?: string;
  /** Where the frame goes. */
  readonly parent: Element;
  readonly permission?: Permission;
  /** A launch event's: the methods that are blocked in handlers are refused. */
  readonly isLaunchEvent?: boolean;
}

/** Mailbox 1.12 is what the npm build of office.js holds; the rest of its sets go with it. */
export const REQUIREMENTS = { Mailbox: '1.12', IdentityAPI: '1.3', DialogApi: '1.2', React: '1.1' } as const;
/** With `shimmed-methods.ts` in the add-in's pages. */
export const SHIMMED_REQUIREMENTS = { ...REQUIREMENTS, Mailbox: '1.15' } as const;

/** The emulated Outlook on the web as add-ins see it: opens frames for them and answers what they ask. */
export class OutlookHost {
  /** What stands in place of a method's answer: an error number, or silence for good. */
  readonly faults = new Map<string, number | 'silent'>();
  readonly sessions = new Set<Session>();
  readonly #options: HostOptions;
  readonly #usedIds = new Set<number>();
  readonly #refusedInHandlers: string[] = [];
  #mostCallsAtOnce = 0;
  readonly #listener = (event: MessageEvent): void => this.#take(event);

  constructor(options: HostOptions) {
    this.#options = options;
    window.addEventListener('message', this.#listener);
  }

  /** Dispatch ids of `ExecuteMethod` that add-ins have used so far, in ascending order. */
  get usedIds(): readonly number[] {
    return [...this.#usedIds].sort((a, b) => a - b);
  }

  /** Outlook on the web takes three at a time of one add-in (documented); more than that is left to tests to notice. */
  get mostCallsAtOnce(): number {
    return this.#mostCallsAtOnce;
  }

  /** The requirement set of the client that is played. */
  get mailboxSet(): string {
    return this.#options.requirements['Mailbox'] ?? '1.1';
  }

  get mailbox(): HostMailbox {
    return this.#options.mailbox;
  }

  /** Names of methods that handlers of launch events asked for and may not use. */
  get refusedInHandlers(): readonly string[] {
    return this.#refusedInHandlers;
  }

  open(options: OpenFrame): Session {
    const { addin, mailbox, requirements, onDefect } = this.#options;
    const session = new Session({
      addinId: addin.id,
      addinName: addin.name,
      addinUrl: new URL(options.url, location.href).href,
      permission: options.permission ?? addin.permission,
      requirements,
      mailbox,
      item: options.item,
      initializationContext: options.initializationContext ?? '',
      faults: this.faults,
      ...(options.isLaunchEvent && { onBlocked: (name: string) => void this.#refusedInHandlers.push(name) }),
      onDefect,
      onRequest: (entry) => {
        if (entry.action === 'ExecuteMethod' && entry.dispatchId !== undefined) this.#usedIds.add(entry.dispatchId);
      },
      onCalls: (atOnce) => {
        this.#mostCallsAtOnce = Math.max(this.#mostCallsAtOnce, atOnce);
      },
    });
    this.sessions.add(session);
    options.parent.append(session.frame);
    return session;
  }

  close(session: Session): void {
    this.sessions.delete(session);
    session.close();
  }

  dispose(): void {
    window.removeEventListener('message', this.#listener);
    for (const session of [...this.sessions]) this.close(session);
  }

  #take(event: MessageEvent): void {
    const request = parseRequest(event.data);
    if (!request) return;
    for (const session of this.sessions) {
      if (session.take(event.source, event.origin, request)) return;
    }
  }
}
