import { type Bytes, type Der } from '../base/bytes';
import { digest } from '../base/digest';
import { children, der, nullValue, octets, oid, readOid, readTlv, sequence, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { bitStringOctets } from '../asn1/structure';
import { type Certificate } from './certificate';
import { extensionValue } from './extension';
import { readGeneralName } from './general-name';

/** Where a certificate says that its status and its issuer can be asked for. Claims: nothing here fetches or trusts them. */
export interface RevocationLocations {
  /** URIs of cRLDistributionPoints, RFC 5280 4.2.1.13. */
  readonly crl: readonly string[];
  /** id-ad-ocsp of authorityInfoAccess, RFC 5280 4.2.2.1. */
  readonly ocsp: readonly string[];
  /** id-ad-caIssuers of it. */
  readonly issuers: readonly string[];
}

/** The URIs of a certificate's extensions, whatever their scheme, each once. What cannot be read is left out. Never throws. */
export function revocationLocations(certificate: Certificate): RevocationLocations {
  return {
    crl: unique(valuesOf(certificate, OID.cRLDistributionPoints).flatMap(pointUris)),
    ocsp: accessUris(certificate, OID.adOcsp),
    issuers: accessUris(certificate, OID.adCaIssuers),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The elements of an extension that is a SEQUENCE OF. */
function valuesOf(certificate: Certificate, id: string): readonly Tlv[] {
  const extension = certificate.extensions.find((one) => one.id === id);
  return (extension && readable(() => children(extensionValue(extension.value)))) ?? [];
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** URIs of the fullName of one DistributionPoint. */
function pointUris(point: Tlv): readonly string[] {
  const uris = readable(() => {
    const name = children(point).find(({ tag }) => tag === 0xa0);
    const full = name && children(name).find(({ tag }) => tag === 0xa0);
    return full ? children(full).flatMap(uriOf) : [];
  });
  return uris ?? [];
}

function accessUris(certificate: Certificate, method: string): readonly string[] {
  const uris = valuesOf(certificate, OID.authorityInfoAccess).flatMap((description) => {
    const found = readable(() => {
      const [id, location] = children(description);
      return id && location && readOid(id) === method ? uriOf(location) : [];
    });
    return found ?? [];
  });
  return unique(uris);
}

function uriOf(name: Tlv): readonly string[] {
  const read = readable(() => readGeneralName(name));
  return read?.kind === 'uri' ? [read.text] : [];
}

/**
 * An OCSPRequest for one certificate (RFC 6960 4.1, RFC 9654 2.1 where a nonce is given): CertID with SHA-1, the one that
 * every responder knows, unsigned. Throws `malformed-der` for a key that is none.
 */
export async function ocspRequest(certificate: Certificate, issuer: Certificate, nonce?: Bytes): Promise<Der> {
  const [nameHash, keyHash] = await Promise.all([
    digest('sha1', certificate.issuer.der),
    digest('sha1', subjectPublicKey(issuer)),
  ]);
  const algorithm = sequence(oid(OID.sha1), nullValue());
  const id = sequence(algorithm, octets(nameHash), octets(keyHash), certificate.serialDer);
  return sequence(sequence(sequence(sequence(id)), ...(nonce ? [der(0xa2, sequence(nonceExtension(nonce)))] : [])));
}

function nonceExtension(nonce: Bytes): Der {
  return sequence(oid(OID.ocspNonce), octets(octets(nonce)));
}

/** The octets of the subjectPublicKey of a certificate: what key hashes of OCSP are made of. */
export function subjectPublicKey({ publicKey }: Certificate): Bytes {
  const key = children(readTlv(publicKey.spki))[1];
  return bitStringOctets(key ?? readTlv(publicKey.spki));
}
