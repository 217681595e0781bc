import { type HostItem } from '../../host/item';
import { fireLaunchEvent, type LaunchEvent, type Limits, type Runtime } from '../../host/launch-events';

/** What the window lends to the events of its drafts. */
export interface LaunchPlace {
  readonly runtime: Runtime;
  readonly events: readonly LaunchEvent[];
  readonly limits: Limits;
}

interface Turn {
  readonly type: string;
  details: Readonly<Record<string, boolean>>;
}

/**
 * The launch events of one draft, one after the other. Those of one type that wait for their turn become one. They end when
 * the draft is sent or left, as documented, in the middle too.
 */
export class LaunchTurns {
  readonly #item: HostItem;
  readonly #place: () => LaunchPlace;
  readonly #waiting: Turn[] = [];
  readonly #stopped = new AbortController();
  readonly #leave: () => void;
  #isRunning = false;

  constructor(item: HostItem, place: () => LaunchPlace) {
    this.#item = item;
    this.#place = place;
    const isMessage = item.mode === 'MessageCompose';
    this.#leave = item.onChange((change) => {
      if (change.kind === 'from' && isMessage) this.raise('OnMessageFromChanged');
      if (change.kind !== 'recipients') return;
      const names = { to: 'requiredAttendees', cc: 'optionalAttendees', bcc: 'bcc' } as const;
      if (isMessage) this.raise('OnMessageRecipientsChanged', { [change.field]: true });
      else this.raise('OnAppointmentAttendeesChanged', { [names[change.field]]: true });
    });
  }

  raise(type: string, details: Readonly<Record<string, boolean>> = {}): void {
    if (this.#stopped.signal.aborted) return;
    const waiting = this.#waiting.find((turn) => turn.type === type);
    if (waiting) waiting.details = { ...waiting.details, ...details };
    else this.#waiting.push({ type, details });
    if (!this.#isRunning) void this.#run();
  }

  stop(): void {
    this.#leave();
    this.#waiting.length = 0;
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let turn = this.#waiting.shift(); turn; turn = this.#waiting.shift()) {
      const { type, details } = turn;
      const { runtime, events, limits } = this.#place();
      const more = Object.keys(details).length === 0 ? {} : { details: { changedRecipientFields: details } };
      await fireLaunchEvent(runtime, events, { type, item: this.#item, limits, signal: this.#stopped.signal, ...more });
    }
    this.#isRunning = false;
  }
}
