/**
 * What the workers of all pages of this origin tell one another. The vault key goes as a CryptoKey that cannot be exported,
 * from worker to worker. A session begins when the passphrase is entered and ends with the lock.
 */
export type VaultMessage =
  | { readonly kind: 'ask' }
  | {
      readonly kind: 'unlocked';
      readonly session: string;
      readonly id: string;
      readonly key: CryptoKey;
      /** Milliseconds since a key was last used. */
      readonly idle: number;
    }
  | { readonly kind: 'used'; readonly session: string }
  /** Without a session: whichever there is. */
  | { readonly kind: 'lock'; readonly session?: string }
  /** How long keys stay usable is another time now. */
  | { readonly kind: 'time' };

/** Where the workers hear of each other; nobody hears themselves. */
export interface VaultChannel {
  post(message: VaultMessage): void;
  listen(listener: (message: unknown) => void): void;
}

/** The channel of this origin; undefined where the browser has none. */
export function originChannel(): VaultChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel('signet-vault');
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', ({ data }) => listener(data)),
  };
}
