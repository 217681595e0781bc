/** The mailbox on a server on premises, where its own page lends EWS; undefined everywhere else. */
export function mailboxOnPremises(): Office.Mailbox | undefined {
  const mailbox = typeof Office === 'undefined' ? undefined : (Office.context.mailbox as Office.Mailbox | undefined);
  return mailbox?.userProfile.accountType === 'enterprise' ? mailbox : undefined;
}
