import { type Bytes } from '../base/bytes';
import { type DigestedContent, readDigestedContent } from '../cms/digested-data';
import { reasonOfFailure } from '../verdict/encryption-verdict';
import { type Reason } from '../verdict/reason';

export interface OpenedDigest {
  /** Undefined where it could not be read or has another digest; `reasons` then says why. */
  readonly content?: DigestedContent;
  readonly reasons: readonly Reason[];
}

/** Reads one DigestedData and checks its digest. Never throws for what the message holds. */
export async function openDigested(cms: Bytes): Promise<OpenedDigest> {
  try {
    const content = await readDigestedContent(cms);
    return content.matches ? { content, reasons: [] } : { reasons: [{ code: 'malformed' }] };
  } catch (thrown) {
    return { reasons: [reasonOfFailure(thrown) ?? { code: 'malformed' }] };
  }
}
