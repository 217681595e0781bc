import { type VaultChannel, type VaultMessage } from '../../../addins/storage/vault-channel';

/** The workers of one origin: what one says is cloned for every other, in order and later, as by a BroadcastChannel. */
export class VaultBus {
  readonly said: VaultMessage[] = [];
  readonly #members: { readonly listeners: ((message: unknown) => void)[] }[] = [];

  join(): VaultChannel {
    const self = { listeners: [] as ((message: unknown) => void)[] };
    this.#members.push(self);
    return {
      post: (message) => {
        this.said.push(message);
        this.#deliver(message, self);
      },
      listen: (listener) => self.listeners.push(listener),
    };
  }

  /** Says something as a script of the origin that is none of ours. */
  say(message: unknown): void {
    this.#deliver(message);
  }

  #deliver(message: unknown, sender?: object): void {
    for (const member of this.#members) {
      if (member === sender) continue;
      const copy: unknown = structuredClone(message);
      setTimeout(() => {
        for (const listener of member.listeners) listener(copy);
      });
    }
  }
}
