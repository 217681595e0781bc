import { type Contact, type LocalText } from './document';
import { type Question } from './facts';
import { type AccountSetting, type SettingValues } from './settings';

export type PolicyLayer = 'built-in' | 'administrator' | 'user' | 'message';

/** Who said something, from the widest to the most particular. */
export interface Source {
  readonly layer: PolicyLayer;
  /** The account whose settings it is of, by its pattern. */
  readonly account?: string;
  /** The rule by its id; `reply-to-encrypted` of the built-in layer too. */
  readonly rule?: string;
  /** The user's exception, by its pattern. */
  readonly exception?: string;
  /** What the administrator lets users be told. */
  readonly text?: LocalText;
  readonly contact?: Contact;
}

/** One line of an explanation. */
export interface Step {
  readonly setting: AccountSetting;
  readonly source: Source;
  /** What it says: a value of the setting, or a rule's verb. */
  readonly says: string;
  /**
   * `decides`: it is so because of this; `agrees`: it would be so without it too; `outweighed`: something of a later layer or
   * stricter counts; `not-allowed`: an earlier layer does not let it be changed.
   */
  readonly effect: 'decides' | 'agrees' | 'outweighed' | 'not-allowed';
  /** For whom; left out: for all recipients. */
  readonly recipients?: readonly string[];
}

export type RefusalCode =
  | Question
  | 'signing-forbidden'
  | 'encryption-forbidden'
  | 'certificate-unknown'
  | 'archive-certificate-missing'
  | 'signer-unknown';
export type ChangeCode =
  | 'signing-required'
  | 'encryption-required'
  | 'signing-left-out'
  | 'encryption-left-out'
  | 'choice-not-allowed'
  | 'archive-added'
  | 'split';
/** What differs from what one might expect, without anybody having asked for it. */
export type NoteCode = 'no-identity' | 'encryption-not-possible' | 'exception-outvoted';

export type DecisionCode = RefusalCode | ChangeCode | NoteCode;

export type DecisionReason = {
  /** Whom it is about: recipients, or the archive. */
  readonly addresses: readonly string[];
  /** Who wanted it so. */
  readonly source: Source;
} & (
  | { readonly kind: 'refusal'; readonly code: RefusalCode }
  | { readonly kind: 'question'; readonly code: Question }
  | { readonly kind: 'change'; readonly code: ChangeCode }
  | { readonly kind: 'note'; readonly code: NoteCode }
);

/** One message that leaves, with what it must have. */
export interface MessagePlan {
  readonly recipients: readonly string[];
  readonly sign: boolean;
  readonly encrypt: boolean;
  readonly form: SettingValues['form'];
  readonly headerProtection: SettingValues['headerProtection'];
  readonly legacyDisplay: boolean;
  readonly tripleWrap: boolean;
  readonly floor: SettingValues['algorithms.floor'];
  readonly ceiling: SettingValues['algorithms.ceiling'];
  readonly engine: SettingValues['engine'];
  readonly writing: SettingValues['writing'];
  /** Where only some authorities’ certificates may sign: SHA-256 of certificates, one of which is in the signer’s path. */
  readonly issuers?: readonly string[];
  /** Who gets a copy and can read it, besides the recipients. */
  readonly archive?: string;
}

export interface Decision {
  readonly outcome: 'allow' | 'allow-with-changes' | 'ask' | 'refuse';
  /** What is sent; nothing unless it is allowed. */
  readonly messages: readonly MessagePlan[];
  /** What would be sent, were nothing against it: what a compose window shows. */
  readonly intended: readonly MessagePlan[];
  /** All reasons at once: refusals, questions, changes, notes. */
  readonly reasons: readonly DecisionReason[];
  /** Which rule or layer decided what, in the order of layers. */
  readonly steps: readonly Step[];
}
