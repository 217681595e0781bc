import { DRAFT_FIELD, formatMailboxes, parseMailboxes, sameAddress } from '../../../shared/index';
import { type Answered, answeredMessage, forwardedMessage, headersOf, inheritRelated } from './answered-message';
import { withDeadline } from './deadline';
import { composing } from './experiment';
import { nativeSmime, setNativeSmime } from './native-smime';
import { thunderbird } from './thunderbird';
import {
  type BuildAnswer,
  type BuildFacts,
  type LeavingAnswer,
  type LeavingFacts,
  type ReopenAnswer,
  type ThunderbirdComposeDetails,
  type ThunderbirdRecipient,
} from './thunderbird-types';

export type { Answered } from './answered-message';
export type {
  BuildAnswer,
  BuildFacts,
  BuiltCopy,
  LeavingAnswer,
  LeavingFacts,
  LeavingKind,
  ReopenAnswer,
} from './thunderbird-types';

/** As long as a big message over a slow line takes: Thunderbird fetches it whole. */
const FETCH_MS = 120_000;

export interface Protection {
  readonly sign: boolean;
  readonly encrypt: boolean;
  /** Nobody chose it: a send was held to it, or it was encrypted by itself. What it asks for stands; what not, was never said. */
  readonly isHeld?: boolean;
  /** What was chosen before a send was held to less, for the people who were in it then: for others it counts again. */
  readonly wished?: { readonly sign?: boolean; readonly encrypt?: boolean };
  /** Thunderbird's own S/MIME builds it. */
  readonly isNative?: boolean;
  /** Of one that is split, as it was shown last: those who get it unencrypted, and those who get it encrypted. */
  readonly open?: readonly string[];
  readonly sealed?: readonly string[];
}

/** What the user asks OpenPGP to do with a message. */
export interface OpenPgp {
  readonly signs: boolean;
  readonly encrypts: boolean;
}

/** Header values of a draft, several recipients joined by commas; entries that stand for address-book lists are left out. */
export interface Draft {
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  /** Names of newsgroups, joined by commas; left out or empty: none. */
  readonly newsgroups?: string;
  /** Left out: not known. */
  readonly subject?: string;
  /** Which of Thunderbird's identities sends it. Left out: not known. */
  readonly identityId?: string | undefined;
}

/** The compose windows of Thunderbird. What is asked for lives with the window, so that it outlives our own page. */
export interface ComposeTabs {
  /** The compose tab of the window that a popup of ours belongs to. */
  current(): Promise<number | undefined>;
  draft(tabId: number): Promise<Draft>;
  /** The message that this one answers; undefined: none. */
  answered(tabId: number): Promise<Answered | undefined>;
  /** The message that this one forwards; undefined: none. */
  forwarded(tabId: number): Promise<Answered | undefined>;
  protection(tabId: number): Promise<Protection | undefined>;
  setProtection(tabId: number, protection: Protection): Promise<void>;
  /** As `setProtection`, but changes nothing where it is no longer as it was `before`; what holds then. */
  replaceProtection(
    tabId: number,
    before: Protection | undefined,
    protection: Protection,
  ): Promise<Protection | undefined>;
  openPgp(tabId: number): Promise<OpenPgp>;
  /** What Thunderbird's own S/MIME has for a message. Rejects where that cannot be found out. */
  nativeSmime: typeof nativeSmime;
  setNativeSmime: typeof setNativeSmime;
  /** Points in Thunderbird's code that were not found: none, or protected mail cannot be sent. */
  missingPoints(): Promise<readonly string[]>;
  /** `mayGo` false keeps the window as it is. A rejection would leave the window locked for good: it must not reject. */
  onBeforeSend(mayGo: (tabId: number, windowId: number, draft: Draft) => Promise<boolean>): void;
  onBuild(build: (facts: BuildFacts, entity: ArrayBuffer) => Promise<BuildAnswer>): void;
  /** Whatever leaves that `onBuild` was not asked for, also without a compose window. A rejection holds it. */
  onLeave(mayLeave: (facts: LeavingFacts) => Promise<LeavingAnswer>): void;
  onOpened(opened: (tabId: number) => void): void;
  /** A message is about to be opened as a draft, a template or a new message. A rejection has it not opened. */
  onReopen(reopen: (messageId: number) => Promise<ReopenAnswer>): void;
  /** Whether a stored message is an encrypted draft of ours. Rejects where it cannot be read. */
  isOwnDraft(messageId: number): Promise<boolean>;
  /** Recipients came or went, as far as Thunderbird tells, or the sender changed. */
  onChanged(changed: (tabId: number) => void): void;
  /** A new window with a message to one person in plain text, ready to be sent. */
  openDraft(to: string, subject: string, text: string): Promise<void>;
  /**
   * Makes two windows of one: those in `open` go into a new window, with all of the message and without encryption, and
   * out of this one. Neither is sent.
   */
  split(tabId: number, open: readonly string[], protection: Protection): Promise<void>;
  /** Puts one more address into Bcc, where the sender sees it. */
  addBlindCopy(tabId: number, address: string): Promise<void>;
  attach(tabId: number, file: File): Promise<void>;
  /** Names and octets of what is attached. */
  attachments(tabId: number): Promise<readonly { readonly name: string; readonly size: number }[]>;
  /** Octets of what is written, without attachments. */
  textSize(tabId: number): Promise<number>;
  /** Shows our popup at the compose window, or in a window of its own where the toolbar has no place for it. */
  showPopup(tabId: number, windowId: number): Promise<void>;
  /** Closes a window whose message is in the Outbox, once Thunderbird has it unlocked. */
  closeSent(tabId: number): Promise<void>;
  /** Shows how far the protecting of a message is, in a small window of its own. */
  showSending(send: number): Promise<void>;
  /** The words of our button in this window. */
  label(tabId: number, title: string): Promise<void>;
}

const CALL_MS = 10_000;

function listed(value: ThunderbirdRecipient | readonly ThunderbirdRecipient[] | undefined): string {
  const list = value === undefined ? [] : Array.isArray(value) ? (value as readonly ThunderbirdRecipient[]) : [value];
  return list.filter((entry): entry is string => typeof entry === 'string').join(', ');
}

function draftOf(details: ThunderbirdComposeDetails): Draft {
  const { subject = '', identityId } = details;
  const [to, cc, bcc] = [listed(details.to), listed(details.cc), listed(details.bcc)];
  return { from: listed(details.from), to, cc, bcc, newsgroups: listed(details.newsgroups), subject, identityId };
}

const OPEN_MS = 30_000;
/** Thunderbird unlocks a window only after it was answered. */
const UNLOCK_MS = 300;

const isAmong = (list: readonly string[], address: string): boolean => list.some((one) => sameAddress(one, address));

/** To, Cc and Bcc with those entries alone whose address is wanted. */
function recipientsOf(
  details: ThunderbirdComposeDetails,
  isWanted: (address: string) => boolean,
): Record<'to' | 'cc' | 'bcc', string[]> {
  const kept = (value: ThunderbirdComposeDetails['to']): string[] =>
    parseMailboxes(listed(value))
      .filter(({ address }) => isWanted(address))
      .map((mailbox) => formatMailboxes([mailbox]));
  return { to: kept(details.to), cc: kept(details.cc), bcc: kept(details.bcc) };
}

async function openCopy(
  tabId: number,
  details: ThunderbirdComposeDetails,
  isWanted: (address: string) => boolean,
): Promise<{ readonly id: number }> {
  const { compose } = thunderbird;
  const { identityId, subject = '', isPlainText = false, body = '', plainTextBody = '' } = details;
  const attachments = await Promise.all(
    (await compose.listAttachments(tabId)).map(async ({ id, name }) => ({
      name,
      file: await compose.getAttachmentFile(id),
    })),
  );
  const text = isPlainText ? { isPlainText, plainTextBody } : { isPlainText, body };
  const identity = identityId === undefined ? {} : { identityId };
  const copy = { ...identity, ...recipientsOf(details, isWanted), subject, ...text, attachments };
  return withDeadline('beginNew', OPEN_MS, compose.beginNew(copy));
}

export function createComposeTabs(): ComposeTabs {
  const { compose, composeAction, runtime, tabs, windows } = thunderbird;
  const signetCompose = composing();
  const popupPage = (tabId: number): string => runtime.getURL(`compose-action.html?tab=${tabId}`);
  return {
    async current() {
      const named = new URLSearchParams(location.search).get('tab');
      if (named !== null) return Number(named);
      const [tab] = await tabs.query({ active: true, currentWindow: true });
      return tab?.id;
    },
    answered: answeredMessage,
    forwarded: forwardedMessage,
    draft: async (tabId) => draftOf(await withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId))),
    protection: async (tabId) =>
      (await withDeadline('getProtection', CALL_MS, signetCompose.getProtection(tabId))) ?? undefined,
    async setProtection(tabId, protection) {
      await withDeadline('setProtection', CALL_MS, signetCompose.setProtection(tabId, protection));
    },
    async replaceProtection(tabId, before, protection) {
      const known = JSON.stringify(before ?? null);
      const now = withDeadline('setProtection', CALL_MS, signetCompose.setProtection(tabId, protection, known));
      return (await now) ?? undefined;
    },
    nativeSmime,
    setNativeSmime,
    openPgp: (tabId) => withDeadline('openPgp', CALL_MS, signetCompose.openPgp(tabId)),
    missingPoints: () => withDeadline('missing', CALL_MS, signetCompose.missing()),
    onBeforeSend(mayGo) {
      compose.onBeforeSend.addListener(async (tab, details) => ({
        cancel: !(await mayGo(tab.id, tab.windowId, draftOf(details))),
      }));
    },
    onBuild(build) {
      signetCompose.onBuild.addListener(build);
    },
    onLeave(mayLeave) {
      signetCompose.onLeave.addListener(mayLeave);
    },
    onOpened(opened) {
      tabs.onCreated.addListener((tab) => {
        if (tab.type === 'messageCompose') opened(tab.id);
      });
    },
    async isOwnDraft(messageId) {
      return (await headersOf(messageId, FETCH_MS))[DRAFT_FIELD.toLowerCase()] !== undefined;
    },
    onReopen(reopen) {
      signetCompose.onReopen.addListener(reopen);
    },
    onChanged(changed) {
      for (const event of [compose.onComposeStateChanged, compose.onIdentityChanged]) {
        event.addListener((tab) => changed(tab.id));
      }
    },
    async openDraft(to, subject, text) {
      const details = { to: [to], subject, plainTextBody: text, isPlainText: true };
      await withDeadline('beginNew', OPEN_MS, compose.beginNew(details));
    },
    async split(tabId, open, protection) {
      const details = await withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId));
      const tab = await openCopy(tabId, details, (address) => isAmong(open, address));
      await inheritRelated(tabId, tab.id);
      await signetCompose.setProtection(tab.id, { sign: protection.sign, encrypt: false });
      await compose.setComposeDetails(
        tabId,
        recipientsOf(details, (address) => !isAmong(open, address)),
      );
    },
    async addBlindCopy(tabId, address) {
      const { bcc = [] } = await withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId));
      const there = Array.isArray(bcc) ? (bcc as readonly ThunderbirdRecipient[]) : [bcc as ThunderbirdRecipient];
      await withDeadline('setComposeDetails', CALL_MS, compose.setComposeDetails(tabId, { bcc: [...there, address] }));
    },
    async attach(tabId, file) {
      await withDeadline('addAttachment', CALL_MS, compose.addAttachment(tabId, { file, name: file.name }));
    },
    async attachments(tabId) {
      const list = await withDeadline('listAttachments', CALL_MS, compose.listAttachments(tabId));
      return list.map(({ name, size = 0 }) => ({ name, size }));
    },
    async textSize(tabId) {
      const { body = '', plainTextBody = '' } = await withDeadline(
        'getComposeDetails',
        CALL_MS,
        compose.getComposeDetails(tabId),
      );
      return new TextEncoder().encode(body + plainTextBody).length;
    },
    async showPopup(tabId, windowId) {
      const isShown = await withDeadline('openPopup', CALL_MS, composeAction.openPopup({ windowId })).catch(
        () => false,
      );
      if (isShown !== false) return;
      await windows.create({ type: 'popup', url: popupPage(tabId), width: 420, height: 560 });
    },
    async closeSent(tabId) {
      await withDeadline('setComposeDetails', CALL_MS, compose.setComposeDetails(tabId, { isModified: false })).catch(
        () => undefined,
      );
      setTimeout(() => void tabs.remove(tabId).catch(() => undefined), UNLOCK_MS);
    },
    async showSending(send) {
      const url = runtime.getURL(`sending.html?send=${send}`);
      await windows.create({ type: 'popup', url, width: 440, height: 320 });
    },
    label: (tabId, title) => composeAction.setTitle({ tabId, title }),
  };
}
