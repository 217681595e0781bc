import { OID } from '../asn1/oids';

/** Content encryption that this project writes: EnvelopedData for CBC, AuthEnvelopedData for GCM. */
export type ContentAlgorithm = 'aes-256-cbc' | 'aes-128-cbc' | 'aes-256-gcm' | 'aes-128-gcm';

export const CONTENT_OIDS: Readonly<Record<ContentAlgorithm, string>> = {
  'aes-128-cbc': OID.aes128Cbc,
  'aes-256-cbc': OID.aes256Cbc,
  'aes-128-gcm': OID.aes128Gcm,
  'aes-256-gcm': OID.aes256Gcm,
};
