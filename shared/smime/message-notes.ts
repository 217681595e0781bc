import { comparableDomain } from '../base/domain';
import { isAddress, parseMailboxes, soleMailbox } from '../mime/address';
import { type Entity } from '../mime/entity';
import { type Certificate } from '../pkix/certificate';
import { comparableAddress } from '../base/comparable-address';
import { matchAddress } from '../pkix/email-binding';
import { countedSignatures } from '../verdict/message-verdict';
import { type Reason } from '../verdict/reason';
import { type EncryptionVerdict, type SignatureVerdict } from '../verdict/verdict';
import { type HeaderProtection } from './header-protection';

export interface NotedMessage {
  /** The whole message. */
  readonly message: Entity;
  readonly header: HeaderProtection | undefined;
  readonly signatures: readonly SignatureVerdict[];
  readonly encryption: EncryptionVerdict;
  /** The reader's own certificates. */
  readonly own: readonly Certificate[];
}

/** Addresses named in one reason: a list of thousands helps nobody; nor does an endless one, of which the end is shown. */
const NAMED = 5;
const NAMED_LENGTH = 320;

/** Where mail programs send an answer to the sender. */
const SENDER_FIELDS = ['reply-to', 'mail-reply-to'];
/** Where they send one to all, or to the list (RFC 2369 3.4). */
const GROUP_FIELDS = ['mail-followup-to', 'list-post'];

/**
 * What protection does not say and a reader may take it to say. Bars nothing. Only of messages that are signed at the
 * root or were opened: of others nothing was promised.
 */
export function messageNotes(noted: NotedMessage): readonly Reason[] {
  const isProtected = noted.signatures.some(({ isRoot }) => isRoot) || noted.encryption.state === 'opened';
  return isProtected ? [...replyElsewhere(noted), ...notAddressed(noted)] : [];
}

/**
 * Answers, quotes of decrypted text among them, go to another domain than the message says it comes from. An answer to a
 * group goes where everybody sees that the message went, too: only what is not among its recipients counts there.
 */
function replyElsewhere(noted: NotedMessage): readonly Reason[] {
  const from = soleMailbox(noted.message.header.all('from'))?.address;
  if (from === undefined) return [];
  const seen = new Set(recipientsOf(noted).map(comparableAddress));
  const group = targetsOf(noted, GROUP_FIELDS).filter((one) => !seen.has(comparableAddress(one)));
  const all = [...new Set([...targetsOf(noted, SENDER_FIELDS), ...group])];
  const elsewhere = all.filter((address) => !isSameDomain(address, from));
  return elsewhere.length === 0 ? [] : [{ code: 'reply-elsewhere', found: listed(elsewhere), expected: from }];
}

/** Whatever mail may be sent to in these fields, outside and protected, be it a well-formed address or not. */
function targetsOf({ message, header }: NotedMessage, names: readonly string[]): readonly string[] {
  const values = names.flatMap((name) => [...message.header.all(name), ...protectedValues(header, name)]);
  const mailboxes = values.flatMap((value) => mailtoTargets(value) ?? [value]).flatMap(parseMailboxes);
  return mailboxes.map(({ address }) => address).filter((address) => address.includes('@'));
}

/** The addresses of the URIs of a List-Post (RFC 6068 2); undefined where the value has none of the kind. */
function mailtoTargets(value: string): readonly string[] | undefined {
  const found = [...value.matchAll(/<\s*mailto:([^>?]*)/gi)].map(([, to = '']) => percentDecoded(to));
  return found.length === 0 ? undefined : found;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whom the message says that it went to; the protected fields where there are some. */
function recipientsOf({ message, header }: NotedMessage): readonly string[] {
  const names = ['to', 'cc'];
  const inside = names.flatMap((name) => protectedValues(header, name));
  return addressesOf(inside.length > 0 ? inside : names.flatMap((name) => message.header.all(name)));
}

/**
 * Whether answers to `address` stay with the domain of `from`: the same one, or one below the other, which belong
 * together by delegation. Top-level domains do not count, and what is no address, of which programs and servers make
 * different things, stays nowhere, unless it is just what From says.
 */
export function isSameDomain(address: string, from: string): boolean {
  if (address === from) return true;
  if (!isAddress(address)) return false;
  const [one, other] = [domainOf(address), domainOf(from)];
  return one === other || isBelow(one, other) || isBelow(other, one);
}

const domainOf = (address: string): string => comparableDomain(address.slice(address.lastIndexOf('@') + 1));

function isBelow(domain: string, parent: string): boolean {
  return parent.includes('.') && domain.endsWith(`.${parent}`);
}

/**
 * The signer wrote to others, as the signed header says: the reader may have the message by Bcc or a list, or somebody
 * passed it on under another header. Not said to who sent it, nor where the reader's addresses are not known.
 */
function notAddressed({ message, header, signatures, own }: NotedMessage): readonly Reason[] {
  if (own.length === 0 || !countedSignatures(signatures).some(isOfContent)) return [];
  const to = addressesOf([...protectedValues(header, 'to'), ...protectedValues(header, 'cc')]);
  const isOwn = (address: string): boolean => own.some((one) => matchAddress(one, address) === 'match');
  const from = addressesOf(message.header.all('from'));
  if (to.length === 0 || [...to, ...from].some(isOwn)) return [];
  return [{ code: 'not-addressed', found: listed(to) }];
}

function isOfContent({ integrity, reasons }: SignatureVerdict): boolean {
  return integrity === 'intact' && !reasons.some(({ code }) => code === 'signed-ciphertext');
}

function protectedValues(header: HeaderProtection | undefined, name: string): readonly string[] {
  return header?.fields.filter((field) => field.name === name).map(({ raw }) => raw) ?? [];
}

/** Each address once, in order; what is none is left out. */
function addressesOf(fields: readonly string[]): readonly string[] {
  const all = fields.flatMap(parseMailboxes).map(({ address }) => address);
  return [...new Map(all.filter(isAddress).map((address) => [address.toLowerCase(), address])).values()];
}

function listed(addresses: readonly string[]): string {
  const named = addresses
    .slice(0, NAMED)
    .map((one) => (one.length > NAMED_LENGTH ? `…${one.slice(-NAMED_LENGTH)}` : one));
  return named.join(', ') + (addresses.length > NAMED ? ', …' : '');
}
