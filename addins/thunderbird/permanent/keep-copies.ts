import { equal, type PermanentCopy, type Summary, type Work } from '../../../shared/index';
import { failureOf, type Failure } from '../../ui/index';

/** What is known of a message besides its octets. */
export interface Original {
  readonly subject: string;
  /** Left out: it lies in no folder, as one opened from a file. */
  readonly folderId?: string;
  readonly read: boolean;
  readonly flagged: boolean;
  readonly tags: readonly string[];
}

/** The mailbox, as far as copies are kept in it. Each rejects with what Thunderbird said. */
export interface CopyMailbox {
  original(messageId: number): Promise<Original>;
  /** As it came by mail. */
  octets(messageId: number): Promise<Blob>;
  /** Messages of a folder with that Message-ID, without brackets. */
  find(folderId: string, headerMessageId: string): Promise<readonly number[]>;
  /** Writes a message with the state of another, and gives its number. */
  write(folderId: string, message: Blob, state: Original): Promise<number>;
  toTrash(messageId: number): Promise<void>;
}

export interface CopyPorts extends CopyMailbox {
  decrypt(message: Blob, work: Work): Promise<PermanentCopy>;
}

export interface CopyOptions {
  readonly folderId: string;
  readonly originals: 'keep' | 'trash';
}

/** Why a message has no copy; it stays as it is. `taken`: another message of its Message-ID lies there. */
export type Left =
  | { readonly why: 'not-encrypted' | 'same-folder' | 'taken' | 'differs' | 'not-begun' }
  | { readonly why: 'closed'; readonly summary: Summary }
  | { readonly why: 'failed'; readonly failure: Failure }
  | { readonly why: 'not-written'; readonly said: string };

export type Outcome =
  | ({ readonly kind: 'left' } & Left)
  | {
      readonly kind: 'copied';
      /** It was there already. */
      readonly isOld: boolean;
      readonly losesSignature: boolean;
      readonly original: 'kept' | 'trashed' | 'not-trashed';
    };

export interface CopyReport {
  readonly messageId: number;
  readonly subject: string;
  readonly outcome: Outcome;
}

/**
 * Keeps decrypted copies of messages in a folder, one after the other. An original is touched only after its copy was read
 * back and is, octet for octet, what was to be written. A copy that is there already counts and is not written again. What a
 * folder does not take ends the run, as a full disk does: the rest is not begun. Cancelled between two messages. Never rejects.
 */
export async function keepCopies(
  messageIds: readonly number[],
  options: CopyOptions,
  ports: CopyPorts,
  work: Work = {},
): Promise<readonly CopyReport[]> {
  const reports: CopyReport[] = [];
  let isOver = false;
  for (const messageId of messageIds) {
    isOver ||= work.signal?.aborted === true;
    const report: CopyReport = isOver ? await notBegun(messageId, ports) : await keepCopy(messageId, options, ports);
    reports.push(report);
    isOver ||= report.outcome.kind === 'left' && report.outcome.why === 'not-written';
    work.progress?.(reports.length, messageIds.length);
  }
  return reports;
}

async function notBegun(messageId: number, ports: CopyPorts): Promise<CopyReport> {
  const subject = await ports.original(messageId).then(
    (original) => original.subject,
    () => '',
  );
  return { messageId, subject, outcome: { kind: 'left', why: 'not-begun' } };
}

async function keepCopy(messageId: number, options: CopyOptions, ports: CopyPorts): Promise<CopyReport> {
  let subject = '';
  try {
    const original = await ports.original(messageId);
    subject = original.subject;
    return { messageId, subject, outcome: await copyOf(messageId, original, options, ports) };
  } catch (thrown) {
    return { messageId, subject, outcome: { kind: 'left', why: 'failed', failure: failureOf(thrown) } };
  }
}

async function copyOf(
  messageId: number,
  original: Original,
  { folderId, originals }: CopyOptions,
  ports: CopyPorts,
): Promise<Outcome> {
  if (original.folderId === folderId) return { kind: 'left', why: 'same-folder' };
  const found = await ports.decrypt(await ports.octets(messageId), {});
  if (found.kind === 'not-encrypted') return { kind: 'left', why: 'not-encrypted' };
  if (found.kind === 'closed') return { kind: 'left', why: 'closed', summary: found.summary };
  const written = await placed(found, original, folderId, ports);
  if (typeof written !== 'boolean') return { kind: 'left', ...written };
  const { losesSignature } = found;
  const moved = originals === 'trash' ? await trashed(messageId, ports) : 'kept';
  return { kind: 'copied', isOld: written, losesSignature, original: moved };
}

/** Whether the copy was there before it was to be written; or why it is not there now. */
async function placed(
  copy: Extract<PermanentCopy, { kind: 'copy' }>,
  original: Original,
  folderId: string,
  ports: CopyPorts,
): Promise<boolean | Left> {
  const there = await ports.find(folderId, copy.messageId);
  for (const one of there) if (await reads(one, copy.octets, ports)) return true;
  if (there.length > 0) return { why: 'taken' };
  const written = await ports.write(folderId, new Blob([copy.octets]), original).catch((thrown: unknown): Left => {
    return { why: 'not-written', said: thrown instanceof Error ? thrown.message : String(thrown) };
  });
  if (typeof written !== 'number') return written;
  return (await reads(written, copy.octets, ports)) ? false : { why: 'differs' };
}

async function reads(messageId: number, octets: Uint8Array, ports: CopyPorts): Promise<boolean> {
  const message = await ports.octets(messageId);
  return message.size === octets.length && equal(new Uint8Array(await message.arrayBuffer()), octets);
}

const trashed = (messageId: number, ports: CopyPorts): Promise<'trashed' | 'not-trashed'> =>
  ports.toTrash(messageId).then(
    () => 'trashed',
    () => 'not-trashed',
  );
