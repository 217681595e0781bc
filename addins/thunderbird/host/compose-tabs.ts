import { type Answered, answeredMessage } from './answered-message';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';
import {
  type BuildAnswer,
  type BuildFacts,
  type ThunderbirdComposeDetails,
  type ThunderbirdRecipient,
} from './thunderbird-types';

export type { Answered } from './answered-message';
export type { BuildAnswer, BuildFacts, BuiltCopy } from './thunderbird-types';

export interface Protection {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/** Header values of a draft, several recipients joined by commas; entries that stand for address-book lists are left out. */
export interface Draft {
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
}

/** The compose windows of Thunderbird. What is asked for lives with the window, so that it outlives our own page. */
export interface ComposeTabs {
  /** The compose tab of the window that a popup of ours belongs to. */
  current(): Promise<number | undefined>;
  draft(tabId: number): Promise<Draft>;
  /** The message that this one answers; undefined: none. */
  answered(tabId: number): Promise<Answered | undefined>;
  protection(tabId: number): Promise<Protection | undefined>;
  setProtection(tabId: number, protection: Protection): Promise<void>;
  /** The user chose OpenPGP for this message. */
  usesOpenPgp(tabId: number): Promise<boolean>;
  /** Points in Thunderbird's code that were not found: none, or protected mail cannot be sent. */
  missingPoints(): Promise<readonly string[]>;
  /** `mayGo` false keeps the window as it is. A rejection would leave the window locked for good: it must not reject. */
  onBeforeSend(mayGo: (tabId: number, windowId: number, draft: Draft) => Promise<boolean>): void;
  onBuild(build: (facts: BuildFacts, entity: ArrayBuffer) => Promise<BuildAnswer>): void;
  onOpened(opened: (tabId: number) => void): void;
  attach(tabId: number, file: File): Promise<void>;
  /** Shows our popup at the compose window, or in a window of its own where the toolbar has no place for it. */
  showPopup(tabId: number, windowId: number): Promise<void>;
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
  const { from, to, cc, bcc } = details;
  return { from: listed(from), to: listed(to), cc: listed(cc), bcc: listed(bcc) };
}

export function createComposeTabs(): ComposeTabs {
  const { compose, composeAction, runtime, signetCompose, tabs, windows } = thunderbird;
  const popupPage = (tabId: number): string => runtime.getURL(`compose-action.html?tab=${tabId}`);
  return {
    async current() {
      const named = new URLSearchParams(location.search).get('tab');
      if (named !== null) return Number(named);
      const [tab] = await tabs.query({ active: true, currentWindow: true });
      return tab?.id;
    },
    answered: answeredMessage,
    draft: async (tabId) => draftOf(await withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId))),
    protection: async (tabId) =>
      (await withDeadline('getProtection', CALL_MS, signetCompose.getProtection(tabId))) ?? undefined,
    setProtection: (tabId, { sign, encrypt }) =>
      withDeadline('setProtection', CALL_MS, signetCompose.setProtection(tabId, { sign, encrypt })),
    usesOpenPgp: (tabId) => withDeadline('usesOpenPgp', CALL_MS, signetCompose.usesOpenPgp(tabId)),
    missingPoints: () => withDeadline('missing', CALL_MS, signetCompose.missing()),
    onBeforeSend(mayGo) {
      compose.onBeforeSend.addListener(async (tab, details) => ({
        cancel: !(await mayGo(tab.id, tab.windowId, draftOf(details))),
      }));
    },
    onBuild(build) {
      signetCompose.onBuild.addListener(build);
    },
    onOpened(opened) {
      tabs.onCreated.addListener((tab) => {
        if (tab.type === 'messageCompose') opened(tab.id);
      });
    },
    async attach(tabId, file) {
      await withDeadline('addAttachment', CALL_MS, compose.addAttachment(tabId, { file, name: file.name }));
    },
    async showPopup(tabId, windowId) {
      const isShown = await withDeadline('openPopup', CALL_MS, composeAction.openPopup({ windowId })).catch(
        () => false,
      );
      if (isShown !== false) return;
      await windows.create({ type: 'popup', url: popupPage(tabId), width: 420, height: 560 });
    },
    async showSending(send) {
      const url = runtime.getURL(`sending.html?send=${send}`);
      await windows.create({ type: 'popup', url, width: 440, height: 320 });
    },
    label: (tabId, title) => composeAction.setTitle({ tabId, title }),
  };
}
