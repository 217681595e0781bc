import { OID } from '../asn1/oids';
import { isMlKem } from './key-encapsulation';
import { type AlgorithmIdentifier } from './syntax/algorithm-identifier';
import { type RecipientInfo } from './syntax/recipient-info';

const AGREED: readonly string[] = [OID.ecPublicKey, OID.x25519, OID.x448, OID.dhPublicNumber, OID.dhKeyAgreement];

/** The kind of RecipientInfo that goes to a key of this algorithm, public or private; undefined for one that cannot have any. */
export function recipientKind({ oid }: AlgorithmIdentifier): RecipientInfo['kind'] | undefined {
  if (oid === OID.rsaEncryption || oid === OID.rsaesOaep) return 'ktri';
  if (AGREED.includes(oid)) return 'kari';
  return isMlKem(oid) ? 'kemri' : undefined;
}
