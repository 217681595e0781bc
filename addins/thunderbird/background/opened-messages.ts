import { openMessage, parseCertificate, type OpenedMessage } from '../../../shared/index';
import { type MessagePane } from '../host/message-pane';
import { type Ports } from '../wiring';

const KEPT = 8;

/** Opened messages by Thunderbird's number for them, which lasts as long as Thunderbird runs. The last few are kept. */
export class OpenedMessages {
  readonly #pane: MessagePane;
  readonly #ports: () => Promise<Ports>;
  readonly #kept = new Map<number, Promise<OpenedMessage>>();

  constructor(pane: MessagePane, ports: () => Promise<Ports>) {
    this.#pane = pane;
    this.#ports = ports;
  }

  /** A failure is not kept. */
  open(messageId: number): Promise<OpenedMessage> {
    const kept = this.#kept.get(messageId);
    if (kept) return kept;
    const opening = this.#open(messageId);
    this.#kept.set(messageId, opening);
    opening.catch(() => this.#kept.delete(messageId));
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(oldest);
    return opening;
  }

  /** Forgets everything: keys, trust or certificates have changed. */
  clear(): void {
    this.#kept.clear();
  }

  async #open(messageId: number): Promise<OpenedMessage> {
    const [octets, ports] = await Promise.all([this.#pane.octets(messageId), this.#ports()]);
    const opened = await openMessage(octets, ports);
    await keepCertificates(opened, ports).catch(() => undefined);
    return opened;
  }
}

/**
 * Certificates of signatures that hold are kept for encrypting to their owners, and those of the issuers with them for
 * building paths: they give no trust. None replaces another. Rejects where one cannot be read or stored.
 */
async function keepCertificates(
  { summary, certificates }: OpenedMessage,
  { certificateDirectory }: Ports,
): Promise<void> {
  if (summary.state !== 'signed-valid' || !summary.signer) return;
  const issuers = certificates.filter((der) => parseCertificate(der).basicConstraints?.ca === true);
  for (const certificate of [summary.signer.certificate, ...issuers]) {
    await certificateDirectory.add(certificate);
  }
}
