import { SignetError } from '../../../shared/index';
import { type TokenProvider } from './token-provider';

/** `Mail.Send` to send, `Mail.ReadWrite` to read originals and to delete the plaintext draft. */
const SCOPES = ['Mail.Send', 'Mail.ReadWrite'];
/** To look for certificates in the user's contacts: asked for when that is switched on, and never otherwise. */
export const CONTACT_SCOPES = ['Contacts.Read'];
/** For mailboxes of others: asked for with the first message that is read there or sent from there. */
export const SHARED_SCOPES = ['Mail.Send.Shared', 'Mail.ReadWrite.Shared'];

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
        const name = thrown instanceof Error ? thrown.name : 'refused';
        throw new SignetError('host', `sign-in: ${name}`, isNotAllowed(thrown) ? 'not-allowed' : 'sign-in');
      }
    },
  };
}

/**
 * Entra's numbers for what only the organisation can change: nobody agreed for all (65001), an administrator has to
 * (90094, 90095), the user is not assigned (50105) or is kept out by a condition (53003), the app is not there or switched
 * off (700016, 7000112).
 */
const NOT_ALLOWED = /AADSTS(?:65001|90094|90095|50105|53003|700016|7000112)\b/;

function isNotAllowed(thrown: unknown): boolean {
  return thrown instanceof Error && NOT_ALLOWED.test(thrown.message);
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
