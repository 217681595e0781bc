import { type HostItem } from './item';

/** What an add-in asks its host to open or do beyond one item. */
export interface OpenedForm {
  readonly kind: 'reply' | 'replyAll' | 'new' | 'message';
  readonly values: Readonly<Record<string, unknown>>;
  readonly item: HostItem | undefined;
}

/** A category of the mailbox: unique by its name. */
export interface MasterCategory {
  readonly displayName: string;
  readonly color: string;
}

/**
 * The mailbox side of the emulated host: who is signed in, what is kept for the add-in, and what the program around it
 * does when it is asked to save, send or open something.
 */
export interface HostMailbox {
  readonly user: { readonly name: string; readonly address: string };
  /** `userProfile.accountType`. */
  readonly accountType: string;
  readonly locale: string;
  /** Token of `getAccessToken`; undefined: single sign-on is refused (13012). */
  readonly ssoToken: string | undefined;
  readonly identityToken: string;
  /** roamingSettings of each add-in, values as JSON text. */
  readonly settings: Map<string, Readonly<Record<string, string>>>;
  /** The list of categories, to which the user adds by hand and an add-in with ReadWriteMailbox by itself. */
  masterCategories: readonly MasterCategory[];
  saveSettings(addinId: string): Promise<void>;
  /** Keeps the draft; gives its item id in the EWS form. */
  saveDraft(item: HostItem): Promise<string>;
  /** As if the user had pressed Send: launch event first. Rejects with a HostError where it is not sent. */
  sendItem(item: HostItem): Promise<void>;
  closeItem(item: HostItem, options: { readonly discard: boolean }): void;
  closePane(): void;
  open(form: OpenedForm): void;
  /** Keeps categories and custom properties of a stored message. */
  saveProperties(item: HostItem): Promise<void>;
  /** Exchange Web Services: only for servers on the premises. Rejects where no answer comes. */
  ews(body: string): Promise<string>;
}
