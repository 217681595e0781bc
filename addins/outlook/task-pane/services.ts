import { type Bytes, type Clock, type Work } from '../../../shared/index';
import { type PolicyInForce } from '../../policy/policy-in-force';
import { type DecisionRecord } from '../../policy/decision-record';
import { type Core, type OpenMail } from '../../worker/core';
import { type StorageMarker } from '../../worker/storage-loss';
import { type LockWatch } from '../../worker/until-unlocked';
import { type Host } from '../host/office';
import { type ReadItem } from '../host/read-item';
import { type MailServer } from '../mail-server';
import { type ProtectedDraft, type ProtectRequest } from './compose/protect-draft';

/** An identity that the playground has made for the user. */
export interface DemoIdentity {
  readonly passphrase: string;
  readonly loadPfx: () => Promise<Bytes>;
}

/** What Outlook shows of messages outside the pane. It is never read to find out what one is worth. */
export interface Marking extends Pick<Host, 'ensureCategory'> {
  readonly preferences: Pick<Host['preferences'], 'category' | 'setCategory'>;
  /** What the message came out as; left out: it is being checked. What Outlook makes of that nobody waits for. */
  show(item: ReadItem, mail?: OpenMail): void;
}

/** All that the pane works with; built in `wiring.ts`, faked in tests. */
export interface Services extends MailServer {
  readonly clock: Clock;
  readonly core: Core;
  /** The organisation's policy in force; `newest`: what its server says now. Rejects where that cannot be found out. */
  readonly policy: (which?: 'newest') => Promise<PolicyInForce>;
  /** Calls whenever another policy is in force, by which everything that is asked from then on goes; gives what ends that. */
  readonly watchPolicy: (changed: () => void) => () => void;
  /** Where it is noted that there were identities. */
  readonly marker: StorageMarker;
  /** What was decided about messages; loaded where there is something to write down. */
  readonly record: () => Promise<DecisionRecord>;
  /** Word of keys that were locked or unlocked, in whichever page. */
  readonly watchLock: LockWatch;
  /** Tells the guard on Send that a conversation holds an encrypted message. Left out: there is no Outlook. */
  readonly noteEncrypted?: (conversation: string) => Promise<void>;
  /** Left out: there is no Outlook. */
  readonly marking?: Marking;
  /** The messages to send; the octets of the draft's attachments are handed over: they are empty afterwards. */
  protect(request: ProtectRequest, work?: Work): Promise<ProtectedDraft>;
  newMessageId(address: string): string;
  readonly demo: DemoIdentity | undefined;
}
