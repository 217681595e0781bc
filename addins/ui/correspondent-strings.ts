import { type AcceptanceGround, type CertificateSource, type ImportOutcome } from '../../shared/index';
import { type Language } from './props';

/** Words about certificates of others; apart from the rest because most visits need none of them. */
export interface CorrespondentStrings {
  readonly heading: string;
  readonly help: string;
  readonly none: string;
  readonly noneFound: string;
  readonly search: string;
  readonly count: (count: number) => string;
  readonly more: string;
  readonly details: string;
  readonly detailsLabel: (who: string) => string;
  readonly back: string;
  readonly waitingTitle: string;
  readonly waitingHelp: string;
  readonly confirm: string;
  readonly confirmLabel: (address: string) => string;
  readonly confirmTitle: (address: string) => string;
  readonly confirmHelp: string;
  readonly confirmYes: string;
  readonly confirmNo: string;
  readonly confirmed: string;
  readonly known: string;
  readonly isNew: string;
  readonly fingerprint: string;
  readonly firstSeen: string;
  readonly source: string;
  readonly sources: Readonly<Record<CertificateSource['kind'], string>>;
  /** By the name of the place; another is shown as it is. */
  readonly places: Readonly<Record<string, string>>;
  readonly standing: string;
  readonly grounds: Readonly<Record<AcceptanceGround, string>>;
  readonly waits: string;
  readonly uses: string;
  readonly use: Readonly<Record<'sign' | 'encrypt', string>>;
  readonly noUse: string;
  readonly used: string;
  readonly notUsed: string;
  readonly usable: string;
  readonly usableOwn: string;
  readonly unusable: string;
  readonly validity: string;
  /** By the day on which it ended, ends or begins. */
  readonly dates: Readonly<Record<'within' | 'expired' | 'not-yet-valid', (day: string) => string>>;
  readonly allowExpired: string;
  readonly allowExpiredHelp: string;
  readonly expiredAllowed: (day: string) => string;
  readonly forbidExpired: string;
  readonly expiredForbidden: string;
  readonly save: string;
  readonly formats: Readonly<Record<'cer' | 'pem' | 'p7b' | 'vcf', string>>;
  readonly filename: string;
  readonly gone: string;
  readonly remove: string;
  readonly removeLabel: (who: string) => string;
  readonly removeTitle: string;
  readonly removeHelp: string;
  readonly keep: string;
  readonly addTitle: string;
  readonly addHelp: string;
  readonly choose: string;
  readonly drop: string;
  readonly outcomes: Readonly<Record<ImportOutcome, string>>;
  readonly sum: (count: number, outcome: string) => string;
  readonly fileFailed: (file: string) => string;
  readonly cut: string;
  readonly notAll: (count: number) => string;
  readonly attachments: (names: string) => string;
  readonly addAttachments: string;
  readonly changedTitle: (address: string) => string;
  readonly changedHelp: string;
}

const en: CorrespondentStrings = {
  heading: 'Certificates of other people',
  help: 'Whom you can write to encrypted. Certificates of people who write to you signed are kept by themselves.',
  none: 'None yet. The certificate of somebody who writes to you signed is kept here by itself.',
  noneFound: 'Nobody of that name or address.',
  search: 'Search by name or address',
  count: (count) => (count === 1 ? '1 certificate' : `${count} certificates`),
  more: 'Show more',
  details: 'Details',
  detailsLabel: (who) => `Details: ${who}`,
  back: 'Back to all people',
  waitingTitle: 'To be confirmed',
  waitingHelp:
    'These addresses were known with another key. A new certificate is often only that; but somebody else could also have got one in their name. Nothing is encrypted to the new key before you confirm it.',
  confirm: 'Use the new certificate…',
  confirmLabel: (address) => `Use the new certificate… ${address}`,
  confirmTitle: (address) => `Does the new certificate belong to ${address}?`,
  confirmHelp:
    'Ask them another way, by telephone for instance, and compare the fingerprint. Once confirmed, your messages to this address are encrypted to it.',
  confirmYes: 'Yes, use it',
  confirmNo: 'Not now',
  confirmed: 'Confirmed. From now on it is used.',
  known: 'Known until now',
  isNew: 'New',
  fingerprint: 'Fingerprint (SHA-256)',
  firstSeen: 'First seen',
  source: 'Came from',
  sources: {
    harvested: 'a signed message',
    imported: 'a file that you added',
    'looked-up': 'a look-up',
    administrator: 'your organisation',
    unrecorded: 'not recorded',
  },
  places: {
    'address-book': 'address book',
    'host-store': 'certificate store of the mail program',
    exchange: 'Exchange',
    ldap: 'LDAP directory',
    dns: 'DNS',
    web: 'web address',
    issuer: 'its authority',
  },
  standing: 'For this address',
  grounds: {
    first: 'the first that was known',
    'same-key': 'same key as before',
    'signed-by-accepted': 'named in a message that the known key signed',
    confirmed: 'confirmed by you',
    administrator: 'published by your organisation',
  },
  waits: 'waits for your confirmation, is not used',
  uses: 'For',
  use: { sign: 'signing', encrypt: 'encrypting' },
  noUse: 'neither signing nor encrypting',
  used: 'Messages to this address are encrypted to this one.',
  notUsed: 'Not used now',
  usable: 'Can be written to encrypted.',
  usableOwn: 'Can be written to encrypted, to a certificate of your own.',
  unusable: 'Cannot be written to encrypted now:',
  validity: 'Validity',
  dates: {
    within: (day) => `Valid until ${day}`,
    expired: (day) => `Expired on ${day}`,
    'not-yet-valid': (day) => `Not valid before ${day}`,
  },
  allowExpired: 'Use although expired',
  allowExpiredHelp:
    'Nobody looks after an expired certificate any longer: whether its key was stolen since, you would not learn. Better ask for a new one.',
  expiredAllowed: (day) => `On ${day} you allowed using it although it has expired.`,
  forbidExpired: 'Do not use it any longer',
  expiredForbidden: 'Your organisation does not allow using expired certificates.',
  save: 'Save as a file',
  formats: { cer: 'Certificate (.cer)', pem: 'Text (.pem)', p7b: 'With issuers (.p7b)', vcf: 'Card (.vcf)' },
  filename: 'certificate',
  gone: 'This certificate is no longer here.',
  remove: 'Remove',
  removeLabel: (who) => `Remove the certificate of ${who}`,
  removeTitle: 'Remove this certificate?',
  removeHelp: 'It comes back with the next signed message that brings it.',
  keep: 'Keep',
  addTitle: 'Add from files',
  addHelp: 'Certificates (.cer, .crt, .pem), bundles (.p7b, .p7c), cards (.vcf) and directories (.ldif).',
  choose: 'Choose files',
  drop: 'Or drop files here.',
  outcomes: {
    added: 'added',
    known: 'already here',
    waiting: 'waits for your confirmation',
    authority: 'issuer, kept and not trusted',
    'no-address': 'names no mail address: not kept',
    'not-for-mail': 'not for mail: not kept',
    unreadable: 'cannot be read',
    elsewhere: 'only a link, which is not followed',
    'too-many': 'too many of this address, or issuers: not kept',
  },
  sum: (count, outcome) => `${count} × ${outcome}`,
  fileFailed: (file) => `${file}: nothing of it was kept.`,
  cut: 'There was more in the files than is read at one time.',
  notAll: (count) => `And ${count} more.`,
  attachments: (names) => `This message brings certificates: ${names}`,
  addAttachments: 'Add to my people',
  changedTitle: (address) => `${address} signed with a new key`,
  changedHelp:
    'Until now this address was known with another one. Your messages are not encrypted to the new key before you confirm it.',
};

const de: CorrespondentStrings = {
  heading: 'Zertifikate anderer Personen',
  help: 'Wem Sie verschlüsselt schreiben können. Zertifikate von Personen, die Ihnen signiert schreiben, werden von selbst aufgehoben.',
  none: 'Noch keine. Das Zertifikat von jemandem, der Ihnen signiert schreibt, wird hier von selbst aufgehoben.',
  noneFound: 'Niemand mit diesem Namen oder dieser Adresse.',
  search: 'Nach Name oder Adresse suchen',
  count: (count) => (count === 1 ? '1 Zertifikat' : `${count} Zertifikate`),
  more: 'Mehr zeigen',
  details: 'Details',
  detailsLabel: (who) => `Details: ${who}`,
  back: 'Zurück zu allen Personen',
  waitingTitle: 'Zu bestätigen',
  waitingHelp:
    'Diese Adressen waren mit einem anderen Schlüssel bekannt. Oft ist ein neues Zertifikat nur das; aber auch jemand anderes könnte sich eines auf ihren Namen beschafft haben. Für den neuen Schlüssel wird nichts verschlüsselt, bevor Sie ihn bestätigen.',
  confirm: 'Neues Zertifikat verwenden…',
  confirmLabel: (address) => `Neues Zertifikat verwenden… ${address}`,
  confirmTitle: (address) => `Gehört das neue Zertifikat zu ${address}?`,
  confirmHelp:
    'Fragen Sie auf anderem Weg nach, etwa am Telefon, und vergleichen Sie den Fingerabdruck. Nach der Bestätigung werden Ihre Nachrichten an diese Adresse dafür verschlüsselt.',
  confirmYes: 'Ja, verwenden',
  confirmNo: 'Jetzt nicht',
  confirmed: 'Bestätigt. Von jetzt an wird es verwendet.',
  known: 'Bisher bekannt',
  isNew: 'Neu',
  fingerprint: 'Fingerabdruck (SHA-256)',
  firstSeen: 'Zuerst gesehen',
  source: 'Kam aus',
  sources: {
    harvested: 'einer signierten Nachricht',
    imported: 'einer Datei, die Sie hinzugefügt haben',
    'looked-up': 'einer Suche',
    administrator: 'Ihrer Organisation',
    unrecorded: 'nicht festgehalten',
  },
  places: {
    'address-book': 'Adressbuch',
    'host-store': 'Zertifikatsspeicher des Mailprogramms',
    exchange: 'Exchange',
    ldap: 'LDAP-Verzeichnis',
    dns: 'DNS',
    web: 'Webadresse',
    issuer: 'sein Aussteller',
  },
  standing: 'Für diese Adresse',
  grounds: {
    first: 'das erste, das bekannt war',
    'same-key': 'derselbe Schlüssel wie zuvor',
    'signed-by-accepted': 'genannt in einer Nachricht, die der bekannte Schlüssel signiert hat',
    confirmed: 'von Ihnen bestätigt',
    administrator: 'von Ihrer Organisation veröffentlicht',
  },
  waits: 'wartet auf Ihre Bestätigung, wird nicht verwendet',
  uses: 'Zum',
  use: { sign: 'Signieren', encrypt: 'Verschlüsseln' },
  noUse: 'weder zum Signieren noch zum Verschlüsseln',
  used: 'Nachrichten an diese Adresse werden hierfür verschlüsselt.',
  notUsed: 'Wird jetzt nicht verwendet',
  usable: 'Sie können verschlüsselt schreiben.',
  usableOwn: 'Sie können verschlüsselt schreiben, an ein eigenes Zertifikat von Ihnen.',
  unusable: 'Sie können jetzt nicht verschlüsselt schreiben:',
  validity: 'Gültigkeit',
  dates: {
    within: (day) => `Gültig bis ${day}`,
    expired: (day) => `Abgelaufen am ${day}`,
    'not-yet-valid': (day) => `Noch nicht gültig, erst ab ${day}`,
  },
  allowExpired: 'Trotz Ablauf verwenden',
  allowExpiredHelp:
    'Um ein abgelaufenes Zertifikat kümmert sich niemand mehr: Ob sein Schlüssel seitdem gestohlen wurde, erführen Sie nicht. Bitten Sie besser um ein neues.',
  expiredAllowed: (day) => `Am ${day} haben Sie erlaubt, es trotz Ablauf zu verwenden.`,
  forbidExpired: 'Nicht mehr verwenden',
  expiredForbidden: 'Ihre Organisation erlaubt nicht, abgelaufene Zertifikate zu verwenden.',
  save: 'Als Datei speichern',
  formats: { cer: 'Zertifikat (.cer)', pem: 'Text (.pem)', p7b: 'Mit Ausstellern (.p7b)', vcf: 'Visitenkarte (.vcf)' },
  filename: 'zertifikat',
  gone: 'Dieses Zertifikat ist nicht mehr da.',
  remove: 'Entfernen',
  removeLabel: (who) => `Das Zertifikat von ${who} entfernen`,
  removeTitle: 'Dieses Zertifikat entfernen?',
  removeHelp: 'Es kommt wieder mit der nächsten signierten Nachricht, die es mitbringt.',
  keep: 'Behalten',
  addTitle: 'Aus Dateien hinzufügen',
  addHelp: 'Zertifikate (.cer, .crt, .pem), Bündel (.p7b, .p7c), Visitenkarten (.vcf) und Verzeichnisse (.ldif).',
  choose: 'Dateien auswählen',
  drop: 'Oder Dateien hier ablegen.',
  outcomes: {
    added: 'hinzugefügt',
    known: 'schon da',
    waiting: 'wartet auf Ihre Bestätigung',
    authority: 'Aussteller, aufgehoben und nicht vertraut',
    'no-address': 'nennt keine Mailadresse: nicht aufgehoben',
    'not-for-mail': 'nicht für Mail: nicht aufgehoben',
    unreadable: 'nicht lesbar',
    elsewhere: 'nur ein Verweis, dem nicht gefolgt wird',
    'too-many': 'zu viele dieser Adresse oder zu viele Aussteller: nicht aufgehoben',
  },
  sum: (count, outcome) => `${count} × ${outcome}`,
  fileFailed: (file) => `${file}: Davon wurde nichts aufgehoben.`,
  cut: 'In den Dateien war mehr, als auf einmal gelesen wird.',
  notAll: (count) => `Und ${count} weitere.`,
  attachments: (names) => `Diese Nachricht bringt Zertifikate mit: ${names}`,
  addAttachments: 'Zu meinen Personen hinzufügen',
  changedTitle: (address) => `${address} hat mit einem neuen Schlüssel signiert`,
  changedHelp:
    'Bisher war diese Adresse mit einem anderen bekannt. Ihre Nachrichten werden für den neuen Schlüssel nicht verschlüsselt, bevor Sie ihn bestätigen.',
};

const CATALOGUES: Readonly<Record<Language, CorrespondentStrings>> = { en, de };

export function useCorrespondentStrings(language: Language): CorrespondentStrings {
  return CATALOGUES[language];
}
