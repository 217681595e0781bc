import { type Bytes, concat, type Der, utf8Bytes } from '../base/bytes';
import { pemText } from '../base/pem';
import { encodeCertsOnly } from '../cms/certs-only';

/** Forms in which a certificate is given to others: DER, PEM, and certs-only with the issuers. */
export type CertificateFormat = 'cer' | 'pem' | 'p7b';

export interface CertificateFile {
  readonly octets: Bytes;
  /** Of the file name, without the dot. */
  readonly ending: CertificateFormat;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<CertificateFormat, string>> = {
  cer: 'application/pkix-cert',
  pem: 'application/x-pem-file',
  p7b: 'application/x-pkcs7-certificates',
};

/** The public certificate of an identity as a file; `pem` and `p7b` with its chain. There is no key in any of them. */
export function certificateFile(
  { certificate, chain }: { readonly certificate: Der; readonly chain: readonly Der[] },
  format: CertificateFormat,
): CertificateFile {
  const all = [certificate, ...chain];
  const octets = {
    cer: (): Bytes => certificate.slice(),
    pem: () => concat(all.map((one) => utf8Bytes(pemText('CERTIFICATE', one)))),
    p7b: () => encodeCertsOnly(all),
  }[format]();
  return { octets, ending: format, contentType: CONTENT_TYPES[format] };
}
