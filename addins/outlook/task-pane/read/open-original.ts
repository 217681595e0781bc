import { errorCode, SignetError, type ViewedMessage } from '../../../../shared/index';
import { type OpenMail } from '../../../worker/core';
import { type MessageName, type OriginalMessages } from '../../graph/original-message';
import { type ReadItem } from '../../host/read-item';

/** Where a message came from: the store's verbatim entity, the server's whole message, Outlook's export, the user's file. */
export type SourceName = 'attachment' | 'message' | 'export' | 'file';

export interface Opened {
  readonly mail: OpenMail;
  readonly source: SourceName;
}

export interface Candidate {
  readonly source: SourceName;
  /** Undefined where the source has nothing for this message. */
  readonly load: () => Promise<Blob | undefined>;
}

/** The ways to the original of a selected message, the least altered first. */
export function candidatesFor(
  item: MessageName & Partial<Pick<ReadItem, 'exportMessage'>>,
  originals: OriginalMessages,
): readonly Candidate[] {
  const { exportMessage } = item;
  return [
    { source: 'attachment', load: () => originals.storedEntity(item) },
    { source: 'message', load: () => originals.wholeMessage(item) },
    ...(exportMessage === undefined ? [] : [{ source: 'export' as const, load: exportMessage }]),
  ];
}

/**
 * Opens the first candidate in which nothing is broken. Where each is, the first that could be opened is given: a
 * server may have altered one copy and not another, but no copy is made good by another. Rejects with the first
 * failure where none could be opened at all, and with `cancelled` at once.
 */
export async function openOriginal(
  candidates: readonly Candidate[],
  open: (message: Blob) => Promise<OpenMail>,
): Promise<Opened> {
  let best: Opened | undefined;
  const failures: Error[] = [];
  for (const { source, load } of candidates) {
    try {
      const message = await load();
      if (!message) continue;
      const opened = { mail: await open(message), source };
      if (isWhole(opened.mail.view)) {
        best?.mail.forget();
        return opened;
      }
      if (best) opened.mail.forget();
      else best = opened;
    } catch (thrown) {
      if (errorCode(thrown) === 'cancelled') throw thrown;
      failures.push(
        thrown instanceof Error ? thrown : new SignetError('defect', 'something else than an error was thrown'),
      );
    }
  }
  if (best) return best;
  throw failures[0] ?? new SignetError('host', 'no source has this message', 'not-found');
}

function isWhole({ summary, signatures, encryption }: ViewedMessage): boolean {
  return (
    summary.state !== 'uncheckable' &&
    encryption.state !== 'failed' &&
    signatures.every(({ integrity }) => integrity === 'intact')
  );
}
