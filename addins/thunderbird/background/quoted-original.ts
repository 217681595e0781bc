import { errorCode, type ViewedMessage } from '../../../shared/index';
import { type Answered } from '../host/compose-tabs';

/** Opens the message that is answered or forwarded. */
export type OpenQuoted = (messageId: number) => Promise<{ readonly view: Pick<ViewedMessage, 'summary'> }>;

/**
 * Whether the message that is answered or forwarded is encrypted, as one is that locked keys leave closed; undefined where it
 * cannot be opened or had.
 */
export async function isEncrypted(quoted: Answered | undefined, original: OpenQuoted): Promise<boolean | undefined> {
  if (quoted === undefined) return false;
  if (quoted === 'unknown') return undefined;
  return original(quoted).then(
    ({ view }) => view.summary.encryption !== 'none',
    (thrown: unknown) => (errorCode(thrown) === 'locked' ? true : undefined),
  );
}
