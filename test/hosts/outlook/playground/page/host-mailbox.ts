import { NoEwsAnswer, SimulatedEws } from '../../ews/ews';
import { restIdOfEws } from '../../graph/message-id';
import { type HostItem } from '../../host/item';
import { type HostMailbox, type OpenedForm } from '../../host/mailbox';
import { HOST_ERROR, HostError } from '../../host/protocol';
import { type SessionView } from '../views';
import { saveDraft } from './drafts';
import { label, locale } from './labels';
import { type ServerApi } from './server-api';

/** What the window does when an add-in asks for it. */
export interface WindowActions {
  readonly server: ServerApi;
  readonly session: SessionView;
  readonly settings: HostMailbox['settings'];
  /** Resolves with whether the message went. */
  send(item: HostItem): Promise<boolean>;
  close(item: HostItem, what: 'keep' | 'discard'): void;
  closePane(): void;
  open(form: OpenedForm): void;
}

/** The mailbox as add-ins see it, kept by the playground's server. */
export function createHostMailbox(actions: WindowActions): HostMailbox {
  const { server, settings, session } = actions;
  const ews = new SimulatedEws(server.ask);
  return {
    user: session.user,
    locale,
    accountType: session.accountType,
    // Single sign-on is not part of the playground.
    ssoToken: undefined,
    identityToken: '',
    // Exchange Online lends add-ins none.
    ews: (body) =>
      session.accountType === 'enterprise'
        ? ews.answer(body)
        : Promise.reject(new NoEwsAnswer('The remote server returned an error: (401) Unauthorized.')),
    settings,
    // For as long as the window is open.
    masterCategories: [{ displayName: label('redCategory'), color: 'Preset0' }],
    saveSettings: () => server.saveSettings(Object.fromEntries(settings)),
    saveDraft: (item) =>
      saveDraft(item, server).catch(() => {
        throw new HostError(HOST_ERROR.save);
      }),
    sendItem: async (item) => {
      if (!(await actions.send(item))) throw new HostError(HOST_ERROR.genericResponse);
    },
    closeItem: (item, { discard }) => actions.close(item, discard ? 'discard' : 'keep'),
    closePane: () => actions.closePane(),
    open: (form) => actions.open(form),
    saveProperties: async (item) => {
      if (item.itemId === undefined) return;
      const customProperties = Object.fromEntries(item.customProperties);
      await server.saveProperties(restIdOfEws(item.itemId), { categories: item.categories, customProperties });
    },
  };
}
