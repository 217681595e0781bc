import { LIMITS } from '../base/limits';

/**
 * How a message fits those that came from the same address before. `usually-signed`: they were signed, and this one is
 * not, or not validly. Says nothing about what the signature is worth.
 */
export type ContinuityKind = 'first' | 'same' | 'new-certificate' | 'new-authority' | 'usually-signed';

/** What the signatures before this one had. */
export interface EarlierSigner {
  /** The authority that issued the certificate, for people. */
  readonly issuer: string;
  /** SHA-256 of the subjectPublicKeyInfo, hexadecimal. */
  readonly key: string;
  readonly first: Date;
  readonly last: Date;
}

/** Plain data. Times are those at which this program looked, never those that messages claim. */
export interface Continuity {
  readonly kind: ContinuityKind;
  /** Of From. */
  readonly address: string;
  /** When the first message with this key was seen; for `usually-signed`, the first signed one. */
  readonly since?: Date;
  /** Distinct `signed-valid` messages before this one: with this key; for `usually-signed`, with any. */
  readonly count?: number;
  /** The count is as high as is counted. */
  readonly isAtLeast?: boolean;
  /** What was there before, the newest, where it is not the same. */
  readonly was?: EarlierSigner;
  /** `new-certificate`: it began before the one that was there before, as in an old message. */
  readonly isOlder?: boolean;
}

/** Of a `signed-valid` message. */
export interface SeenSigner {
  readonly key: string;
  readonly issuer: string;
  /** The same for every certificate of one authority: its organization where it names one. */
  readonly authority: string;
  readonly notBefore: Date;
}

export interface KnownSigner extends SeenSigner, EarlierSigner {
  /** The message that it was first seen in. */
  readonly firstMessage: string;
}

/** What is kept of one address: no content, no subject, nobody else's address. Messages are named by hashes. */
export interface SenderRecord {
  /** Distinct `signed-valid` messages with the key of each, in the order in which they were first opened. */
  readonly signed: readonly { readonly message: string; readonly key: string }[];
  /** Distinct messages since the first signed one that were not, in order. */
  readonly unsigned: readonly string[];
  readonly signers: readonly KnownSigner[];
  readonly lastSeen: Date;
  /** Left out: no signed message of theirs was encrypted, as far as is known. */
  readonly wroteTo?: WroteTo;
}

/** The certificate of ours that somebody encrypted to, by what they signed last. */
export interface WroteTo {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly certificate: string;
  /** As they say in what they signed: old mail may be opened late. */
  readonly signedAt: Date;
}

/** The record with what a `signed-valid` message of the sender was encrypted to, unless a later one is known. */
export function withWroteTo(record: SenderRecord | undefined, wroteTo: WroteTo): SenderRecord | undefined {
  if (!record || (record.wroteTo && record.wroteTo.signedAt > wroteTo.signedAt)) return record;
  return { ...record, wroteTo };
}

/** A message as the record of its sender sees it. */
export type SenderMessage =
  | { readonly kind: 'signed'; readonly message: string; readonly signer: SeenSigner }
  /** `key`: of a signature that is there and is not good. */
  | { readonly kind: 'unsigned'; readonly message: string; readonly key?: string };

/**
 * The record with one more message; the same message again changes nothing but the time. The newest
 * `LIMITS.senderMessages` of each kind and `LIMITS.senderKeys` keys are kept. Unsigned messages of an address that never
 * signed leave no record.
 */
export function withMessage(record: SenderRecord | undefined, seen: SenderMessage, at: Date): SenderRecord | undefined {
  if (seen.kind === 'signed') return withSigned(record ?? EMPTY, seen, at);
  if (record === undefined || isAccountedFor(record, seen)) return record;
  const unsigned = record.unsigned.includes(seen.message) ? record.unsigned : [...record.unsigned, seen.message];
  return { ...record, unsigned: unsigned.slice(-LIMITS.senderMessages), lastSeen: at };
}

const EMPTY: Omit<SenderRecord, 'lastSeen'> = { signed: [], unsigned: [], signers: [] };

function withSigned(
  { signed, unsigned, signers, wroteTo }: Omit<SenderRecord, 'lastSeen'>,
  { message, signer }: Extract<SenderMessage, { kind: 'signed' }>,
  at: Date,
): SenderRecord {
  const isKnown = signed.some((one) => one.message === message);
  const before = signers.find(({ key }) => key === signer.key);
  const { first, firstMessage } = before ?? { first: at, firstMessage: message };
  const newest = { ...signer, first, firstMessage, last: at };
  return {
    signed: (isKnown ? signed : [...signed, { message, key: signer.key }]).slice(-LIMITS.senderMessages),
    unsigned,
    signers:
      isKnown && before ? signers : [...signers.filter((one) => one !== before), newest].slice(-LIMITS.senderKeys),
    lastSeen: at,
    ...(wroteTo && { wroteTo }),
  };
}

/**
 * What the messages opened before this one say of it, so that the same message says the same when it is opened again.
 * Undefined where nothing is to be said. Warnings are rare: at least three signed messages, and four for each that was not.
 */
export function continuityOf(
  record: SenderRecord | undefined,
  seen: SenderMessage,
  address: string,
): Continuity | undefined {
  return seen.kind === 'signed' ? ofSigned(record, seen, address) : ofUnsigned(record, seen, address);
}

function ofSigned(
  record: SenderRecord | undefined,
  { message, signer }: Extract<SenderMessage, { kind: 'signed' }>,
  address: string,
): Continuity {
  const { signed, signers } = record ?? EMPTY;
  const place = (name: string): number => signed.findIndex((one) => one.message === name);
  const end = place(message) === -1 ? signed.length : place(message);
  const earlier = signers.filter(({ firstMessage }) => firstMessage !== message && place(firstMessage) < end);
  const same = earlier.find(({ key }) => key === signer.key);
  const was = earlier.at(-1);
  if (same) {
    const count = signed.slice(0, end).filter(({ key }) => key === signer.key).length;
    return { kind: 'same', address, since: same.first, ...counted(count) };
  }
  if (!was) return { kind: 'first', address };
  const relative = [...earlier].reverse().find(({ authority }) => authority === signer.authority);
  if (!relative) return { kind: 'new-authority', address, was: factsOf(was) };
  const isOlder = signer.notBefore < relative.notBefore;
  return { kind: 'new-certificate', address, was: factsOf(relative), ...(isOlder && { isOlder }) };
}

const factsOf = ({ issuer, key, first, last }: KnownSigner): EarlierSigner => ({ issuer, key, first, last });

function counted(count: number): Pick<Continuity, 'count' | 'isAtLeast'> {
  return { count, ...(count >= LIMITS.senderMessages && { isAtLeast: true }) };
}

/** Signed messages that a habit takes, and how many of them for each that is not. */
const HABIT = { signed: 3, each: 4 } as const;

function ofUnsigned(
  record: SenderRecord | undefined,
  seen: Extract<SenderMessage, { kind: 'unsigned' }>,
  address: string,
): Continuity | undefined {
  if (record === undefined || isAccountedFor(record, seen)) return undefined;
  const { signed, unsigned, signers } = record;
  const place = unsigned.indexOf(seen.message);
  const others = place === -1 ? unsigned.length : place;
  if (signed.length < HABIT.signed || signed.length < HABIT.each * others) return undefined;
  const since = signers.map(({ first }) => first).sort((a, b) => a.getTime() - b.getTime())[0];
  return { kind: 'usually-signed', address, ...(since && { since }), ...counted(signed.length) };
}

/** It was good once, or it has a signature by a key of theirs, such as one whose certificate has expired: no change of habit. */
function isAccountedFor(
  { signed, signers }: SenderRecord,
  { message, key }: { message: string; key?: string },
): boolean {
  return signed.some((one) => one.message === message) || signers.some((one) => one.key === key);
}
