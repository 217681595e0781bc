/** Of all pages and workers of the add-in one does this at a time, where the browser has locks. */
export async function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks ? await navigator.locks.request(name, () => work()) : await work();
}
