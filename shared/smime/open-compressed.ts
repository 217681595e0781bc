import { type Bytes } from '../base/bytes';
import { decompressContent, type DecompressedContent } from '../cms/compressed-data';
import { reasonOfFailure } from '../verdict/encryption-verdict';
import { type Reason } from '../verdict/reason';

export interface OpenedCompression {
  /** Undefined where it could not be read; `reasons` then says why. */
  readonly content?: DecompressedContent;
  readonly reasons: readonly Reason[];
}

/** Undoes one CompressedData of at most `limit` octets inside. Never throws for what the message holds. */
export function openCompressed(cms: Bytes, limit: number): OpenedCompression {
  try {
    return { content: decompressContent(cms, limit), reasons: [] };
  } catch (thrown) {
    return { reasons: [reasonOfFailure(thrown) ?? { code: 'malformed' }] };
  }
}
