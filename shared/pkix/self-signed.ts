import { type Der } from '../base/bytes';
import { bitString, children, contents, contextTag, der, integer, octets, readTlv, sequence, time } from '../asn1/der';
import { OID } from '../asn1/oids';
import { certificateSignature, type GeneratedKeys, keyTypeOf } from './key-generation';
import { extension, mailExtensions } from './mail-extensions';
import { encodeName } from './name-encoding';
import { TEST_ORGANIZATION } from './test-certificate';

export interface SelfSignedOptions {
  readonly commonName: string;
  readonly address: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * A certificate for trying out, signed by its own key and marked so in its name. No authority: it certifies nothing else
 * (RFC 5280 4.2.1.9, no basicConstraints). Not checked: that the address is one.
 */
export async function encodeSelfSigned(options: SelfSignedOptions, keys: GeneratedKeys): Promise<Der> {
  const { commonName, address, notBefore, notAfter } = options;
  const signature = await certificateSignature(keys);
  const name = encodeName({ commonName, organization: TEST_ORGANIZATION });
  const identifier = extension(OID.subjectKeyIdentifier, octets(await keyIdentifier(keys.spki)));
  const extensions = sequence(...mailExtensions([address], 'both', keyTypeOf(keys.kind)), identifier);
  const tbs = sequence(
    der(contextTag(0), integer(2)),
    integer(serialNumber()),
    signature.algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    keys.spki,
    der(contextTag(3), extensions),
  );
  return sequence(tbs, signature.algorithm, bitString(await signature.sign(tbs)));
}

/** Positive, random, 127 bits: no two test identities share issuer and serial number. */
function serialNumber(): Uint8Array {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[0] = ((octets[0] as number) & 0x7f) | 0x40;
  return octets;
}

/** RFC 5280 4.2.1.2 (1). */
async function keyIdentifier(spki: Der): Promise<Uint8Array> {
  const [, key] = children(readTlv(spki));
  const octets = key ? contents(key).subarray(1) : spki;
  return new Uint8Array(await crypto.subtle.digest('SHA-1', octets));
}
