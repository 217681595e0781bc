import { type ErrorCode } from '../base/errors';
import { type Reason } from '../verdict/reason';

export type RefusalCode =
  | 'no-identity'
  | 'identity-expired'
  | 'identity-not-yet-valid'
  | 'identity-not-backed-up'
  | 'no-recipients'
  | 'recipient-certificate'
  | 'too-large'
  | ErrorCode;

/** Why a message is not sent. A send that is refused is refused with every reason at once. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The address it is about. */
  readonly address?: string;
  /** For a recipient's certificate: why the best one found is no good; empty where none was found. */
  readonly reasons?: readonly Reason[];
}
