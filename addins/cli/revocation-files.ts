import { type Bytes, fromBase64, latin1Text, pemBlocks, type RevocationData } from '../../shared/index';
import { readFile } from './files';
import { type InspectRequest } from './request';

/** The CRLs and OCSP responses that a request names: DER, PEM (several in one file) or bare base64. Throws `host`. */
export function revocationData({ crls = [], ocsp = [] }: InspectRequest): RevocationData {
  const read = (kind: 'crl' | 'ocsp') => (path: string) =>
    unarmored(readFile(path)).map((octets) => ({ kind, octets, origin: 'given' }) as const);
  return { items: [...crls.flatMap(read('crl')), ...ocsp.flatMap(read('ocsp'))] };
}

/** What is no armor stays as it is: that it says nothing is for its reader to find. */
function unarmored(octets: Bytes): readonly Bytes[] {
  if (octets[0] === 0x30) return [octets];
  const blocks = pemBlocks(octets);
  if (blocks.length > 0) return blocks.filter(({ label }) => LABELS.test(label)).map((block) => block.octets);
  return [fromBase64(latin1Text(octets)) ?? octets];
}

const LABELS = /^(X509 CRL|CRL|OCSP RESPONSE)$/;
