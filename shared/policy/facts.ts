import { type SettingValues } from './settings';

/** What is known of one recipient. */
export interface RecipientFacts {
  readonly address: string;
  /** Whether a certificate of theirs may be used now; `unknown` never counts as usable. */
  readonly certificate: 'usable' | 'missing' | 'unknown';
}

/** What is known of the sender's own certificate for From. */
export interface SignerFacts {
  /** `none`: there never was one for this address; `unusable`: there is, but it is expired, revoked, locked or the like. */
  readonly state: 'usable' | 'none' | 'unusable' | 'unknown';
  /** SHA-256, in hexadecimal, of the certificates above it in its path. */
  readonly issuers?: readonly string[];
}

/** What the sender chose for this one message; left out: nothing was chosen. */
export interface MessageChoices {
  readonly sign?: boolean;
  readonly encrypt?: boolean;
  readonly form?: SettingValues['form'];
  readonly headerProtection?: SettingValues['headerProtection'];
  readonly legacyDisplay?: boolean;
  readonly tripleWrap?: boolean;
}

/** What the sender was asked, and agreed to. */
export type Question = 'certificate-missing' | 'signer-missing' | 'signer-not-allowed';

/** Nobody could find it out. It counts as whatever makes the message stricter: requirements hold, prohibitions do not. */
export type Unknown = 'unknown';

/** All that a decision hangs on besides the policy. Plain data; time is one of them. */
export interface Facts {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  /** Address of the sender. */
  readonly from: string;
  /** To, Cc and Bcc. None: as for a draft that has none yet. */
  readonly recipients: readonly RecipientFacts[];
  readonly subject: string;
  readonly replyToEncrypted: boolean | Unknown;
  /** An invitation or an answer to one. */
  readonly calendar: boolean | Unknown;
  /** Names of attachments. */
  readonly attachments: readonly string[] | Unknown;
  /** Octets; an estimate where the message is not written yet. */
  readonly size: number | Unknown;
  readonly signer: SignerFacts;
  /** The certificate of the archive that the policy names. Left out: `unknown`. */
  readonly archiveCertificate?: RecipientFacts['certificate'];
  readonly choices: MessageChoices;
  readonly confirmed: readonly Question[];
  /** Whether the host can send one message in several. */
  readonly canSplit: boolean;
}
