import { type HostItem } from '../../host/item';
import { type SendAlert } from '../../host/send-gate';
import { type Session } from '../../host/session';
import { type FolderId, type MailboxView, type MessageView, type SessionView } from '../views';
import { type AddinManifest, type CommandControl } from './manifest';

export type Current =
  | { readonly kind: 'read'; readonly view: MessageView; readonly item: HostItem }
  | { readonly kind: 'compose'; readonly item: HostItem };

export interface Pane {
  readonly control: CommandControl;
  readonly session: Session;
  readonly isPinned: boolean;
}

/** Where frames of the add-in go. */
export interface Places {
  readonly pane: Element;
  readonly hidden: Element;
}

export interface OutlookState {
  readonly session: SessionView;
  readonly manifest: AddinManifest;
  readonly mailbox: MailboxView;
  readonly folder: FolderId;
  readonly current: Current | undefined;
  readonly pane: Pane | undefined;
  readonly alert: SendAlert | undefined;
  /** One line for the user about what is going on. */
  readonly progress: string | undefined;
  readonly problem: string | undefined;
  readonly isConnected: boolean;
}
