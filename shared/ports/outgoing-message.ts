/** One message ready for the wire. */
export interface WireMessage {
  readonly octets: Uint8Array<ArrayBuffer>;
  readonly from: string;
  /** Envelope recipients, addr-specs. */
  readonly recipients: readonly string[];
  readonly messageId: string;
}

/**
 * Hands messages to the mail system. `send` resolves once the system has accepted the message and rejects with `host`
 * otherwise; it never sends a message whose Message-ID was accepted before.
 */
export interface OutgoingTransport {
  /** Octets of one message that the transport takes, or undefined where no limit is known. */
  readonly maxOctets: number | undefined;
  send(message: WireMessage): Promise<void>;
}
