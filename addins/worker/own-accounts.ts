/** Addresses of the user's accounts as a request carries them; nothing where the host does not say. Never rejects. */
export type OwnAccounts = () => Promise<{ readonly accounts?: readonly string[] }>;

/** `read`: what the host says; left out: it says nothing. Where it fails nothing is known, which is the stricter. */
export function ownAccounts(read: (() => Promise<readonly string[]>) | undefined): OwnAccounts {
  return async () => {
    const accounts = await read?.().catch(() => undefined);
    return accounts ? { accounts } : {};
  };
}
