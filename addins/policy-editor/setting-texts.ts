import { SETTINGS, type SettingName } from '../../shared/index';
import { type Language } from '../ui/index';

const GERMAN: Readonly<Record<SettingName, string>> = {
  sign: 'Ob Nachrichten signiert werden.',
  encrypt: 'Ob Nachrichten verschlüsselt werden; when-possible: wenn es von jedem Empfänger ein Zertifikat gibt.',
  form: 'Wie signierte Nachrichten geschrieben werden: clear lässt sich ohne S/MIME lesen.',
  headerProtection: 'Was verschlüsselte Nachrichten von ihrem Kopf verbergen (RFC 9788 3.2).',
  legacyDisplay: 'Wiederholt verborgene Felder im Text verschlüsselter Nachrichten.',
  tripleWrap: 'Signiert noch einmal um die Verschlüsselung herum (RFC 2634 1.1).',
  missingCertificate:
    'Was geschieht, wenn verschlüsselt werden soll und ein Empfänger kein brauchbares Zertifikat hat.',
  missingSigner: 'Was geschieht, wenn signiert werden soll und der Absender kein brauchbares Zertifikat hat.',
  mixedRecipients:
    'Wenn für die Empfänger Verschiedenes gilt: Das Strengste gilt für alle, oder die Nachricht wird geteilt.',
  'algorithms.floor': 'Die schwächste Verschlüsselung des Inhalts, die geschrieben wird.',
  'algorithms.ceiling': 'Die stärkste Verschlüsselung des Inhalts, die geschrieben wird.',
  archive: 'Ein weiterer Empfänger für Archive, der Verschlüsseltes lesen kann; der Absender sieht ihn.',
  'signers.issuers': 'Stellen, deren Zertifikate signieren dürfen, als SHA-256 eines Zertifikats im Pfad; leer: alle.',
  drafts:
    'Wie Thunderbird Entwürfe von Nachrichten aufbewahrt, die verschlüsselt werden sollen: an den Absender verschlüsselt, oder lesbar.',
  engine:
    'Welches S/MIME in Thunderbird signiert und verschlüsselt: unseres oder sein eigenes. Outlook hat nur unseres.',
  writing:
    'Wo verschlüsselte Nachrichten in Outlook geschrieben werden; pane: nur im Bereich von Signet, sodass kein Mailserver ihren Text sieht.',
  'anchors.added': 'Zertifikate, an denen ein Pfad enden darf, neben den öffentlichen.',
  'anchors.removed': 'Öffentliche Stellen, denen nicht vertraut wird, als SHA-256 ihres Zertifikats.',
  'anchors.public': 'Ob den öffentlichen Stellen vertraut wird.',
  'anchors.host': 'Ob den Stellen im Speicher von Thunderbird vertraut wird.',
  'anchors.user': 'Ob Stellen gelten, die Benutzer hinzufügen.',
  certificates: 'Zertifikate von Korrespondenten, die vor anderen gelten.',
  'recipients.expired': 'Ob an abgelaufene Zertifikate verschlüsselt werden darf.',
  'recipients.keys': 'Welche von mehreren gültigen Zertifikaten eines Empfängers benutzt werden.',
  identities: 'Identitätsdateien, die einmal importiert werden; wer die Richtlinie liest, kann die Schlüssel lesen.',
  'revocation.lookup': 'Wann Server gefragt werden dürfen, ob Zertifikate widerrufen wurden.',
  'revocation.required': 'Ein Zertifikat, das nicht geprüft wurde, bekommt kein positives Zeichen.',
  'revocation.softFail': 'Eine Prüfung ohne Ergebnis zählt als bestanden.',
  'revocation.relay': 'Wer nach Widerrufen fragt für jene, die es nicht können.',
  'lookUp.sources.address-book': 'Sucht Zertifikate in Adressbüchern.',
  'lookUp.sources.host-store': 'Sucht Zertifikate im Speicher von Thunderbird.',
  'lookUp.sources.exchange': 'Sucht Zertifikate in Exchange.',
  'lookUp.sources.ldap': 'Sucht Zertifikate in LDAP.',
  'lookUp.sources.dns': 'Sucht Zertifikate im DNS (SMIMEA).',
  'lookUp.sources.web': 'Sucht Zertifikate unter einer Web-Adresse.',
  'lookUp.resolver': 'Auflöser, der DNS über HTTPS spricht.',
  'lookUp.template': 'Web-Adresse von Zertifikaten, mit {address}, {local} oder {domain}.',
  'certificateAuthority.directory': 'ACME-Verzeichnis (RFC 8555 7.1.1), bei dem Zertifikate bestellt werden.',
  'certificateAuthority.mailServer': 'Wie sich der Mailserver in Authentication-Results nennt (RFC 8601).',
  'certificateAuthority.renews': 'Zertifikate, die über ACME kamen, werden ohne Nachfrage erneuert.',
  'certificateAuthority.externalAccount': 'Bindet ACME-Konten an ein Kundenkonto (RFC 8555 7.3.4).',
  decryptPermanently:
    'Wo Benutzer Kopien verschlüsselter Nachrichten ohne die Verschlüsselung behalten dürfen: in jedem Ordner, in lokalen oder nirgends.',
  harvest: 'Zertifikate, die mit signierten Nachrichten kommen, werden behalten.',
  'keys.passphraseRequired': 'Kein Schlüssel wird benutzt, ehe ein Kennwort gesetzt ist.',
  'keys.backupFirst':
    'Das Zertifikat eines hier erzeugten Schlüssels geht an niemanden, ehe der Schlüssel gesichert ist.',
  'keys.unlockTime': 'Minuten ohne Gebrauch, die Schlüssel offen bleiben, oder session.',
  'reminders.days': 'Wie viele Tage vor dem Ende eines Zertifikats sein Besitzer erinnert wird.',
  record: 'Entscheidungen und Ausnahmen werden auf dem Rechner des Benutzers aufgeschrieben, ohne Inhalt.',
};

/** What a setting does, in one sentence. */
export const aboutSetting = (name: SettingName, language: Language): string =>
  language === 'de' ? GERMAN[name] : SETTINGS[name].about;
