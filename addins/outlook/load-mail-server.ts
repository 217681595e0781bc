import { boundFetch, createClient } from './graph-clients';
import { type GraphClient } from './graph/graph-client';
import { type PostLarge } from './graph/graph-transport';
import { SHARED_SCOPES } from './graph/nested-app-token';
import { ewsMailbox, mailClient, ownAddresses } from './host/own-mailbox';
import { maxOctetsOf, routeOf } from './mail-routes';
import { type MailServer } from './mail-server';

/** The server of the mailbox that is open: only the code for this one is loaded. */
export async function loadMailServer(client: GraphClient): Promise<MailServer> {
  const facts = mailClient();
  const mailbox = ewsMailbox();
  const route = routeOf(facts);
  if (route === 'none') return (await import('./no-server')).createNoServer();
  if (route === 'ews' && mailbox) {
    return (await import('./ews/ews-server')).createEwsServer(mailbox, {
      toEwsId: mailbox.toEwsId,
      maxOctets: maxOctetsOf(facts) ?? 0,
    });
  }
  const shared = { client: createClient({ scopes: SHARED_SCOPES }), own: () => ownAddresses()[0] };
  return (await import('./graph/graph-server')).createGraphServer(client, shared, await largeMessages(client));
}

/** An experiment that a build has to ask for (docs/administrators.md). */
async function largeMessages(client: GraphClient): Promise<PostLarge | undefined> {
  if (!__LARGE_MESSAGES__) return undefined;
  const { postLarge } = await import('./graph/large-message');
  return (message) => postLarge(client, boundFetch, message);
}
