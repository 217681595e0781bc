/** The mail client as Office.js describes it. */
export interface MailClient {
  /** `userProfile.accountType` (Mailbox 1.6); undefined where the host does not say. */
  readonly accountType: string | undefined;
  /** `diagnostics.hostName` and `hostVersion`. */
  readonly name: string;
  readonly version: string;
}

/** How messages go to and come from a mailbox; `none`: not at all, only as files. */
export type Route = 'graph' | 'ews' | 'none';

/** By kind of account. Exchange on premises has no Graph, Exchange Online lends add-ins no EWS any more. */
const ROUTES: Readonly<Record<string, Route>> = {
  office365: 'graph',
  outlookCom: 'graph',
  enterprise: 'ews',
  gmail: 'none',
};

/** Graph where the host does not say what the account is, or says something that is not known. */
export const routeOf = ({ accountType = '' }: MailClient): Route =>
  Object.hasOwn(ROUTES, accountType) ? (ROUTES[accountType] ?? 'graph') : 'graph';

/**
 * Documented cap of an S/MIME payload ("S/MIME message payloads are currently limited to 4 MB", user-post-messages);
 * the payload is base64 of the message.
 */
export const GRAPH_PAYLOAD = 4 * 1024 * 1024;

/** Documented for requests and answers of makeEwsRequestAsync: 5 MB, and 1 MB in older clients. */
const EWS_CHARACTERS = { newer: 5_000_000, older: 1_000_000 } as const;
/** What a request to send has beside the message. */
const EWS_ENVELOPE = 2_000;

/** Octets of one message by Graph. With the experiment for larger ones: below the 35 MB that Exchange Online takes unless told otherwise. */
export const graphOctets = (isLargeTried: boolean): number =>
  isLargeTried ? 34 * 1024 * 1024 : (GRAPH_PAYLOAD / 4) * 3;

/** Octets of one message that a route takes; undefined where it takes none. */
export function maxOctetsOf(client: MailClient, isLargeTried = false): number | undefined {
  const route = routeOf(client);
  if (route === 'none') return undefined;
  if (route === 'graph') return graphOctets(isLargeTried);
  const characters = EWS_CHARACTERS[isOlder(client) ? 'older' : 'newer'];
  return Math.floor((characters - EWS_ENVELOPE) / 4) * 3;
}

/** Of the clients that are called `Outlook`: classic before 2303 (16.0.16225) and Mac before 16.73. One that says neither is old. */
function isOlder({ name, version }: MailClient): boolean {
  if (name !== 'Outlook') return name !== 'OutlookWebApp' && name !== 'newOutlookWindows';
  const [major = 0, minor = 0, build = 0] = version.split('.').map(Number);
  if (major !== 16) return !(major > 16);
  return minor === 0 ? !(build >= 16_225) : !(minor >= 73);
}
