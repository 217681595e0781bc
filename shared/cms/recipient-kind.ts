import { OID } from '../asn1/oids';
import { type AlgorithmIdentifier } from './syntax/algorithm-identifier';
import { type RecipientInfo } from './syntax/recipient-info';

const AGREED: readonly string[] = [OID.ecPublicKey, OID.x25519, OID.x448, OID.dhPublicNumber, OID.dhKeyAgreement];

/** The parameter sets of FIPS 203 by object identifier (RFC 9936), with their names in the library. */
export const ML_KEM = {
  [OID.mlKem512]: 'ml_kem512',
  [OID.mlKem768]: 'ml_kem768',
  [OID.mlKem1024]: 'ml_kem1024',
} as const;
export type MlKemId = keyof typeof ML_KEM;

export const isMlKem = (id: string): id is MlKemId => id in ML_KEM;

/** The kind of RecipientInfo that goes to a key of this algorithm, public or private; undefined for one that cannot have any. */
export function recipientKind({ oid }: AlgorithmIdentifier): RecipientInfo['kind'] | undefined {
  if (oid === OID.rsaEncryption || oid === OID.rsaesOaep) return 'ktri';
  if (AGREED.includes(oid)) return 'kari';
  return isMlKem(oid) ? 'kemri' : undefined;
}
