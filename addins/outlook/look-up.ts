import { type LookUpSource, type LookUpSourceName } from '../../shared/index';
import { createDnsSource } from '../lookup/dns-source';
import { createWebSource } from '../lookup/web-source';
import { type LookUpOptions } from '../worker/look-up-options';
import { createContactSource } from './graph/contact-certificates';
import { type GraphClient } from './graph/graph-client';
import { createExchangeDirectory } from './host/exchange-directory';
import { mailboxOnPremises } from './host/own-mailbox';

/** The places that Outlook's page can ask, as the options say: contacts in Exchange Online, or the directory of a server on premises. */
export function lookUpSources(
  names: readonly LookUpSourceName[],
  { resolver, template }: LookUpOptions,
  contacts: Pick<GraphClient, 'request'>,
  fetchLike: typeof fetch,
): readonly LookUpSource[] {
  const host = { fetch: fetchLike };
  const mailbox = mailboxOnPremises();
  const all = [
    mailbox ? createExchangeDirectory(mailbox) : createContactSource(contacts),
    createWebSource(host, template),
    createDnsSource(host, resolver),
  ];
  return all.filter(({ name }) => names.includes(name));
}
