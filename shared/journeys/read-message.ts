import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { parseMailboxes } from '../mime/address';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type KeyStore } from '../ports/key-store';
import { type SenderHistory } from '../ports/sender-history';
import { addressed, type Addressed } from '../smime/addressed';
import { type OpenedMessage } from '../smime/open-context';
import { type Reader, readersOf } from '../smime/readers';
import { type MessageForView, type ViewedMessage, viewMessage } from '../smime/viewed-message';
import { type Continuity } from '../verdict/continuity';
import { rememberSignatures } from './remember-signatures';
import { senderContinuity } from './sender-continuity';
import { type ChangedKey, type Learned } from './learn-correspondent';
import { openMessage, type OpenPorts } from './open-message';

export interface ReadPorts extends OpenPorts {
  readonly keyStore: KeyStore;
  readonly certificateDirectory: CertificateDirectory;
  /** Left out: nothing is remembered of senders. */
  readonly senderHistory?: SenderHistory;
  /** False: nothing that comes with mail is kept as a correspondent's. */
  readonly harvests?: boolean;
}

/** A message as a screen shows it; plain data. */
export interface ReadMessage {
  readonly view: ViewedMessage;
  readonly addressed: Addressed;
  /** Who holds a key to it, as far as certificates are at hand. */
  readonly readers: readonly Reader[];
  /** The address whose certificate came with this message and was not known before. */
  readonly newCorrespondent?: string;
  /** The sender was known under another key: this one is not encrypted to before the user confirms it. */
  readonly changedKey?: ChangedKey;
  /** What earlier messages from the same address say of this one; left out where there is nothing to say. */
  readonly continuity?: Continuity;
}

export interface MessageRead extends Pick<MessageForView, 'octetsOf'> {
  readonly message: ReadMessage;
}

/**
 * Opens a message for its reader, names who can read it, and keeps what it teaches of its sender. What cannot be kept is
 * left; all else is as `openMessage` has it.
 */
export async function readMessage(octets: Bytes, ports: ReadPorts, work: Work = {}): Promise<MessageRead> {
  const opened = await openMessage(octets, ports, work);
  const { senderHistory, signatureRecords, clock } = ports;
  await (signatureRecords && rememberSignatures(opened, signatureRecords, clock.now()))?.catch(() => undefined);
  const learned = await learn(opened, ports).catch(() => ({}));
  const continuity = await (senderHistory && senderContinuity(opened, senderHistory, clock.now()))?.catch(
    () => undefined,
  );
  await (senderHistory && rememberOwnCertificate(opened, { ...ports, senderHistory }))?.catch(() => undefined);
  const readers = await namedReaders(opened, ports);
  const { view, octetsOf } = viewMessage(opened);
  const message = { view, addressed: addressed(opened), readers };
  return { message: { ...message, ...learned, ...(continuity && { continuity }) }, octetsOf };
}

/** `learnCorrespondent` of learn-correspondent.ts, loaded where there is something to learn; before this message is remembered. */
async function learn(opened: OpenedMessage, ports: ReadPorts): Promise<Learned> {
  if (ports.harvests === false || opened.summary.state !== 'signed-valid') return {};
  const { learnCorrespondent } = await import('./learn-correspondent');
  return learnCorrespondent(opened, ports);
}

/** `rememberWroteTo` of old-certificate.ts, loaded where there is something to remember. */
async function rememberOwnCertificate(
  opened: OpenedMessage,
  { keyStore, senderHistory, clock }: ReadPorts & { readonly senderHistory: SenderHistory },
): Promise<void> {
  if (opened.summary.state !== 'signed-valid' || opened.encryption.openedWith === undefined) return;
  const { rememberWroteTo } = await import('./old-certificate');
  await rememberWroteTo(opened, keyStore, senderHistory, clock.now());
}

/** The people behind the message's keys: the user's own, those its header names, and who signed it. */
async function namedReaders(opened: OpenedMessage, ports: ReadPorts): Promise<readonly Reader[]> {
  const { recipients, openedWith } = opened.encryption;
  if (recipients.length === 0) return [];
  const header = opened.entities.get('0')?.header;
  const fields = ['from', 'to', 'cc'].flatMap((name) => header?.all(name) ?? []);
  const addresses = new Set(fields.flatMap(parseMailboxes).map(({ address }) => address));
  const known = await Promise.all([...addresses].map((address) => ports.certificateDirectory.find(address)));
  const own = await ports.keyStore.identities();
  return readersOf(
    recipients,
    own.map(({ certificate }) => certificate),
    [...known.flat().map(({ certificate }) => certificate), ...opened.certificates],
    openedWith,
  );
}
