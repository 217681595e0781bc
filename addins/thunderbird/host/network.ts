import { type AcmeNetworkHost } from '../../acme/network';
import { type WebHost } from '../../lookup/web-question';
import { type NetworkHost } from '../../revocation/index';
import { type LookUpOptions } from '../../worker/look-up-options';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';

/** Revocation is asked for at whatever host a certificate names. */
const EVERYWHERE = { origins: ['http://*/*', 'https://*/*'] };
const QUICK_MS = 5_000;

/** What Thunderbird lends for asking. Without the permission a request would go out and its answer be withheld. */
export const networkHost: NetworkHost = {
  fetch: (...request) => fetch(...request),
  resolve: async (name) => (await thunderbird.dns.resolve(name)).addresses,
  isPermitted: () => withDeadline('permissions', QUICK_MS, thunderbird.permissions.contains(EVERYWHERE)),
};

/** QUIRK: a pattern of Thunderbird's knows no port: it stands for all ports of the host. */
const originOf = (directory: string): { readonly origins: readonly string[] } => ({
  origins: [`https://${new URL(directory).hostname}/*`],
});

/** The server of a certification authority: asked only where the user let it be, one server at a time. */
export const acmeNetworkHost: AcmeNetworkHost = {
  fetch: (...request) => fetch(...request),
  isPermitted: (directory) => thunderbird.permissions.contains(originOf(directory)),
};

/** Only while a click is being answered. */
export async function askForServer(directory: string): Promise<void> {
  await thunderbird.permissions.request(originOf(directory));
}

/** Servers with certificates of recipients: asked only where the user let them be. */
export const lookUpWebHost: WebHost = {
  fetch: (...request) => fetch(...request),
  resolve: async (name) => (await thunderbird.dns.resolve(name)).addresses,
  isPermitted: (url) => withDeadline('permissions', QUICK_MS, thunderbird.permissions.contains(originOf(url))),
};

/** Only while a click is being answered. An address whose host depends on the recipient means every host. */
export async function askForServers({ sources, resolver, template }: LookUpOptions): Promise<void> {
  const origins = [...(sources.dns ? [resolver] : []), ...(sources.web ? [template] : [])].flatMap((url) => {
    const host = /^https:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';
    if (host.includes('{')) return ['https://*/*'];
    return host !== '' && URL.canParse(url) ? originOf(url).origins : [];
  });
  if (origins.length > 0) await thunderbird.permissions.request({ origins });
}

/** Asks the user to let the add-on reach other hosts; only while a click is being answered. Answers what was decided. */
export const askForNetwork = (): Promise<boolean> => thunderbird.permissions.request(EVERYWHERE);

export const mayUseNetwork = (): Promise<boolean> => thunderbird.permissions.contains(EVERYWHERE);
