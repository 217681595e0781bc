import { copyHeader, sameAddress, type BlindCopy, type Bytes, type PreparedSend } from '../../../shared/index';
import { type BuiltCopy } from '../host/compose-tabs';
import { type Outbox } from '../host/outbox';

/** A copy for one blind-copy reader before it is protected; its Message-ID is without angle brackets. */
export interface PlannedCopy extends BlindCopy {
  readonly id: string;
}

/**
 * One copy for each blind-copy reader, each with a Message-ID of its own that is always the same for the same message and
 * reader. `queued`: it will wait in the Outbox, which delivers to whom a header names: then that is its reader alone.
 */
export async function planCopies(
  header: Bytes,
  bcc: readonly string[],
  { queued }: { readonly queued: boolean },
): Promise<readonly PlannedCopy[]> {
  return Promise.all(
    bcc.map(async (recipient) => {
      const own = await copyHeader(header, recipient);
      return { recipient, header: own.header, id: own.messageId, namesReaderOnly: queued };
    }),
  );
}

/** The planned copies as they were protected; a reader who is named in To or Cc too has none. */
export function builtCopies(
  planned: readonly PlannedCopy[],
  { bcc }: Extract<PreparedSend, { kind: 'ready' }>,
): readonly BuiltCopy[] {
  return bcc.map(({ recipient, header, entity }) => {
    const copy = planned.find((one) => sameAddress(one.recipient, recipient));
    if (!copy) throw new Error('a copy that nobody asked for');
    return { recipients: [recipient], id: copy.id, header, entity };
  });
}

/**
 * Puts copies into the Outbox, each a message of its own, so that Thunderbird keeps account of each. Those that are there
 * from an earlier try are not doubled. Rejects where one could not be put there. QUIRK: where the message itself does not get
 * there they stay: `compose.onAfterSend`, which could tell, calls some failures a success.
 */
export async function queueCopies(copies: readonly BuiltCopy[], outbox: Pick<Outbox, 'add'>): Promise<void> {
  for (const { id, header, entity } of copies) {
    await outbox.add(new Blob([new Uint8Array(header), new Uint8Array(entity)]), id);
  }
}
