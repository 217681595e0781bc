import { errorCode, SignetError } from '../../shared/index';
import { type Failure } from './props';

/** What a screen shows of anything thrown. */
export function failureOf(thrown: unknown): Failure {
  return { code: errorCode(thrown), subject: thrown instanceof SignetError ? thrown.subject : undefined };
}
