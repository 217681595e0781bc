import { type Bytes } from '../base/bytes';

/** Gives the original octets of the message that the user looks at. Rejects with `host` where the host has none. */
export interface MessageSource {
  originalOctets(): Promise<Bytes>;
}
