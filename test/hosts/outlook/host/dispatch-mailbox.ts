import { type MasterCategory } from './mailbox';
import { type Method, method, RawAnswer } from './method';
import { HOST_ERROR, HostError } from './protocol';

/** The mailbox as a whole: tokens, settings, new windows, telemetry (which goes nowhere). */
export const mailboxMethods: Readonly<Record<number, Method>> = {
  2: method('getUserIdentityTokenAsync', 'ReadItem', ({ mailbox }) => {
    return new RawAnswer({ wasSuccessful: true, token: mailbox.identityToken });
  }),
  5: method<{ readonly body: string }>('makeEwsRequestAsync', 'ReadWriteMailbox', ({ mailbox, parameters }) =>
    mailbox.ews(parameters.body).then(
      (body) => new RawAnswer({ wasProxySuccessful: true, body }),
      (thrown: unknown) =>
        new RawAnswer({ wasProxySuccessful: false, errorMessage: thrown instanceof Error ? thrown.message : '' }),
    ),
  ),
  8: method<Record<string, unknown>>('displayMessageForm', 'ReadItem', ({ mailbox, parameters }) =>
    mailbox.open({ kind: 'message', values: parameters, item: undefined }),
  ),
  12: method<{ readonly isRest?: boolean }>('getCallbackTokenAsync', 'ReadItem', ({ mailbox, parameters }) => {
    return new RawAnswer({
      wasSuccessful: true,
      token: `${parameters.isRest ? 'rest' : 'ews'}.${mailbox.identityToken}`,
    });
  }),
  44: method<Record<string, unknown>>('displayNewMessageForm', 'ReadItem', ({ mailbox, parameters }) =>
    mailbox.open({ kind: 'new', values: parameters, item: undefined }),
  ),
  160: method('masterCategories.getAsync', 'ReadWriteMailbox', ({ mailbox }) => mailbox.masterCategories),
  161: method<{ readonly categoryDetails: readonly MasterCategory[] }>(
    'masterCategories.addAsync',
    'ReadWriteMailbox',
    ({ mailbox, parameters: { categoryDetails } }) => {
      const names = [...mailbox.masterCategories, ...categoryDetails].map(({ displayName }) => displayName);
      if (new Set(names).size < names.length) throw new HostError(HOST_ERROR.duplicateCategory);
      mailbox.masterCategories = [...mailbox.masterCategories, ...categoryDetails];
    },
  ),
  162: method<{ readonly categories: readonly string[] }>(
    'masterCategories.removeAsync',
    'ReadWriteMailbox',
    ({ mailbox, parameters: { categories } }) => {
      mailbox.masterCategories = mailbox.masterCategories.filter((one) => !categories.includes(one.displayName));
    },
  ),
  163: method('telemetry', 'Restricted', () => undefined),
  178: method<Record<string, unknown>>('displayNewMessageFormAsync', 'ReadItem', ({ mailbox, parameters }) =>
    mailbox.open({ kind: 'new', values: parameters, item: undefined }),
  ),
  179: method<Record<string, unknown>>('displayMessageFormAsync', 'ReadItem', ({ mailbox, parameters }) =>
    mailbox.open({ kind: 'message', values: parameters, item: undefined }),
  ),
  193: method('telemetry', 'Restricted', () => undefined),
  404: method<readonly Record<string, string>[]>(
    'roamingSettings.saveAsync',
    'Restricted',
    async ({ mailbox, addinId, parameters }) => {
      mailbox.settings.set(addinId, parameters[0] ?? {});
      await mailbox.saveSettings(addinId);
    },
  ),
};
