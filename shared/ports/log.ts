/** Events for support: codes and counts, never content, addresses, keys or passphrases. */
export interface Log {
  event(name: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}
