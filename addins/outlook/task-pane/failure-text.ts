import { errorCode, errorText, SignetError } from '../../../shared/index';
import { useStrings, type Language } from '../../ui/index';

/** The sentence for anything thrown: what the host or the mail server did in our words, the rest in the core's. */
export function failureText(thrown: unknown, language: Language): string {
  const subject = thrown instanceof SignetError ? thrown.subject : undefined;
  const code = errorCode(thrown);
  if (code !== 'host') return errorText(code, subject, language);
  const { host } = useStrings(language).outlook;
  return isKnown(host, subject) ? host[subject] : host.other;
}

function isKnown<Texts extends object>(texts: Texts, subject: string | undefined): subject is string & keyof Texts {
  return subject !== undefined && Object.hasOwn(texts, subject);
}
