import { BroadcastChannel } from 'node:worker_threads';

/** A BroadcastChannel as pages have it, which does not keep the process alive. */
export class QuietChannel extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    this.unref();
  }
}
