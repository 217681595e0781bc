/** A stand-in for the global that webextension-polyfill passes through; enough for what is imported without being called. */
const event = { addListener: () => undefined, removeListener: () => undefined };
const session = new Map<string, unknown>();

export const fakeBrowser = {
  i18n: { getUILanguage: () => 'en-US' },
  runtime: {
    onMessage: event,
    onStartup: event,
    onInstalled: event,
    getURL: (path: string) => `moz-extension://x/${path}`,
  },
  storage: {
    managed: { get: () => Promise.reject(new Error('Managed storage manifest not found')) },
    session: {
      get: (name: string) => Promise.resolve(session.has(name) ? { [name]: session.get(name) } : {}),
      set: (values: Record<string, unknown>) => {
        for (const [name, value] of Object.entries(values)) session.set(name, value);
        return Promise.resolve();
      },
      remove: (name: string) => {
        session.delete(name);
        return Promise.resolve();
      },
    },
  },
};
