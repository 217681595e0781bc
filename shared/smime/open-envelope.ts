import { type Bytes, utf8Text } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { readContentInfo } from '../cms/content-info';
import { decryptionFailed, type DecryptWork } from '../cms/content-cipher';
import { decryptContent, unreadableContent } from '../cms/decrypt';
import { type Envelope, readEnvelope } from '../cms/envelope';
import { ID_DATA, wrapContent } from '../cms/wrap-content';
import { looksLikeMessage } from '../mime/entity';
import {
  closedEnvelope,
  type EnvelopeFacts,
  openedEnvelope,
  reasonOfFailure,
  recipientSummaries,
} from '../verdict/encryption-verdict';
import { type EncryptionVerdict } from '../verdict/verdict';
import { type OpenContext } from './open-context';

export interface OpenedEnvelope {
  readonly verdict: EncryptionVerdict;
  /** Undefined where it stays closed. */
  readonly content?: { readonly octets: Bytes; readonly contentType: string };
}

const UNKNOWN: EnvelopeFacts = { authenticated: false, recipients: [] };

export interface EnvelopeUse {
  /** What it must hold: `mail` in a message, where noise is a failed decryption; `any` in a bare CMS file. */
  readonly expected: 'mail' | 'any';
  /** Nobody else needs the octets: the content may take their place. */
  readonly inPlace: boolean;
}

/**
 * Decrypts EnvelopedData or AuthEnvelopedData with what `context.unwrap` gives, EncryptedData with `context.contentKey`.
 * Every decryption that fails is one outcome, whatever failed; also content that is no mail where mail is expected. What
 * no key could open is said whether a key was found or not. Never
 * throws for what the message holds; rejects with `locked`, `storage` or `host` where the key store cannot answer, and with
 * `cancelled`.
 */
export async function openEnvelope(cms: Bytes, context: OpenContext, use: EnvelopeUse): Promise<OpenedEnvelope> {
  let facts = UNKNOWN;
  try {
    const envelope = readEnvelope(cms);
    facts = factsOf(envelope);
    const unreadable = unreadableContent(envelope);
    const keys = await contentKeys(envelope, context).catch((thrown: unknown) => {
      throw unreadable !== undefined && errorCode(thrown) === 'decryption-failed' ? unreadable : thrown;
    });
    if (!keys) return { verdict: closedEnvelope(facts, { code: 'no-keys' }) };
    if (unreadable) throw unreadable;
    const work = { ...context.work, inPlace: use.inPlace };
    const octets = await decryptWithAny(envelope, keys instanceof Uint8Array ? [keys] : keys, use.expected, work);
    return { verdict: openedEnvelope(facts, envelope.isWeak), content: { octets, contentType: envelope.contentType } };
  } catch (thrown) {
    const reason = reasonOfFailure(thrown);
    if (reason === undefined) throw thrown;
    return { verdict: closedEnvelope(facts, reason) };
  }
}

/** Undefined where there is nothing to decrypt with. */
async function contentKeys(
  { kind, recipients }: Envelope,
  { unwrap, contentKey }: OpenContext,
): Promise<Bytes | readonly Bytes[] | undefined> {
  return kind === 'encrypted' ? contentKey : unwrap?.(recipients);
}

/** An envelope that is not opened, whatever keys there are. */
export function leaveClosed(cms: Bytes): EncryptionVerdict {
  try {
    return closedEnvelope(factsOf(readEnvelope(cms)), { code: 'not-root' });
  } catch (thrown) {
    return closedEnvelope(UNKNOWN, reasonOfFailure(thrown) ?? { code: 'malformed' });
  }
}

function factsOf(envelope: Envelope): EnvelopeFacts {
  return {
    authenticated: envelope.kind === 'auth-enveloped',
    contentAlgorithm: envelope.contentAlgorithm,
    recipients: recipientSummaries(envelope.recipients),
  };
}

/**
 * The content by the first key that fits. A wrong key for AES-CBC, as implicit rejection gives one, decrypts to noise
 * once in 256 times: content that reads as mail goes first, and where mail is expected nothing else is content.
 */
async function decryptWithAny(
  envelope: Envelope,
  keys: readonly Bytes[],
  expected: EnvelopeUse['expected'],
  work: DecryptWork,
): Promise<Bytes> {
  let possible: Bytes | undefined;
  let failure: unknown = keys.length > 0 ? decryptionFailed() : new SignetError('no-matching-recipient', 'no key fits');
  for (const key of keys) {
    try {
      const inPlace = work.inPlace === true && key === keys.at(-1);
      const content = await decryptContent(envelope, key, { ...work, inPlace });
      if (isReadable(content, envelope.contentType)) return content;
      possible ??= content;
    } catch (thrown) {
      failure = thrown;
      if (errorCode(thrown) !== 'decryption-failed') break;
    }
  }
  if (possible === undefined || expected === 'mail') throw failure;
  return possible;
}

/** Content as RFC 8551 3.3 has it: further CMS, or a MIME entity. */
function isReadable(content: Bytes, contentType: string): boolean {
  if (contentType !== ID_DATA && isCms(wrapContent(contentType, content))) return true;
  return looksLikeMessage(content) || isCms(content) || isText(content);
}

/** QUIRK: OpenSSL and NSS encrypt what they are given, and that may be text without header. Noise is never UTF-8. */
function isText(content: Bytes): boolean {
  if (content.some((octet) => octet < 9 || (octet > 13 && octet < 32) || octet === 127)) return false;
  return utf8Text(content) !== undefined;
}

function isCms(octets: Bytes): boolean {
  try {
    return readContentInfo(octets).kind !== 'unknown';
  } catch {
    return false;
  }
}
