import { type Bytes, type Der } from '../base/bytes';
import { LIMITS } from '../base/limits';
import {
  children,
  contextTag,
  der,
  encoded,
  octetString,
  oid,
  readTlv,
  sequence,
  setOf,
  TAG,
  type Tlv,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { CONTENT_OIDS, type ContentAlgorithm } from './content-algorithm';
import { oaepSha256 } from './key-transport';
import { asMalformedCms, malformedCms } from './malformed';
import { matchesCertificate } from './matches-certificate';
import { algorithmIdentifier, type AlgorithmIdentifier, readAlgorithm } from './syntax/algorithm-identifier';
import { readIdentifier, readOaepParameters, type RecipientIdentifier } from './syntax/recipient-info';

/** What a correspondent's program reads, in its order of preference (RFC 8551 2.5.2). A claim of its owner. */
export interface Capabilities {
  readonly algorithms: readonly AlgorithmIdentifier[];
}

/** Reads the value of a SMIMECapabilities attribute. Throws `malformed-cms`. */
export function readCapabilities(value: Bytes): Capabilities {
  return asMalformedCms(() => {
    const list = readTlv(value);
    if (list.tag !== TAG.sequence) throw malformedCms('SMIMECapabilities has another tag than expected');
    const found = children(list);
    if (found.length > LIMITS.capabilities) throw malformedCms('more capabilities than any program has');
    return { algorithms: found.map((one) => readAlgorithm(one)) };
  });
}

/** Whether the capabilities name this content encryption. */
export function readsContent({ algorithms }: Capabilities, algorithm: ContentAlgorithm): boolean {
  return algorithms.some((one) => one.oid === CONTENT_OIDS[algorithm]);
}

/** Whether the capabilities name RSAES-OAEP with SHA-256 for digest and mask: without parameters it means SHA-1. */
export function readsOaepSha256({ algorithms }: Capabilities): boolean {
  return algorithms.some((one) => {
    if (one.oid !== OID.rsaesOaep) return false;
    try {
      const { hash, maskHash } = readOaepParameters(one);
      return hash === OID.sha256 && maskHash === OID.sha256;
    } catch {
      return false;
    }
  });
}

/** What every device of the user reads beyond AES-CBC under PKCS #1 v1.5; only the user or a policy can know. */
export interface OwnDevices {
  readonly gcm?: boolean;
  readonly oaep?: boolean;
}

/** The value of SMIMECapabilities that tells it, strongest first. */
export function ownCapabilities({ gcm = false, oaep = false }: OwnDevices = {}): Der {
  const ids = gcm ? [OID.aes256Gcm, OID.aes256Cbc, OID.aes128Gcm, OID.aes128Cbc] : [OID.aes256Cbc, OID.aes128Cbc];
  return sequence(...ids.map((id) => algorithmIdentifier(id)), ...(oaep ? [oaepSha256()] : []));
}

const attribute = (type: string, value: Uint8Array): Der => sequence(oid(type), setOf([value]));

/** SMIMECapabilities as an attribute to be signed. */
export function capabilitiesAttribute(devices?: OwnDevices): Der {
  return attribute(OID.smimeCapabilities, ownCapabilities(devices));
}

/**
 * The certificate to encrypt to, as attributes to be signed: SMIMEEncryptionKeyPreference (RFC 8551 2.5.3) and the variant
 * that Outlook reads, both by issuer and serial number.
 */
export function keyPreferenceAttributes({ issuer, serialDer }: Certificate): readonly Der[] {
  return [
    attribute(OID.encrypKeyPref, der(contextTag(0), issuer.der, serialDer)),
    attribute(OID.microsoftEncryptionKeyPreference, sequence(issuer.der, serialDer)),
  ];
}

/** Reads the value of SMIMEEncryptionKeyPreference or of Microsoft's variant. Throws `malformed-cms`. */
export function readKeyPreference(value: Bytes): RecipientIdentifier {
  return asMalformedCms(() => {
    const choice = readTlv(value);
    switch (choice.tag) {
      case TAG.sequence:
        return readIdentifier(choice);
      case contextTag(0):
        return readIdentifier(retagged(choice));
      case contextTag(1):
        return {
          kind: 'ski',
          keyIdentifier: octetString(new ElementReader(choice, 'rKeyId', choice.tag).take('keyId', TAG.octetString)),
        };
      case contextTag(2, 'primitive'):
      case contextTag(2):
        return { kind: 'ski', keyIdentifier: octetString(choice) };
      default:
        throw malformedCms('an encryption key preference of unknown form');
    }
  });
}

function retagged(value: Tlv): Tlv {
  const octets = encoded(value).slice();
  octets[0] = TAG.sequence;
  return readTlv(octets);
}

/** The certificate that a key preference names, among those at hand; undefined where it names none or cannot be read. */
export function preferredCertificate(preference: Bytes, candidates: readonly Certificate[]): Certificate | undefined {
  try {
    const identifier = readKeyPreference(preference);
    return candidates.find((one) => matchesCertificate(identifier, one));
  } catch {
    return undefined;
  }
}
