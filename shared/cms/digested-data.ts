import { equal, type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { octetString, TAG } from '../asn1/der';
import { ElementReader } from '../asn1/structure';
import { algorithmName, digestOf } from './algorithms';
import { readContentInfo } from './content-info';
import { digest } from './digest';
import { asMalformedCms, malformedCms } from './malformed';
import { readAlgorithm } from './syntax/algorithm-identifier';
import { readEncapsulatedContent } from './syntax/encapsulated-content';

export interface DigestedContent {
  readonly octets: Bytes;
  /** Dotted. */
  readonly contentType: string;
  /** Whether the content has the digest that stands with it: against accidents, as anybody can write another one. */
  readonly matches: boolean;
}

/**
 * The content of a DigestedData (RFC 5652 7). Rejects with `malformed-cms`, also where the content is left out, and with
 * `unsupported` for a digest that is not computed or another kind of CMS.
 */
export async function readDigestedContent(cms: Bytes): Promise<DigestedContent> {
  const { kind, content: value } = readContentInfo(cms);
  if (kind !== 'digested') throw new SignetError('unsupported', 'not a DigestedData', kind);
  const { algorithm, contentType, content, expected } = asMalformedCms(() => {
    const reader = new ElementReader(value, 'DigestedData');
    reader.take('version', TAG.integer);
    const { oid } = readAlgorithm(reader.take('digestAlgorithm', TAG.sequence));
    const encapsulated = readEncapsulatedContent(reader.take('encapContentInfo', TAG.sequence));
    return { algorithm: oid, ...encapsulated, expected: octetString(reader.take('digest', TAG.octetString)) };
  });
  const name = digestOf(algorithm);
  if (!name) throw new SignetError('unsupported', 'this digest', algorithmName(algorithm));
  if (!content) throw malformedCms('a DigestedData without content');
  return { octets: content, contentType, matches: equal(await digest(name, content), expected) };
}
