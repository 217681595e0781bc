import { type MailClient } from '../mail-routes';

/** Where the page does not run inside Outlook there is none. */
function openMailbox(): Office.Mailbox | undefined {
  return typeof Office === 'undefined' ? undefined : (Office.context as Office.Context | undefined)?.mailbox;
}

/** The address of the mailbox that is open. Office names no other of the user's: aliases and shared mailboxes are not among them. */
export function ownAddresses(): readonly string[] {
  const mailbox = openMailbox();
  return mailbox ? [mailbox.userProfile.emailAddress] : [];
}

/** The mailbox on a server on premises, where its own page lends EWS; undefined everywhere else. */
export function mailboxOnPremises(): Office.Mailbox | undefined {
  const mailbox = openMailbox();
  return mailbox?.userProfile.accountType === 'enterprise' ? mailbox : undefined;
}

/** What Outlook says of itself and of the account. */
export function mailClient(): MailClient {
  const mailbox = openMailbox();
  const { hostName = '', hostVersion = '' } = (mailbox?.diagnostics ?? {}) as Partial<Office.Diagnostics>;
  return { accountType: mailbox?.userProfile.accountType, name: hostName, version: hostVersion };
}

/** EWS as Office.js lends it, and its ids. */
export interface EwsHost extends Pick<Office.Mailbox, 'makeEwsRequestAsync'> {
  readonly toEwsId: (restId: string) => string;
}

export function ewsMailbox(): EwsHost | undefined {
  const mailbox = openMailbox();
  return (
    mailbox && {
      makeEwsRequestAsync: (data, done) => mailbox.makeEwsRequestAsync(data, done),
      toEwsId: (restId) => mailbox.convertToEwsId(restId, Office.MailboxEnums.RestVersion.v2_0),
    }
  );
}
