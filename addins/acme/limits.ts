/** Every bound on a conversation with a certification authority. */
export const ACME_LIMITS = {
  /** Octets read of one answer: a chain in PEM is some kilobytes. */
  answerOctets: 1 << 20,
  /** For one request, from connecting to the last octet. */
  milliseconds: 30_000,
  /** Characters of an address. */
  urlLength: 2_048,
  /** How often a request is repeated that the server refused for its nonce alone (RFC 8555 6.5). */
  nonceTries: 3,
  /** Between two looks at what the server is still working on, where it does not say. */
  pollMilliseconds: 5_000,
  /** Between two looks into the mailbox. */
  mailMilliseconds: 10_000,
  /** How long the challenge mail is looked for since the order began, and the server waited for since it was taken up. */
  patienceMilliseconds: 600_000,
  /** Longest wait that is followed while the user looks on; beyond it the order rests until it is taken up again. */
  waitMilliseconds: 120_000,
  /** Longest time that a server's Retry-After is believed. */
  retryMilliseconds: 86_400_000,
  /** Messages that are listed as possible challenges: what Graph gives in one go. */
  foundMails: 1_000,
  /** Messages that are looked at as possible challenges in one go. */
  mails: 20,
  /** Octets of one of them. */
  mailOctets: 1 << 20,
  /** Days before its end from which a certificate is renewed. */
  renewalDays: 30,
  /** Longest time that a renewal which failed does not begin again by itself. */
  heldBackDays: 7,
} as const;
