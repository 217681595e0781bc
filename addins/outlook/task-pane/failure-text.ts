import { failureOf, failureText as commonText, useStrings, type Language } from '../../ui/index';

/** The sentence for anything thrown: what the host or the mail server did in our words, the rest as everywhere. */
export function failureText(thrown: unknown, language: Language): string {
  const failure = failureOf(thrown);
  if (failure.code !== 'host' || failure.subject === 'worker') return commonText(failure, language);
  const { host } = useStrings(language).outlook;
  return isKnown(host, failure.subject) ? host[failure.subject] : host.other;
}

function isKnown<Texts extends object>(texts: Texts, subject: string | undefined): subject is string & keyof Texts {
  return subject !== undefined && Object.hasOwn(texts, subject);
}
