import { type LookUpHost } from '../lookup/look-up-host';
import { type LookUpPolicy } from '../worker/look-up-options';
import { type GraphClient } from './graph/graph-client';
import { mailboxOnPremises } from './host/own-mailbox';

/** What the page lends for looking for certificates. */
export interface OutlookLookUp {
  /** Its resolver and template are in the page's policy; it reaches no others. */
  readonly policy: LookUpPolicy;
  readonly fetch: typeof fetch;
  /** Graph with the right to read contacts, where the user agreed to that before; never asks for it. */
  readonly contacts: Pick<GraphClient, 'request'>;
  /** Asks for that right. Rejects with `host` where it is refused. */
  readonly permitContacts: () => Promise<unknown>;
}

/** The places, whose code is loaded with the first question. */
export function createLookUpHost({ policy, fetch, contacts, permitContacts }: OutlookLookUp): LookUpHost {
  return {
    sources: [
      'exchange',
      ...((policy.template ?? '') === '' ? [] : (['web'] as const)),
      ...((policy.resolver ?? '') === '' ? [] : (['dns'] as const)),
    ],
    hasFixedServers: true,
    connect: async (names, options) => (await import('./look-up')).lookUpSources(names, options, contacts, fetch),
    permit: async ({ sources }) => {
      if (sources.exchange && !mailboxOnPremises()) await permitContacts();
    },
  };
}
