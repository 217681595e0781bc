import { SignetError, type Bytes, type OpenedMessage } from '../../../../shared/index';
import { type OriginalMessages } from '../../graph/original-message';
import { type ReadItem } from '../../host/read-item';

/** Where octets came from: the store's verbatim entity, the server's whole message, Outlook's export, the user's file. */
export type SourceName = 'attachment' | 'message' | 'export' | 'file';

export interface Opened {
  readonly message: OpenedMessage;
  readonly source: SourceName;
  readonly octets: Bytes;
}

export interface Candidate {
  readonly source: SourceName;
  /** Undefined where the source has nothing for this message. */
  readonly load: () => Promise<Bytes | undefined>;
}

/** The ways to the original of a selected message, the least altered first. */
export function candidatesFor(item: ReadItem, originals: OriginalMessages): readonly Candidate[] {
  const { exportOctets } = item;
  return [
    { source: 'attachment', load: () => originals.storedEntity(item) },
    { source: 'message', load: () => originals.wholeMessage(item) },
    ...(exportOctets === undefined ? [] : [{ source: 'export' as const, load: exportOctets }]),
  ];
}

/**
 * Opens the first candidate in which nothing is broken. Where each is, the first that could be opened is given: a
 * server may have altered one copy and not another, but no copy is made good by another. Rejects with the first
 * failure where none could be opened at all.
 */
export async function openOriginal(
  candidates: readonly Candidate[],
  open: (octets: Bytes) => Promise<OpenedMessage>,
): Promise<Opened> {
  let best: Opened | undefined;
  const failures: Error[] = [];
  for (const { source, load } of candidates) {
    try {
      const octets = await load();
      if (!octets) continue;
      const opened = { message: await open(octets), source, octets };
      if (isWhole(opened.message)) return opened;
      best ??= opened;
    } catch (thrown) {
      failures.push(
        thrown instanceof Error ? thrown : new SignetError('defect', 'something else than an error was thrown'),
      );
    }
  }
  if (best) return best;
  throw failures[0] ?? new SignetError('host', 'no source has this message', 'not-found');
}

function isWhole({ summary, signatures, encryption }: OpenedMessage): boolean {
  return (
    summary.state !== 'uncheckable' &&
    encryption.state !== 'failed' &&
    signatures.every(({ integrity }) => integrity === 'intact')
  );
}
