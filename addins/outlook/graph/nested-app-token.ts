import { SignetError } from '../../../shared/index';
import { type TokenProvider } from './token-provider';

/** `Mail.Send` to send, `Mail.ReadWrite` to read originals and to delete the plaintext draft. */
const SCOPES = ['Mail.Send', 'Mail.ReadWrite'];
/** To look for certificates in the user's contacts: asked for when that is switched on, and never otherwise. */
export const CONTACT_SCOPES = ['Contacts.Read'];

export interface TokenOptions {
  /** Left out: what sending and reading need. */
  readonly scopes?: readonly string[];
  /** No window opens: what the user did not agree to before is refused. */
  readonly isSilent?: boolean;
  readonly authority?: string;
}

/**
 * Tokens by Nested App Authentication (MSAL), loaded when first needed. Never tried on a real host: written after
 * Microsoft's documentation alone. Not for mailboxes outside Microsoft 365.
 */
export function createNestedAppTokens(clientId: string, asked: TokenOptions = {}): TokenProvider {
  let application: Promise<NestedApplication> | undefined;
  const connect = (): Promise<NestedApplication> => (application ??= createApplication(clientId, asked));
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

async function createApplication(clientId: string, asked: TokenOptions): Promise<NestedApplication> {
  const { isSilent = false, authority = 'https://login.microsoftonline.com/common' } = asked;
  const scopes = [...(asked.scopes ?? SCOPES)];
  const { createNestablePublicClientApplication } = await import('@azure/msal-browser');
  const application = await createNestablePublicClientApplication({
    auth: { clientId, authority },
    cache: { cacheLocation: 'localStorage' },
  });
  return async (renew) => {
    const silent = application.acquireTokenSilent({ scopes, forceRefresh: renew });
    if (isSilent) return (await silent).accessToken;
    const result = (await silent.catch(() => undefined)) ?? (await application.acquireTokenPopup({ scopes }));
    return result.accessToken;
  };
}
