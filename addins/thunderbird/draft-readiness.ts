import {
  isAddress,
  parseMailboxes,
  SignetError,
  type Readiness,
  type Refusal,
  type SendRequest,
} from '../../shared/index';
import { type Core } from '../worker/core';
import { readinessAfterLookUp } from '../worker/look-up-missing';
import { expandLists, type ExpandedDraft } from './draft-lists';
import { type Draft, type Protection } from './host/compose-tabs';
import { type MailingLists } from './host/mailing-lists';

/** The compose window is held while certificates are looked for: whoever is not found by then is refused as missing. */
const SEARCH_MS = 15_000;

type RequestWithoutEntity = Omit<SendRequest, 'entity'>;

function addresses(list: string): readonly string[] {
  return parseMailboxes(list).map(({ address }) => address);
}

/** The request for what stands in the header fields. Throws `host` where no sender does. */
export function sendRequest(draft: Draft, { sign, encrypt }: Protection, identityId?: string): RequestWithoutEntity {
  const [from] = addresses(draft.from);
  if (from === undefined) throw new SignetError('host', 'the draft has no sender', 'from');
  const [to, cc, bcc] = [addresses(draft.to), addresses(draft.cc), addresses(draft.bcc)];
  return { from, to, cc, bcc, protection: { sign, encrypt }, ...(identityId !== undefined && { identityId }) };
}

/** How a draft stands, and the names in it that stand for nobody known here. */
export interface DraftReadiness extends Readiness {
  readonly unknown: ExpandedDraft['unknown'];
}

/**
 * Lists count by their members. Names that are no addresses are in `unknown` alone: Thunderbird says what becomes of them
 * before the message is built, and the build looks at everybody. `identityId`: who is to sign; left out: as the user chose.
 */
export async function draftReadiness(
  draft: Draft,
  protection: Protection,
  core: Pick<Core, 'readiness'>,
  lists: MailingLists,
  identityId?: string,
): Promise<DraftReadiness> {
  const { request, unknown } = await knownRecipients(draft, protection, lists, identityId);
  return { ...(await core.readiness(request)), unknown };
}

/** What stands against sending, after certificates were looked for of those who have none. `identityId` as above. */
export async function findRefusals(
  draft: Draft,
  protection: Protection,
  core: Pick<Core, 'readiness' | 'lookingUp'>,
  lists: MailingLists,
  identityId?: string,
): Promise<readonly Refusal[]> {
  const { request } = await knownRecipients(draft, protection, lists, identityId);
  const signal = AbortSignal.timeout(SEARCH_MS);
  return (await readinessAfterLookUp(request, core, { signal })).refusals;
}

async function knownRecipients(
  draft: Draft,
  protection: Protection,
  lists: MailingLists,
  identityId?: string,
): Promise<{ readonly request: RequestWithoutEntity; readonly unknown: DraftReadiness['unknown'] }> {
  const { draft: expanded, unknown } = await expandLists(draft, lists);
  const request = sendRequest(expanded, protection, identityId);
  const known = (list: readonly string[]): readonly string[] => list.filter(isAddress);
  return { request: { ...request, to: known(request.to), cc: known(request.cc), bcc: known(request.bcc) }, unknown };
}
