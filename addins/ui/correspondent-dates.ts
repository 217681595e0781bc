import { type CorrespondentCertificate } from '../../shared/index';
import { useCorrespondentStrings } from './correspondent-strings';
import { dayText } from './formats';
import { type Language } from './props';

/** Whether a certificate is within its dates, with the day that matters. */
export function datesText(
  { dates, notBefore, notAfter }: Pick<CorrespondentCertificate, 'dates' | 'notBefore' | 'notAfter'>,
  language: Language,
): string {
  const day = dates === 'not-yet-valid' ? notBefore : notAfter;
  return useCorrespondentStrings(language).dates[dates](dayText(day, language));
}
