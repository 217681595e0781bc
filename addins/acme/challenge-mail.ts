import {
  decodeEncodedWords,
  parseEntity,
  parseMailboxes,
  sameAddress,
  type Bytes,
  type Header,
  type ViewedMessage,
} from '../../shared/index';
import { isDkimConfirmed } from './authentication-results';
import { fromBase64Url } from './base64url';
import { type AcmeProblem } from './failure';
import { ACME_LIMITS } from './limits';
import { type ChallengeMail } from './order';

/** What a challenge mail of this order must be. */
export interface ExpectedMail {
  /** `from` of the challenge. */
  readonly from: string;
  /** The address that the certificate is for. */
  readonly address: string;
  /** Authserv-id of the user's mail server; empty: it is not known, and S/MIME alone can prove the mail. */
  readonly mailServer: string;
}

/** Opens a message as any other, for its S/MIME signature. */
export type OpenMail = (octets: Bytes) => Promise<ViewedMessage>;

export type MailVerdict =
  | { readonly kind: 'accepted'; readonly mail: ChallengeMail }
  | { readonly kind: 'refused'; readonly problem: AcmeProblem }
  /** No challenge at all. */
  | { readonly kind: 'unrelated' };

/** token-part1 has 128 bits at least, RFC 8823 3.1. */
const TOKEN_OCTETS = 16;

/**
 * Whether a message is the challenge of an order (RFC 8823 3.1): from the address that the server named over https, to the
 * address of the order, made by a machine, with the first part of the token in its subject, and authentic: signed by
 * S/MIME with its header protected, or with a DKIM signature of the sender's domain that the user's own mail server
 * confirms. DKIM is not computed here: the keys are in the DNS, which neither host lets us ask. What cannot be shown to be
 * authentic is refused. Rejects as `openMail` does not: a message that does not open is refused.
 */
export async function judgeChallengeMail(
  octets: Bytes,
  expected: ExpectedMail,
  openMail: OpenMail,
): Promise<MailVerdict> {
  if (octets.length > ACME_LIMITS.mailOctets) return { kind: 'unrelated' };
  const header = headerOf(octets);
  const subject = decodeEncodedWords(header?.first('subject') ?? '');
  if (!header || !/^ACME:\s/.test(subject)) return { kind: 'unrelated' };
  if (!isUnambiguous(header)) return { kind: 'refused', problem: 'mail-not-authentic' };
  const problem = faultOf(header, expected);
  if (problem) return { kind: 'refused', problem };
  const tokenPart1 = tokenOf(subject);
  const messageId = header.first('message-id');
  if (tokenPart1 === undefined || messageId === undefined) return { kind: 'refused', problem: 'mail-without-token' };
  if (!(await isAuthentic(octets, header, expected, openMail))) {
    return { kind: 'refused', problem: 'mail-not-authentic' };
  }
  return { kind: 'accepted', mail: { tokenPart1, messageId, replyTo: replyAddress(header) ?? expected.from } };
}

function headerOf(octets: Bytes): Header | undefined {
  try {
    return parseEntity(octets).header;
  } catch {
    return undefined;
  }
}

/** Fields that a message has once at most (RFC 5322 3.6, RFC 3834 5), as far as they decide. */
const SINGLE = ['from', 'sender', 'reply-to', 'to', 'subject', 'message-id', 'auto-submitted'];

/**
 * A signature covers the lowest of fields of one name (RFC 6376 5.4.2), while programs read the uppermost: where there are
 * two, one may have been put on top of a genuine mail to somebody else.
 */
function isUnambiguous(header: Header): boolean {
  return SINGLE.every((name) => header.all(name).length <= 1);
}

function faultOf(header: Header, { from, address }: ExpectedMail): AcmeProblem | undefined {
  const [sender, ...others] = header.all('from').flatMap(parseMailboxes);
  if (!sender || others.length > 0 || !sameAddress(sender.address, from)) return 'mail-wrong-sender';
  const recipients = header.all('to').flatMap(parseMailboxes);
  if (!recipients.some((one) => sameAddress(one.address, address))) return 'mail-wrong-recipient';
  // RFC 3834 5: the keyword, then parameters; RFC 8823 asks for "type=acme" and does not demand it.
  return /^auto-generated\s*(?:;|$)/i.test(header.first('auto-submitted') ?? '') ? undefined : 'mail-not-automatic';
}

/** The subject may be folded anywhere: white space in the token counts for nothing. */
function tokenOf(subject: string): string | undefined {
  const token = subject.slice('ACME:'.length).replace(/\s/g, '');
  return (fromBase64Url(token)?.length ?? 0) >= TOKEN_OCTETS ? token : undefined;
}

function replyAddress(header: Header): string | undefined {
  const [first, ...more] = header.all('reply-to').flatMap(parseMailboxes);
  return more.length === 0 ? first?.address : undefined;
}

async function isAuthentic(
  octets: Bytes,
  header: Header,
  { from, mailServer }: ExpectedMail,
  openMail: OpenMail,
): Promise<boolean> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const dkim = { results: header.all('authentication-results'), signatures: header.all('dkim-signature') };
  if (isDkimConfirmed(dkim, mailServer, domain)) return true;
  try {
    return isSigned(await openMail(octets), header);
  } catch {
    return false;
  }
}

/** What decides about a challenge; Reply-To too, so that nobody turns the response elsewhere. */
const DECIDING = ['from', 'to', 'subject', 'auto-submitted', 'message-id', 'reply-to'];

/** A good signature of the sender over the header fields that decide, as they stand outside (RFC 8823 3.1, RFC 9788). */
function isSigned({ summary, headerProtection }: ViewedMessage, header: Header): boolean {
  if (summary.state !== 'signed-valid' || !headerProtection?.fromMatches) return false;
  return DECIDING.every((name) => {
    const outside = header.all(name).map(decodeEncodedWords);
    const inside = headerProtection.fields.filter((field) => field.name === name);
    const isCovered = inside.every(({ protection }) => protection.startsWith('signed'));
    return isCovered && outside.length === inside.length && outside.every((value, i) => value === inside[i]?.value);
  });
}
