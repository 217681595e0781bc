import { SignetError } from '../../../shared/index';
import { type TokenProvider } from './token-provider';

/** Tokens of the local playground: its host page's own server gives them to anybody on this machine. */
export function createPlaygroundTokens(fetchLike: typeof fetch, url = '/playground/token'): TokenProvider {
  let held: string | undefined;
  return {
    async token(options) {
      if (held !== undefined && options?.renew !== true) return held;
      const response = await fetchLike(url, { cache: 'no-store' }).catch(() => undefined);
      const body: unknown = response?.ok ? await response.json() : undefined;
      const token = (body as { readonly accessToken?: unknown } | undefined)?.accessToken;
      if (typeof token !== 'string') throw new SignetError('host', 'playground token: none given', 'sign-in');
      held = token;
      return token;
    },
  };
}
