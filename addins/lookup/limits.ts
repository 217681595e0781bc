/** Every bound on what is asked of places for certificates of recipients. What comes is bounded once more in the core. */
export const LOOK_UP_LIMITS = {
  /** Octets read of one answer: a certificate has some 2 kB, post-quantum ones 20. */
  answerOctets: 1 << 17,
  /** For one address at one place: name look-up, connection and the whole answer. */
  milliseconds: 5_000,
  /** Addresses that one place of the network is asked about in one go. */
  questions: 500,
  /** Questions under way at one place at one time. */
  atOnce: 6,
  /** Certificates read of one answer. */
  files: 16,
} as const;
