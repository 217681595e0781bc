import { type Bytes, type Der } from '../base/bytes';
import { type Work } from '../base/work';
import { type RecipientInfo } from '../cms/syntax/recipient-info';
import { type Entity } from '../mime/entity';
import { type Mailbox } from '../mime/address';
import { type Certificate } from '../pkix/certificate';
import { type AnchorIndex, type TrustAnchor } from '../pkix/trust-anchor';
import { type Pin } from '../pkix/pin';
import { type PolicyInputs } from '../pkix/policy-graph';
import { type ValidatedPath } from '../pkix/path-validation';
import { type RevocationData } from '../pkix/revocation';
import { type Reason } from '../verdict/reason';
import { type RevocationRule } from '../verdict/signature-verdict';
import { type HeaderProtection } from './header-protection';
import { type EncryptionVerdict, type Layer, type SignatureVerdict, type Summary } from '../verdict/verdict';

/** Everything that opening depends on besides the octets. */
export interface OpenContext {
  /** Where progress is told and the work called off; left out: nowhere. */
  readonly work?: Work;
  /** The time at which paths are validated; never a time that the message names. */
  readonly now: Date;
  readonly anchors: readonly TrustAnchor[];
  readonly anchorIndex?: AnchorIndex | undefined;
  /** Certificates that the user confirmed, each for one address; left out: none. */
  readonly pins?: readonly Pin[];
  /** Untrusted; may help to find a signer and to build paths. */
  readonly intermediates: readonly Certificate[];
  /**
   * The content-encryption key for one of the recipients, or several to try in order where a wrong one cannot be told.
   * Rejects with `no-matching-recipient` where none is ours. Left out: nothing can be decrypted.
   */
  readonly unwrap?: (recipients: readonly RecipientInfo[]) => Promise<Bytes | readonly Bytes[]>;
  /** The reader's own certificates, asked for only where something depends on them. Left out: they are not known. */
  readonly own?: () => Promise<readonly Certificate[]>;
  /**
   * When the signature of a `recordKey` was first found good in path and revocation by the reader's own clock; undefined
   * where there is no record. Left out: no records are kept, and none is missed.
   */
  readonly verifiedBefore?: (recordKey: string) => Promise<Date | undefined>;
  /** The content-encryption key of EncryptedData (RFC 5652 8), which names no recipient. Left out: it stays closed. */
  readonly contentKey?: Bytes;
  /** What a signer's certificate must be good for; left out: `sign`. */
  readonly purpose?: 'sign' | 'any';
  readonly policies?: PolicyInputs;
  /** An address that the signer's certificate must have, besides that of From. */
  readonly requiredAddress?: string;
  /** What is known of revocation besides the message's own, and what is demanded. Left out: nothing of either. */
  readonly revocation?: RevocationContext;
}

export interface RevocationContext extends RevocationRule {
  /** Given, fetched or cached; what a SignedData encloses is added to it. */
  readonly data: RevocationData;
  /** Answers of earlier about the certificates of a path, at once; never from the network, never rejecting. */
  readonly cached?: (path: ValidatedPath) => Promise<RevocationData['items']>;
}

/** A signed or encrypted part that is not the root (RFC 9787 4: errant layer): shown apart, never counted. */
export interface ErrantPart {
  readonly path: string;
  /** The part as it stands in the message. */
  readonly entity: Entity;
  /** What is inside; undefined where it was not opened. Encrypted parts never are: their text could be led out through what stands around them. */
  readonly root: Entity | undefined;
}

export interface OpenedMessage {
  /** Of the outermost header: claims. */
  readonly from: readonly Mailbox[];
  /** The protected one where there is one, else that of the outermost header. */
  readonly subject: string;
  /** What Date says, a claim; invalid where no one time can be read from it. Left out: it has none. */
  readonly date?: Date;
  /** Left out: the message does not protect its header. */
  readonly headerProtection?: HeaderProtection;
  readonly layers: readonly Layer[];
  readonly signatures: readonly SignatureVerdict[];
  readonly encryption: EncryptionVerdict;
  readonly summary: Summary;
  /** What is inside the innermost layer of the root: what is shown. The message itself where nothing could be opened. */
  readonly root: Entity;
  readonly errant: readonly ErrantPart[];
  /** The entity of each layer by its path; bare CMS has none. */
  readonly entities: ReadonlyMap<string, Entity>;
  /** Certificates that came with signatures, each once; not validated. */
  readonly certificates: readonly Der[];
}

/** Where in a message a layer stands. */
export interface Place {
  readonly path: string;
  readonly isRoot: boolean;
  readonly depth: number;
}

/** What came of one layer and all inside it. */
export interface OpenedLayer {
  readonly layer: Layer;
  readonly root: Entity | undefined;
  readonly signatures: readonly SignatureVerdict[];
  /** Encrypted layers of the chain from here inwards, outermost first. */
  readonly encryptions: readonly EncryptionVerdict[];
  /** What could not be read and is neither a signature's nor an envelope's. */
  readonly reasons: readonly Reason[];
  readonly certificates: readonly Der[];
  readonly errant: readonly ErrantPart[];
}

/** A layer of which nothing more is known. */
export function bareLayer(layer: Layer, found: Partial<OpenedLayer> = {}): OpenedLayer {
  const nothing = { signatures: [], encryptions: [], reasons: [], certificates: [], errant: [] };
  return { root: undefined, ...nothing, ...found, layer };
}

export function inner(place: Place, child = 0): Place {
  return { path: `${place.path}.${child}`, isRoot: place.isRoot, depth: place.depth + 1 };
}
