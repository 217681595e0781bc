import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { inflateZlib } from '../base/inflate';
import { TAG } from '../asn1/der';
import { ElementReader } from '../asn1/structure';
import { readContentInfo } from './content-info';
import { asMalformedCms, malformedCms } from './malformed';
import { readAlgorithm } from './syntax/algorithm-identifier';
import { readEncapsulatedContent } from './syntax/encapsulated-content';

const ZLIB = '1.2.840.113549.1.9.16.3.8';

/** What a CompressedData holds. */
export interface DecompressedContent {
  readonly octets: Bytes;
  /** Dotted. */
  readonly contentType: string;
}

/**
 * The content of a CompressedData (RFC 3274), at most `limit` octets. Throws `limit` while inflating where it comes to
 * more, `malformed-cms` where it is damaged, `unsupported` for another compression or another kind of CMS.
 */
export function decompressContent(cms: Bytes, limit: number): DecompressedContent {
  const { kind, content: value } = readContentInfo(cms);
  if (kind !== 'compressed') throw new SignetError('unsupported', 'not a CompressedData', kind);
  const { algorithm, contentType, content } = asMalformedCms(() => {
    const reader = new ElementReader(value, 'CompressedData');
    reader.take('version', TAG.integer);
    const { oid } = readAlgorithm(reader.take('compressionAlgorithm', TAG.sequence));
    return { algorithm: oid, ...readEncapsulatedContent(reader.take('encapContentInfo', TAG.sequence)) };
  });
  if (algorithm !== ZLIB) throw new SignetError('unsupported', 'a compression that is not zlib', algorithm);
  if (!content) throw malformedCms('a CompressedData without content');
  const octets = inflateZlib(content, limit);
  if (octets === 'limit') throw new SignetError('limit', 'more compressed octets than are inflated', 'inflatedOctets');
  if (octets === 'malformed') throw malformedCms('a zlib stream that is damaged');
  return { octets, contentType };
}
