import { comparableDomain } from '../base/domain';
import { isAddress, parseMailboxes, soleMailbox } from '../mime/address';
import { type Entity } from '../mime/entity';
import { type Certificate } from '../pkix/certificate';
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

/** Addresses named in one reason: a list of thousands helps nobody. */
const NAMED = 5;

/**
 * What protection does not say and a reader may take it to say. Bars nothing. Only of messages that are signed at the
 * root or were opened: of others nothing was promised.
 */
export function messageNotes(noted: NotedMessage): readonly Reason[] {
  const isProtected = noted.signatures.some(({ isRoot }) => isRoot) || noted.encryption.state === 'opened';
  return isProtected ? [...replyElsewhere(noted), ...notAddressed(noted)] : [];
}

/** Answers, quotes of decrypted text among them, go to another domain than the message says it comes from. */
function replyElsewhere({ message, header }: NotedMessage): readonly Reason[] {
  const from = soleMailbox(message.header.all('from'))?.address;
  if (from === undefined) return [];
  const fields = [...message.header.all('reply-to'), ...protectedValues(header, 'reply-to')];
  const elsewhere = addressesOf(fields).filter((address) => !isSameDomain(address, from));
  return elsewhere.length === 0 ? [] : [{ code: 'reply-elsewhere', found: listed(elsewhere), expected: from }];
}

/**
 * Whether answers to `address` stay with the domain of `from`: the same one, or one below the other, which belong
 * together by delegation. Top-level domains do not count.
 */
export function isSameDomain(address: string, from: string): boolean {
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
  return header?.fields.filter((field) => field.name === name).map(({ value }) => value) ?? [];
}

/** Each address once, in order; of encoded names that were decoded something that is none may be left over. */
function addressesOf(fields: readonly string[]): readonly string[] {
  const all = fields.flatMap(parseMailboxes).map(({ address }) => address);
  return [...new Map(all.filter(isAddress).map((address) => [address.toLowerCase(), address])).values()];
}

function listed(addresses: readonly string[]): string {
  return addresses.slice(0, NAMED).join(', ') + (addresses.length > NAMED ? ', …' : '');
}
