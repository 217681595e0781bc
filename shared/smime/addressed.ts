import { type Mailbox, parseMailboxes } from '../mime/address';
import { type ProtectedField } from './header-protection';
import { type OpenedMessage } from './open-context';

/** Whom a message says that it went to, and where it wants its answers. Plain data; claims, unless a signature covers the header. */
export interface Addressed {
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  /** A valid signature of the message covers `replyTo`. */
  readonly isReplyToSigned: boolean;
}

/**
 * The protected fields where the message protects its header (RFC 9788 4), else those of the outermost header. Where To and
 * Cc were left out of the protected ones, those outside count; a Reply-To that was put outside of a protected header does not.
 */
export function addressed({
  headerProtection,
  entities,
}: Pick<OpenedMessage, 'headerProtection' | 'entities'>): Addressed {
  const fields = (name: string): readonly ProtectedField[] | undefined =>
    headerProtection?.fields.filter((field) => field.name === name);
  const inside = (name: string): readonly string[] | undefined => fields(name)?.map(({ raw }) => raw);
  const outside = (name: string): readonly string[] => entities.get('0')?.header.all(name) ?? [];
  const isInside = [inside('to'), inside('cc')].some((values) => values !== undefined && values.length > 0);
  const people = (name: string): readonly Mailbox[] =>
    ((isInside ? inside(name) : undefined) ?? outside(name)).flatMap(parseMailboxes);
  return {
    to: people('to'),
    cc: people('cc'),
    replyTo: (inside('reply-to') ?? outside('reply-to')).flatMap(parseMailboxes),
    isReplyToSigned: fields('reply-to')?.every(({ protection }) => protection.startsWith('signed')) ?? false,
  };
}
