import { type Bytes, type Der } from '../../base/bytes';

/** Who a RecipientInfo is for (RFC 5652 6.2.1, 6.2.2). */
export type RecipientIdentifier =
  | { readonly kind: 'issuer-serial'; readonly issuer: Der; readonly serial: string }
  | { readonly kind: 'ski'; readonly keyIdentifier: Bytes };

/** One RecipientInfo, read as far as choosing a key needs; `der` is the whole of it as received. RFC 5652 6.2. */
export interface RecipientInfo {
  readonly kind: 'ktri' | 'kari' | 'kekri' | 'pwri' | 'kemri' | 'other';
  readonly der: Der;
  /** One for ktri, one for each recipientEncryptedKey for kari, none otherwise. */
  readonly identifiers: readonly RecipientIdentifier[];
  /** By the names of the inspector contract; unknown: dotted. */
  readonly keyEncryptionAlgorithm: string;
}
