import {
  type BuildAnswer,
  type BuildFacts,
  type HeaderStatus,
  type LeavingAnswer,
  type LeavingFacts,
  type ReopenAnswer,
  type ThunderbirdEvent,
  type WindowProtection,
} from './thunderbird-types';

/** The namespaces of our own Experiment. A build without it has none of them. */
export interface Experiments {
  readonly signetCompose: ComposeExperiment;
  readonly signetDisplay: DisplayExperiment;
  readonly signetMail: MailExperiment;
  readonly signetTrust: TrustExperiment;
  readonly signetLdap: LdapExperiment;
}

/** What becomes of a message in a compose window, and of all that leaves. */
export interface ComposeExperiment {
  readonly onBuild: ThunderbirdEvent<(facts: BuildFacts, entity: ArrayBuffer) => Promise<BuildAnswer>>;
  readonly onLeave: ThunderbirdEvent<(leaving: LeavingFacts) => Promise<LeavingAnswer>>;
  readonly onReopen: ThunderbirdEvent<(messageId: number) => Promise<ReopenAnswer>>;
  missing(): Promise<readonly string[]>;
  /** `known`: JSON of what `getProtection` answered; where something else holds by now, nothing changes. Answers what holds. */
  setProtection(tabId: number, protection: WindowProtection, known?: string): Promise<WindowProtection | null>;
  getProtection(tabId: number): Promise<WindowProtection | null>;
  openPgp(tabId: number): Promise<{ readonly signs: boolean; readonly encrypts: boolean }>;
  /** The message that the window was opened with, such as its draft. Rejects where Thunderbird does not find it. */
  draft(tabId: number): Promise<number | null>;
  /** What a draft of the window is to say of whose text is in it; what was said before stands. '': nobody's. */
  setAbout(tabId: number, about: string): Promise<void>;
}

/** What stands beside the subject of a shown message. */
export interface DisplayExperiment {
  readonly onStatusClicked: ThunderbirdEvent<(tabId: number, windowId: number) => void>;
  missing(): Promise<readonly string[]>;
  native(tabId: number, messageId: number): Promise<{ readonly signature: number; readonly encryption: number }>;
  /** `style`: CSS of the word itself. */
  setStatus(tabId: number, messageId: number, status: HeaderStatus & { readonly style: string }): Promise<boolean>;
}

/** Sends a finished message as it is. */
export interface MailExperiment {
  send(message: { from: string; to: string; messageId: string }, octets: ArrayBuffer): Promise<void>;
}

/** Thunderbird's own certificate store. */
export interface TrustExperiment {
  /** `added`: base64 of DER. `untrusted`: SHA-256 fingerprints as Thunderbird writes them. */
  read(): Promise<{ readonly added: readonly string[]; readonly untrusted: readonly string[] }>;
  /** Of each address, in order, the certificates that name it: base64 of DER. The store is read once. */
  find(addresses: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** What Thunderbird's own S/MIME would use. Paths are base64 of DER, the identity's certificate first. */
  native(
    tabId: number | null,
    identityId: string,
    addresses: readonly string[],
  ): Promise<{
    readonly sign: readonly string[] | null;
    readonly encrypt: readonly string[] | null;
    readonly signsAll: boolean;
    /** In the order of the addresses. */
    readonly readers: readonly boolean[];
  }>;
}

/** The LDAP directories that are set up. */
export interface LdapExperiment {
  /** Certificates of an address in the LDAP directories that are set up. Rejects with why it could not be asked. */
  find(address: string, milliseconds: number): Promise<readonly ArrayBuffer[]>;
}
