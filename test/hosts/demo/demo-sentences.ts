/** What a reader of the demo mailbox is told in English who opens its messages from the oldest on, by their keys. */
export interface Told {
  readonly subject: string;
  readonly sentence: string;
  /** Left out: there is nothing to do. */
  readonly step?: string;
  /** What is usual for the sender; left out: nothing is said. */
  readonly note?: RegExp;
  /** What the shown text holds. */
  readonly text: string;
}

const CONFIRMED = 'The message is unchanged, and the sender’s address is confirmed.';
const NOT_CHECKED = 'The certificate was not checked for revocation.';
const NOT_SIGNED = 'This message is not signed: nothing proves who sent it.';
const AS_UNSIGNED = 'Treat it like an unsigned message';
const DAY = '\\d{1,2} \\w+ \\d{4}';

const person = (name: string): string => `${name} Example <${name.toLowerCase()}@signet.example>`;
const good = (name: string, ...more: readonly string[]): string =>
  [`Signed by ${person(name)}.`, CONFIRMED, ...more].join(' ');
const unproved = (name: string, why: string): string =>
  `Signed by ${person(name)} and unchanged since, but that does not prove who sent it. ${why}`;
const first = (name: string): RegExp =>
  new RegExp(`^This is the first signed message from ${name}@signet\\.example that this program has verified\\.$`);
const SAME = new RegExp(`^Signed with the same key as before \\(since ${DAY}\\): 1 earlier message\\.$`);

/** Of Grace's message once her certificate has expired, for a reader who opened it before. */
export const EXPIRED_SINCE = new RegExp(
  `^${good('Grace')} This program verified it on ${DAY}; the certificate has expired since \\(${DAY}\\)\\.$`,
);

export const TOLD: Readonly<Record<string, Told>> = {
  'first-seen': {
    subject: 'Weekly report 1',
    sentence: good('Judy', NOT_CHECKED),
    note: first('judy'),
    text: 'this is my first report',
  },
  'same-key': {
    subject: 'Weekly report 2',
    sentence: good('Judy', NOT_CHECKED),
    note: SAME,
    text: 'the shelves are up',
  },
  'changed-certificate': {
    subject: 'Weekly report 3',
    sentence: good('Judy', NOT_CHECKED),
    note: new RegExp(
      `^Signed with another certificate than before, from the same issuer \\(the earlier one: last seen ${DAY}\\)\\. .*ask the sender in another way\\.$`,
    ),
    text: 'My certificate was renewed last week',
  },
  revoked: {
    subject: 'Keys of the car park',
    sentence: unproved('Frank', 'The certificate was revoked: its issuer has withdrawn it.'),
    step: 'Do not rely on it: ask the sender in another way, such as by phone.',
    text: 'please give the spare keys',
  },
  'expired-since': {
    subject: 'My certificate runs out today',
    sentence: good('Grace'),
    note: first('grace'),
    text: 'my certificate is about to expire',
  },
  'weak-algorithm': {
    subject: 'From the old computer',
    sentence: unproved('Bob', 'The signature uses an outdated method that can be forged (sha1).'),
    step: `${AS_UNSIGNED}, and ask the sender to update the mail program.`,
    text: 'It was never updated',
  },
  'several-signers': {
    subject: 'Budget with two signatures',
    sentence: unproved(
      'Carol',
      'The message says it comes from bob@signet.example, but the signer’s address is carol@signet.example.',
    ),
    step: `${AS_UNSIGNED}.`,
    text: 'the budget is 12,000 EUR',
  },
  'list-footer': {
    subject: '[team] Summer party',
    sentence: 'Only a part of this message is signed; the rest can come from anyone.',
    step: `${AS_UNSIGNED}.`,
    text: 'the summer party is on the 12th',
  },
  'reply-elsewhere': {
    subject: 'Room survey',
    sentence: good('Carol', 'Answers go to answers@survey.example, not to carol@signet.example.', NOT_CHECKED),
    step: 'Before you answer, make sure that your answer is to go there.',
    note: first('carol'),
    text: 'which room would you like',
  },
  'usually-signs': {
    subject: 'Weekly report 4',
    sentence: NOT_SIGNED,
    note: /^Messages from judy@signet\.example are usually signed \(3 messages verified\); this one is not\. If it asks you for something, check with the sender in another way\.$/,
    text: 'I have mislaid the code',
  },
  plain: { subject: 'Lunch on Friday?', sentence: NOT_SIGNED, text: 'are you in town on Friday?' },
  'clear-signed': {
    subject: 'Minutes of the meeting',
    sentence: good('Bob', NOT_CHECKED),
    note: first('bob'),
    text: 'the minutes are attached. Grüße, Bob',
  },
  'opaque-signed': {
    subject: 'Travel dates',
    sentence: good('Carol', NOT_CHECKED),
    note: SAME,
    text: 'I arrive on the 3rd',
  },
  tampered: {
    subject: 'Invoice 2041',
    sentence: `The signature by ${person('Bob')} does not fit this message. The message was changed after it was signed.`,
    step: `${AS_UNSIGNED}; if it matters, ask the sender to send it again.`,
    text: 'to the usual account',
  },
  encrypted: { subject: 'The door code', sentence: NOT_SIGNED, text: 'the code of the archive is 4711' },
  'signed-encrypted': {
    subject: 'Contract draft',
    sentence: good('Bob', NOT_CHECKED),
    note: SAME,
    text: 'we keep clause 7',
  },
  'unknown-ca': {
    subject: 'New bank account',
    sentence: unproved('Bob', 'The certificate comes from an issuer that this program does not know.'),
    step: `${AS_UNSIGNED}, and ask your administrator whether its issuer is to be trusted.`,
    text: 'new bank account',
  },
  'other-signer': {
    subject: 'Password reset',
    sentence: unproved(
      'Carol',
      'The message says it comes from bob@signet.example, but the signer’s address is carol@signet.example.',
    ),
    step: `${AS_UNSIGNED}.`,
    text: 'please send me the password',
  },
};
