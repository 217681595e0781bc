import { type Bytes } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { readContentInfo } from '../cms/content-info';
import { decryptContent } from '../cms/decrypt';
import { type Envelope, readEnvelope } from '../cms/envelope';
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

/**
 * Decrypts EnvelopedData or AuthEnvelopedData with what `context.unwrap` gives, EncryptedData with `context.contentKey`.
 * Never throws for what the message holds; rejects with `locked`, `storage` or `host` where the key store cannot answer.
 */
export async function openEnvelope(cms: Bytes, context: OpenContext): Promise<OpenedEnvelope> {
  let facts = UNKNOWN;
  try {
    const envelope = readEnvelope(cms);
    facts = factsOf(envelope);
    const keys = await contentKeys(envelope, context);
    if (!keys) return { verdict: closedEnvelope(facts, { code: 'no-keys' }) };
    const octets = await decryptWithAny(envelope, keys instanceof Uint8Array ? [keys] : keys);
    return { verdict: openedEnvelope(facts), content: { octets, contentType: envelope.contentType } };
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
 * The content by the first key that fits. A wrong key for AES-CBC decrypts to noise once in 256 times; among several,
 * one whose content reads as mail or CMS goes first.
 */
async function decryptWithAny(envelope: Envelope, keys: readonly Bytes[]): Promise<Bytes> {
  let possible: Bytes | undefined;
  let failure: unknown = new SignetError('no-matching-recipient', 'no key fits');
  for (const key of keys) {
    try {
      const content = await decryptContent(envelope, key);
      if (keys.length === 1 || reads(content)) return content;
      possible ??= content;
    } catch (thrown) {
      failure = thrown;
      if (errorCode(thrown) !== 'decryption-failed') break;
    }
  }
  if (possible === undefined) throw failure;
  return possible;
}

function reads(content: Bytes): boolean {
  if (looksLikeMessage(content)) return true;
  try {
    return readContentInfo(content).kind !== 'unknown';
  } catch {
    return false;
  }
}
