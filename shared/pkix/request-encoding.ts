import { type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import {
  bitString,
  children,
  contextTag,
  der,
  integer,
  oid,
  readOid,
  readTlv,
  sequence,
  setOf,
  type Tlv,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { extensionValue, readExtensions } from './extension';
import { readGeneralNames } from './general-name';
import { certificateSignature, type GeneratedKeys, keyTypeOf } from './key-generation';
import { type CertificateUse, mailExtensions } from './mail-extensions';
import { readName } from './name';
import { encodeName, type SubjectFields } from './name-encoding';
import { type KeyAlgorithm, readPublicKey } from './public-key';

/** What a request asks to be certified. */
export interface RequestedNames {
  readonly subject: SubjectFields;
  readonly addresses: readonly string[];
  readonly use: CertificateUse;
}

/**
 * A CertificationRequest (RFC 2986) in DER, signed by the key it is for, with the extensions that a certificate for mail
 * needs as extensionRequest (RFC 2985 5.4.2). Not checked: that addresses are addresses.
 */
export async function encodeCertificationRequest(names: RequestedNames, keys: GeneratedKeys): Promise<Der> {
  const signature = await certificateSignature(keys);
  const extensions = mailExtensions(names.addresses, names.use, keyTypeOf(keys.kind));
  const attribute = sequence(oid(OID.extensionRequest), setOf([sequence(...extensions)]));
  const info = sequence(integer(0), encodeName(names.subject), keys.spki, der(contextTag(0), attribute));
  return sequence(info, signature.algorithm, bitString(await signature.sign(info)));
}

/** What stands in a request of our own. */
export interface RequestContents {
  /** RFC 4514; empty where only addresses are asked for. */
  readonly subject: string;
  readonly addresses: readonly string[];
  readonly keyAlgorithm: KeyAlgorithm;
}

/** Reads a request that `encodeCertificationRequest` made. Throws `malformed-der`. Its signature is not checked. */
export function readRequestContents(request: Der): RequestContents {
  const [info] = children(readTlv(request));
  const [, subject, spki, attributes] = info ? children(info) : [];
  if (!subject || !spki || !attributes) throw new SignetError('malformed-der', 'a request lacks its parts');
  return {
    subject: readName(subject).text,
    addresses: children(attributes).flatMap(addressesIn),
    keyAlgorithm: readPublicKey(spki).algorithm,
  };
}

/** Addresses of the subjectAltName of an extensionRequest. */
function addressesIn(attribute: Tlv): readonly string[] {
  const [type, values] = children(attribute);
  const [list] = values ? children(values) : [];
  if (!type || !list || readOid(type) !== OID.extensionRequest) return [];
  const names = readExtensions(list).find(({ id }) => id === OID.subjectAltName);
  const found = names ? readGeneralNames(extensionValue(names.value)) : [];
  return found.flatMap((name) => (name.kind === 'rfc822' || name.kind === 'smtp-utf8' ? [name.text] : []));
}
