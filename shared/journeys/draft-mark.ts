import { type Bytes, concat, latin1Bytes } from '../base/bytes';
import { parseEntity } from '../mime/entity';
import { isProtected } from '../mime/header-protection-write';
import { isStructural } from '../mime/header-protection';

/*
 * A draft that is encrypted to its writer. A field inside says that it is one and what was asked for; outside stands that
 * there is one. Whoever can put messages into the folder of drafts could put another's message there, to have it
 * sent on by its reader: what has not that field, or could have been changed, is no draft.
 */

/** Outside: the message is a draft that Signet encrypted. Inside: what its writer asks for it. */
export const DRAFT_FIELD = 'X-Signet-Draft';

/** Inside: a field that otherwise stands outside alone, where whoever keeps the mailbox could change it. */
export const DRAFT_COPY = 'X-Signet-Draft-Field';

/** What was asked for a message whose draft was kept. */
export interface DraftWish {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/**
 * The header and the entity of a message that is kept, both with the field, and the entity with all of the header that is not
 * protected otherwise. It is then to be encrypted by AES-GCM.
 */
export function markedDraft(
  header: Bytes,
  entity: Bytes,
  { sign, encrypt }: DraftWish,
): { readonly header: Bytes; readonly entity: Bytes } {
  const wish = [...(sign ? ['sign'] : []), ...(encrypt ? ['encrypt'] : [])].join(' ') || 'none';
  const field = (value: string): Bytes => latin1Bytes(`${DRAFT_FIELD}: ${value}\r\n`);
  const { source, header: read } = parseEntity(header);
  const local = read.fields.filter(({ name }) => !isProtected(name) && !isStructural(name));
  const copies = local.flatMap(({ start, end }) => [latin1Bytes(`${DRAFT_COPY}: `), source.slice(start, end)]);
  return { header: concat([header, field('encrypted')]), entity: concat([field(wish), ...copies, entity]) };
}
