/** Runs `work` where there are Web Locks, of which one name is held by one at a time, as in every browser. */
export async function withLocks<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const held = new Map<string, Promise<unknown>>();
  const request = (name: string, run: () => Promise<unknown>): Promise<unknown> => {
    const next = (held.get(name) ?? Promise.resolve()).then(run);
    held.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  };
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request } }, configurable: true });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
  }
}
