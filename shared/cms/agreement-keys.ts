import { type Bytes, type Der } from '../base/bytes';

/** Keys of one group, as far as key agreement needs them. Public keys stand as in a BIT STRING of a SubjectPublicKeyInfo. */
export interface AgreementKeys {
  /** The shared secret; undefined where the other's key is none of this group. Throws `malformed-der` on a damaged own key. */
  agree(pkcs8: Bytes, theirs: Bytes): Promise<Bytes | undefined>;
  /** What is written to a key of this group; left out where this project does not write to it. */
  readonly written?: {
    /** As strong as the group (RFC 8551 2.3, RFC 8418 2). */
    readonly scheme: string;
    /** Algorithm of the originator's key. */
    readonly originator: Der;
    /** A fresh key of our own and the secret it shares; undefined where the other's key is none of this group. */
    ephemeral(theirs: Bytes): Promise<{ readonly publicKey: Bytes; readonly secret: Bytes } | undefined>;
  };
}
