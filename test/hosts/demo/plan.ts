import { type Bytes } from '../../../shared/base/bytes';
import { type ContinuityKind, type MessageContent, type SummaryState } from '../../../shared/index';
import { type DemoPerson } from './demo-people';
import { type Signing } from './signed-forms';

/** How a message of the demo mailbox is made, and what a reader must be told of it. */
export interface Plan {
  readonly key: string;
  readonly from: DemoPerson;
  /** Left out: the user of the mailbox. */
  readonly to?: { readonly name: string; readonly address: string };
  readonly subject: string;
  /** Further header fields. */
  readonly fields?: readonly (readonly [string, string])[];
  readonly content: MessageContent;
  readonly signed?: Signing;
  readonly encrypt?: boolean;
  readonly daysAgo?: number;
  readonly expected: SummaryState;
  readonly continuity?: ContinuityKind;
  /** Changes the finished message on its way. */
  readonly tamper?: (octets: Bytes) => Bytes;
}

export const letter = (...lines: readonly string[]): MessageContent => ({
  text: lines.join('\r\n'),
  html: lines.map((line) => `<p>${line}</p>`).join('\r\n'),
});
