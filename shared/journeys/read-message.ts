import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { parseMailboxes } from '../mime/address';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type KeyStore } from '../ports/key-store';
import { type OpenedMessage } from '../smime/open-context';
import { type Reader, readersOf } from '../smime/readers';
import { type MessageForView, type ViewedMessage, viewMessage } from '../smime/viewed-message';
import { openMessage, type OpenPorts } from './open-message';
import { readable } from './trust';

export interface ReadPorts extends OpenPorts {
  readonly keyStore: KeyStore;
  readonly certificateDirectory: CertificateDirectory;
}

/** A message as a screen shows it; plain data. */
export interface ReadMessage {
  readonly view: ViewedMessage;
  /** Who holds a key to it, as far as certificates are at hand. */
  readonly readers: readonly Reader[];
  /** The address whose certificate came with this message and was not known before. */
  readonly newCorrespondent?: string;
}

export interface MessageRead extends Pick<MessageForView, 'octetsOf'> {
  readonly message: ReadMessage;
}

/**
 * Opens a message for its reader, names who can read it, and keeps the certificates it brought. What cannot be kept is
 * left; all else is as `openMessage` has it.
 */
export async function readMessage(octets: Bytes, ports: ReadPorts, work: Work = {}): Promise<MessageRead> {
  const opened = await openMessage(octets, ports, work);
  const newCorrespondent = await keepCertificates(opened, ports.certificateDirectory).catch(() => undefined);
  const readers = await namedReaders(opened, ports);
  const { view, octetsOf } = viewMessage(opened);
  return { message: { view, readers, ...(newCorrespondent !== undefined && { newCorrespondent }) }, octetsOf };
}

/**
 * Keeps the signer's certificate, and the authorities' that came with it, of a message whose signature is good in every
 * way; of any other nothing. Gives the address that is newly reachable encrypted. What is kept is validated anew at each
 * use, and nothing that was there before is replaced.
 */
async function keepCertificates(
  { summary, certificates }: OpenedMessage,
  directory: CertificateDirectory,
): Promise<string | undefined> {
  const { signer } = summary;
  if (summary.state !== 'signed-valid' || !signer) return undefined;
  const [address] = signer.addresses;
  const isNew = address !== undefined && (await directory.find(address)).length === 0;
  const authorities = readable(certificates).filter(({ basicConstraints }) => basicConstraints?.ca === true);
  for (const certificate of [signer.certificate, ...authorities.map(({ der }) => der)]) {
    await directory.add(certificate);
  }
  return isNew ? address : undefined;
}

/** The people behind the message's keys: the user's own, those its header names, and who signed it. */
async function namedReaders(opened: OpenedMessage, ports: ReadPorts): Promise<readonly Reader[]> {
  const { recipients } = opened.encryption;
  if (recipients.length === 0) return [];
  const header = opened.entities.get('0')?.header;
  const fields = ['from', 'to', 'cc'].flatMap((name) => header?.all(name) ?? []);
  const addresses = new Set(fields.flatMap(parseMailboxes).map(({ address }) => address));
  const known = await Promise.all([...addresses].map((address) => ports.certificateDirectory.find(address)));
  const own = await ports.keyStore.identities();
  return readersOf(
    recipients,
    own.map(({ certificate }) => certificate),
    [...known.flat(), ...opened.certificates],
  );
}
