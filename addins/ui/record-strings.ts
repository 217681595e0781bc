import { type Language } from './props';

/** Words of the panel about the record of decisions. */
const en = {
  heading: 'Record of decisions',
  about:
    'Signet can write down what was decided about your messages: when, by which rule, for which domains, and what was let go how. No subjects, no texts and no names of people. It stays on this computer, for 180 days at most.',
  keep: 'Keep this record',
  required: 'Your organisation requires this record. It cannot be switched off or erased here.',
  none: 'Nothing is written down yet.',
  lines: (count: number) => (count === 1 ? '1 line' : `${count} lines`),
  saveJson: 'Save as JSON',
  saveCsv: 'Save as CSV',
  erase: 'Erase',
  newest: 'The newest lines',
  events: { 'let-go': 'let go', refused: 'refused', asked: 'asked', agreed: 'agreed', held: 'held' },
  signed: 'signed',
  encrypted: 'encrypted',
  plain: 'not protected',
  to: (domains: string) => `to ${domains}`,
};

const de: typeof en = {
  heading: 'Aufzeichnung der Entscheidungen',
  about:
    'Signet kann aufschreiben, was über Ihre Nachrichten entschieden wurde: wann, nach welcher Regel, für welche Domänen, und was wie durchgelassen wurde. Keine Betreffe, keine Texte und keine Namen von Personen. Es bleibt auf diesem Rechner, höchstens 180 Tage.',
  keep: 'Diese Aufzeichnung führen',
  required: 'Ihre Organisation verlangt diese Aufzeichnung. Sie lässt sich hier nicht abschalten oder löschen.',
  none: 'Noch ist nichts aufgeschrieben.',
  lines: (count) => (count === 1 ? '1 Zeile' : `${count} Zeilen`),
  saveJson: 'Als JSON speichern',
  saveCsv: 'Als CSV speichern',
  erase: 'Löschen',
  newest: 'Die neuesten Zeilen',
  events: {
    'let-go': 'durchgelassen',
    refused: 'abgelehnt',
    asked: 'gefragt',
    agreed: 'zugestimmt',
    held: 'zurückgehalten',
  },
  signed: 'signiert',
  encrypted: 'verschlüsselt',
  plain: 'ungeschützt',
  to: (domains) => `an ${domains}`,
};

export type RecordStrings = typeof en;

export const useRecordStrings = (language: Language): RecordStrings => (language === 'de' ? de : en);
