/** The address of the mailbox that is open. Office names no other of the user's: aliases and shared mailboxes are not among them. */
export function ownAddresses(): readonly string[] {
  const mailbox = typeof Office === 'undefined' ? undefined : (Office.context.mailbox as Office.Mailbox | undefined);
  return mailbox ? [mailbox.userProfile.emailAddress] : [];
}

/** The mailbox on a server on premises, where its own page lends EWS; undefined everywhere else. */
export function mailboxOnPremises(): Office.Mailbox | undefined {
  const mailbox = typeof Office === 'undefined' ? undefined : (Office.context.mailbox as Office.Mailbox | undefined);
  return mailbox?.userProfile.accountType === 'enterprise' ? mailbox : undefined;
}
