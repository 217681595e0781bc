import { SignetError } from '../../../shared/index';
import { type GraphClient } from './graph-client';

/** A message of a conversation, as the mailbox has it. */
export interface ConversationMessage {
  readonly restId: string;
  /** Exchange keeps it as S/MIME: signed, encrypted or both ([MS-OXOSMIME]). What it does not say may be so. */
  readonly isSmime: boolean;
}

/** One page of an answer. */
const MOST = 50;
/** PidTagMessageClass ([MS-OXPROPS] 2.786). */
const CLASS = 'String 0x001A';

interface Listed {
  readonly value?: readonly {
    readonly id?: string;
    readonly isDraft?: boolean;
    readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
  }[];
  readonly '@odata.nextLink'?: string;
}

/** All of a conversation but drafts, in whichever folder. Rejects with `host` where there is more than is asked for. */
export async function conversationMessages(
  client: GraphClient,
  restId: string,
): Promise<readonly ConversationMessage[]> {
  const query = [
    `$filter=${encodeURIComponent(`conversationId eq '${restId.replaceAll("'", "''")}'`)}`,
    `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${CLASS}')`)}`,
    `$select=id,isDraft&$top=${MOST}`,
  ];
  const list = (await (await client.ask(`/me/messages?${query.join('&')}`)).json()) as Listed;
  if (!list.value || list['@odata.nextLink'] !== undefined)
    throw new SignetError('host', 'a long conversation', 'not-found');
  return list.value.flatMap(({ id, isDraft, singleValueExtendedProperties: [property] = [] }) =>
    id === undefined || isDraft === true
      ? []
      : [{ restId: id, isSmime: /^IPM\.Note\.SMIME/i.test(property?.value ?? 'IPM.Note.SMIME') }],
  );
}
