import { SignetError } from '../../../shared/index';
import { type TokenProvider } from './token-provider';

/** `Mail.Send` to send, `Mail.ReadWrite` to read originals and to delete the plaintext draft. */
const SCOPES = ['Mail.Send', 'Mail.ReadWrite'];

/**
 * Tokens by Nested App Authentication (MSAL), loaded when first needed. Never tried on a real host: written after
 * Microsoft's documentation alone. Not for mailboxes outside Microsoft 365.
 */
export function createNestedAppTokens(
  clientId: string,
  authority = 'https://login.microsoftonline.com/common',
): TokenProvider {
  let application: Promise<NestedApplication> | undefined;
  const connect = (): Promise<NestedApplication> => (application ??= createApplication(clientId, authority));
  return {
    async token(options) {
      try {
        const connected = await connect();
        return await connected(options?.renew === true);
      } catch (thrown) {
        application = undefined;
        throw new SignetError('host', `sign-in: ${thrown instanceof Error ? thrown.name : 'refused'}`, 'sign-in');
      }
    },
  };
}

type NestedApplication = (renew: boolean) => Promise<string>;

async function createApplication(clientId: string, authority: string): Promise<NestedApplication> {
  const { createNestablePublicClientApplication } = await import('@azure/msal-browser');
  const application = await createNestablePublicClientApplication({
    auth: { clientId, authority },
    cache: { cacheLocation: 'localStorage' },
  });
  return async (renew) => {
    const request = { scopes: SCOPES, forceRefresh: renew };
    const silent = await application.acquireTokenSilent(request).catch(() => undefined);
    const result = silent ?? (await application.acquireTokenPopup({ scopes: SCOPES }));
    return result.accessToken;
  };
}
