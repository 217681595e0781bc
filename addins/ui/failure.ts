import { errorCode, errorText, SignetError } from '../../shared/index';
import { plainText } from './plain-text';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

/** What a screen shows of anything thrown. */
export function failureOf(thrown: unknown): Failure {
  return { code: errorCode(thrown), subject: thrown instanceof SignetError ? thrown.subject : undefined };
}

/**
 * The sentence for a failure, with what to do: the core's own; for storage and the worker, ours, because only we know
 * what happened.
 */
export function failureText({ code, subject }: Failure, language: Language): string {
  const { storage, worker } = useStrings(language);
  if (code === 'host' && subject === 'worker') return worker;
  const known = code === 'storage' && subject !== undefined && Object.hasOwn(storage, subject);
  return known ? storage[subject as keyof typeof storage] : plainText(errorText(code, subject, language), 1_000);
}
