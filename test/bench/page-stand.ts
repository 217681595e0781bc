import { type AdapterName, type Operation, type Timing } from './operations';
import { type RemoteStand, timingOf } from './remote';
import { type Answer, type Order } from './stand';

/** A stand in a page; how an order gets there is the browser's. */
export abstract class PageStand implements RemoteStand {
  protected abstract order(order: Order): Promise<Answer>;
  abstract pids(): Promise<readonly number[]>;
  abstract close(): Promise<void>;

  async open(octets: number): Promise<void> {
    timingOf(await this.order({ kind: 'open', octets }));
  }

  async drop(operation: Operation): Promise<void> {
    timingOf(await this.order({ kind: 'drop', operation }));
    await this.collect();
  }

  async load(name: AdapterName, operation: Operation, from: string): Promise<void> {
    timingOf(await this.order({ kind: 'load', name, operation, from }));
  }

  async run(name: AdapterName, operation: Operation, repeats: number): Promise<Timing> {
    if (repeats === 1) await this.collect();
    return timingOf(await this.order({ kind: 'run', name, operation, repeats }));
  }

  /** Lets the engine collect its garbage, where it lets itself be told. */
  protected collect(): Promise<void> {
    return Promise.resolve();
  }
}
