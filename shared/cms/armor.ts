import { type Bytes } from '../base/bytes';
import { decodeBase64 } from '../base/base64';
import { pemBlocks } from '../base/pem';

const CMS_LABEL = /^(PKCS ?#?7( SIGNED DATA)?|CMS)$/;

/**
 * The binary octets of a CMS object that may be armored: PEM with a PKCS7 or CMS label (its first such block), or bare
 * base64. Undefined where it is neither and does not begin like a SEQUENCE. What comes back is not yet known to be CMS.
 */
export function unarmorCms(octets: Bytes): Bytes | undefined {
  if (octets[0] === 0x30 && !isBase64Text(octets.subarray(0, 64))) return octets;
  const block = pemBlocks(octets).find(({ label }) => CMS_LABEL.test(label));
  if (block) return block.octets;
  const { octets: decoded, clean } = decodeBase64(octets);
  return clean && decoded[0] === 0x30 && decoded.length > 2 ? decoded : undefined;
}

/** '0' is 0x30 too; base64 of a SEQUENCE begins with 'M', but text is told from octets by more than one character. */
function isBase64Text(octets: Bytes): boolean {
  return octets.every((octet) => octet === 10 || octet === 13 || (octet >= 0x2b && octet <= 0x7a));
}
