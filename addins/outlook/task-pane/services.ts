import {
  type Bytes,
  type CertificateDirectory,
  type Clock,
  type Identity,
  type OpenedMessage,
  type OutgoingTransport,
  type PreparedSend,
  type Readiness,
  type SendRequest,
} from '../../../shared/index';
import { type ImportOffer } from '../../ui/index';
import { type DraftRemover } from '../graph/draft-remover';
import { type OriginalMessages } from '../graph/original-message';

/** Sends, and can tell whether a message went out before. */
export interface CheckedTransport extends OutgoingTransport {
  wasAccepted(messageId: string): Promise<boolean>;
}

/** An identity that the playground has made for the user. */
export interface DemoIdentity {
  readonly passphrase: string;
  readonly loadPfx: () => Promise<Bytes>;
}

/** All that the pane works with; built in `wiring.ts`, faked in tests. */
export interface Services {
  readonly clock: Clock;
  readonly directory: CertificateDirectory;
  readonly originals: OriginalMessages;
  readonly transport: CheckedTransport;
  readonly drafts: DraftRemover;
  open(octets: Bytes): Promise<OpenedMessage>;
  prepare(request: SendRequest): Promise<PreparedSend>;
  readiness(request: Omit<SendRequest, 'entity'>): Promise<Readiness>;
  identities(): Promise<readonly Identity[]>;
  removeIdentity(id: string): Promise<void>;
  openPfx(octets: Bytes, passphrase: string): Promise<ImportOffer>;
  newMessageId(address: string): string;
  readonly demo: DemoIdentity | undefined;
}
