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
import { type Draft, type Protection } from './host/compose-tabs';

type RequestWithoutEntity = Omit<SendRequest, 'entity'>;

function addresses(list: string): readonly string[] {
  return parseMailboxes(list).map(({ address }) => address);
}

/** The request for what stands in the header fields. Throws `host` where no sender does. */
export function sendRequest(draft: Draft, { sign, encrypt }: Protection): RequestWithoutEntity {
  const [from] = addresses(draft.from);
  if (from === undefined) throw new SignetError('host', 'the draft has no sender', 'from');
  const [to, cc, bcc] = [addresses(draft.to), addresses(draft.cc), addresses(draft.bcc)];
  return { from, to, cc, bcc, protection: { sign, encrypt } };
}

/**
 * Entries that are no addresses yet, such as the names of lists, are left out: Thunderbird puts the members in their place
 * before the message is built, and the build looks at everybody.
 */
function knownRecipients(draft: Draft, protection: Protection): RequestWithoutEntity {
  const request = sendRequest(draft, protection);
  const known = (list: readonly string[]): readonly string[] => list.filter(isAddress);
  return { ...request, to: known(request.to), cc: known(request.cc), bcc: known(request.bcc) };
}

/** How a draft stands. */
export function draftReadiness(
  draft: Draft,
  protection: Protection,
  core: Pick<Core, 'readiness'>,
): Promise<Readiness> {
  return core.readiness(knownRecipients(draft, protection));
}

/** What stands against sending, after certificates were looked for of those who have none. */
export async function findRefusals(
  draft: Draft,
  protection: Protection,
  core: Pick<Core, 'readiness' | 'lookingUp'>,
): Promise<readonly Refusal[]> {
  return (await readinessAfterLookUp(knownRecipients(draft, protection), core)).refusals;
}
