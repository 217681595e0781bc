import { hex } from '../base/bytes';
import { children, readOid } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate, type KeyUsage } from './certificate';
import { extensionValue } from './extension';
import { type GeneralName } from './general-name';
import { type KeyAlgorithm } from './public-key';
import { signatureAlgorithmName, signatureDigest } from './signature-algorithm';

/** What a certificate says of itself, for people: claims all of it, checked by a path only. */
export interface CertificateFacts {
  /** RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, lower case. */
  readonly serial: string;
  /** Every mail address: those of subjectAltName, then emailAddress of the subject, each once. */
  readonly addresses: readonly string[];
  /** What subjectAltName names besides, such as "dns:example.org". */
  readonly otherNames: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyAlgorithm: KeyAlgorithm;
  /** 0 where unknown. */
  readonly keyBits: number;
  readonly usages: readonly KeyUsage[];
  /** Undefined: no extKeyUsage, so any purpose. By name, dotted where it has none here. */
  readonly purposes: readonly string[] | undefined;
  /** Of certificatePolicies, dotted. */
  readonly policies: readonly string[];
  readonly isCa: boolean;
  /** Certificates of authorities that may follow. */
  readonly pathLength?: number;
  readonly isSelfIssued: boolean;
  readonly signatureAlgorithm: string;
  /** Undefined where the algorithm names none. */
  readonly signatureDigest: string | undefined;
  /** What could not be read, by the name of the part. */
  readonly defects: readonly string[];
}

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  [OID.emailProtection]: 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.5.5.7.3.36': 'documentSigning',
  '1.3.6.1.4.1.311.20.2.2': 'smartcardLogon',
  '1.3.6.1.4.1.311.10.3.4': 'encryptingFileSystem',
  '1.3.6.1.4.1.311.10.3.12': 'msDocumentSigning',
  [OID.anyExtendedKeyUsage]: 'anyExtendedKeyUsage',
};

/** The name RFC 5280 4.2.1.12 or its maker gives a purpose; dotted where there is none here. */
export const purposeName = (id: string): string => PURPOSES[id] ?? id;

/** Never throws: what cannot be read is left out and named in `defects`. */
export function certificateFacts(certificate: Certificate): CertificateFacts {
  const { subject, issuer, serial, notBefore, notAfter, publicKey, basicConstraints } = certificate;
  const policies = policiesOf(certificate);
  return {
    subject: subject.text,
    issuer: issuer.text,
    serial,
    addresses: addressesOf(certificate),
    otherNames: certificate.subjectAltNames.flatMap(otherName),
    notBefore,
    notAfter,
    keyAlgorithm: publicKey.algorithm,
    keyBits: publicKey.bits,
    usages: [...(certificate.keyUsage ?? [])],
    purposes: certificate.extendedKeyUsage?.map(purposeName),
    policies: policies ?? [],
    isCa: basicConstraints?.ca === true,
    ...(basicConstraints?.pathLength !== undefined && { pathLength: basicConstraints.pathLength }),
    isSelfIssued: certificate.isSelfIssued,
    signatureAlgorithm: signatureAlgorithmName(certificate.signatureAlgorithm),
    signatureDigest: signatureDigest(certificate.signatureAlgorithm),
    defects: [...certificate.defects, ...(policies ? [] : ['certificatePolicies'])],
  };
}

/** A path counts emailAddress only where subjectAltName has no address (RFC 8550 3); shown are all. */
function addressesOf({ addresses, subject }: Certificate): readonly string[] {
  const inSubject = subject.rdns.flat().flatMap(({ type, text }) => (type === OID.emailAddress && text ? [text] : []));
  return [...new Set([...addresses, ...inSubject])];
}

function otherName(name: GeneralName): readonly string[] {
  switch (name.kind) {
    case 'rfc822':
    case 'smtp-utf8':
      return [];
    case 'dns':
    case 'uri':
      return [`${name.kind}:${name.text}`];
    case 'directory':
      return [`directory:${name.name.text}`];
    case 'ip':
      return [`ip:${hex(name.octets)}`];
    case 'other':
      return [`other:${name.type}`];
    default:
      return [name.kind];
  }
}

/** RFC 5280 4.2.1.4; undefined where the extension cannot be read. */
function policiesOf({ extensions }: Certificate): readonly string[] | undefined {
  const extension = extensions.find(({ id }) => id === OID.certificatePolicies);
  if (!extension) return [];
  try {
    return children(extensionValue(extension.value)).flatMap((information) =>
      children(information).slice(0, 1).map(readOid),
    );
  } catch {
    return undefined;
  }
}
