import { type Question } from '../../shared/index';
import { type Language } from './props';

/**
 * Words of screens about policies; apart from the others because most screens say nothing of them. What a decision says is
 * in the core's own catalogue (`policyReasonText`, `stepText`, `snapshotText`).
 */
const en = {
  questions: {
    quote:
      'What you answer or forward was encrypted, or that could not be found out. This message would leave unencrypted, and everyone who carries it could read what it quotes. Send it unencrypted?',
    'certificate-missing': 'Not everybody has a certificate that can be used. Send it unencrypted?',
    'signer-missing': 'There is no valid certificate for this sender. Send it unsigned?',
    'signer-not-allowed':
      'The certificate of this sender comes from an authority that is not allowed. Send it unsigned?',
  } satisfies Record<Question | 'quote', string>,
  questionTitle: 'This message is not protected as usual',
  questionYes: 'Send it so',
  questionNo: 'No, I will change it',
  agreed: 'Noted. Press Send once more.',
  letGo: 'Let Outlook send it unprotected',
  openPgp:
    'Your organisation’s rules for this message cannot be kept with OpenPGP. Choose S/MIME for it, or change its recipients.',
  changed:
    'Who gets this message, or what is in it, is not as it was when the rules were asked. Look at it and press Send once more.',
  leavesPlain:
    'Your organisation’s rules want this message protected, and it was sent in a way that Signet cannot protect.',
  lost: (whom: string) =>
    `Not sent: it was shown as encrypted to ${whom}, and no certificate of theirs can be used any more. Look at it and press Send once more.`,
  unknown: 'What your organisation’s rules say about this message could not be found out, so it was not sent.',
  protectionOf: (sign: boolean, encrypt: boolean): string => {
    if (encrypt) return sign ? 'Signed and encrypted' : 'Encrypted';
    return sign ? 'Signed' : 'Unprotected';
  },
  native: {
    does: 'Thunderbird’s own S/MIME does this, as your organisation wants. Signet says what is signed and encrypted.',
    noSigner:
      'Thunderbird’s own S/MIME is to sign, and no certificate is chosen for that. Choose one in Account Settings, End-To-End Encryption, S/MIME.',
    badSigner:
      'Thunderbird’s own S/MIME is to sign, and the certificate that is chosen for that cannot be used: it is missing, has ended, is not trusted there, or is not of this sender’s address. Choose another in Account Settings, End-To-End Encryption, S/MIME.',
    noOwnReader:
      'Thunderbird’s own S/MIME is to encrypt, and you could not read what you sent: choose a valid certificate for encryption in Account Settings, End-To-End Encryption, S/MIME.',
    noReader: (addresses: string) =>
      `Thunderbird’s own certificate store has no valid certificate of ${addresses}. It gets one with a signed message of theirs that you open, or from a file: Settings, Privacy & Security, Manage Certificates, People.`,
    blind: (addresses: string) =>
      `Thunderbird’s own S/MIME encrypts one message for all, which shows who is in Bcc: ${addresses}. Put them into To or Cc, or write to them apart.`,
    other:
      'What Thunderbird’s own S/MIME made of this message is not what was decided, so it was not sent. Press Send once more.',
  },
  why: 'Why is it protected this way?',
  exceptionsHeading: 'Exceptions',
  neverSignTo: (whom: string) => `Never sign mail to ${whom}`,
  alwaysEncryptTo: (whom: string) => `Always encrypt mail to ${whom}`,
  offerHeading: 'Remember for this recipient',
  offerToSender: 'Remember for my mail to this sender',
  recipient: 'Recipient',
  kept: 'Remembered. You can change it in the settings.',
  noExceptions: 'None. You make one in a message, from Signet’s button.',
  since: (day: string) => `Since ${day}`,
  until: (day: string) => `Until ${day}`,
  reason: 'Reason',
  expires: 'Ends on',
  save: 'Save',
  remove: (what: string) => `Remove: ${what}`,
  removeShort: 'Remove',
  rulesHeading: 'Rules of your organisation',
  noPolicy: 'There are none on this machine: all settings are yours.',
  named: (name: string) => `These rules are in force: ${name}`,
  unnamed: 'Rules of your organisation are in force.',
  lastKnown: 'The newest rules could not be used. Those that were known before stay in force.',
  strict:
    'There are rules of your organisation, and they could not be read. Until then all mail is signed, and nothing that is missing is passed over.',
  lockedHeading: 'What you cannot change',
  stricterOnly: 'only to stricter',
  settings: {
    sign: 'Whether messages are signed',
    encrypt: 'Whether messages are encrypted',
    form: 'How signed messages are written',
    headerProtection: 'What encrypted messages hide of their header',
    legacyDisplay: 'Whether hidden fields are repeated in the text',
    tripleWrap: 'Whether encrypted messages are signed once more',
    missingCertificate: 'What happens when a certificate of a recipient is missing',
    missingSigner: 'What happens when your own certificate is missing',
    mixedRecipients: 'What happens when rules differ between recipients',
    algorithms: 'How strong the encryption is',
    archive: 'Who reads along for archives',
    signers: 'Whose certificates may sign',
    drafts: 'How drafts are kept',
    engine: 'Which S/MIME is used',
    writing: 'Where encrypted messages are written',
    anchors: 'Which authorities are trusted',
    certificates: 'Certificates of other people',
    recipients: 'Which certificates of recipients are used',
    identities: 'Your own certificates',
    revocation: 'How revocation is checked',
    lookUp: 'Where certificates are looked for',
    certificateAuthority: 'Where you get certificates',
    decryptPermanently: 'Where copies without encryption may be kept',
    harvest: 'Whether certificates of signed messages are kept',
    keys: 'How your keys are protected',
    reminders: 'When you are reminded of the end of a certificate',
    record: 'Whether decisions are written down',
  },
};

const de: typeof en = {
  questions: {
    quote:
      'Worauf Sie antworten oder was Sie weiterleiten, war verschlüsselt, oder das ließ sich nicht feststellen. Diese Nachricht ginge unverschlüsselt hinaus, und wer sie befördert, könnte lesen, was sie zitiert. Unverschlüsselt senden?',
    'certificate-missing': 'Nicht alle haben ein verwendbares Zertifikat. Unverschlüsselt senden?',
    'signer-missing': 'Für diesen Absender gibt es kein gültiges Zertifikat. Unsigniert senden?',
    'signer-not-allowed': 'Das Zertifikat dieses Absenders kommt von einer nicht erlaubten Stelle. Unsigniert senden?',
  },
  questionTitle: 'Diese Nachricht ist nicht wie sonst geschützt',
  questionYes: 'So senden',
  questionNo: 'Nein, ich ändere sie',
  agreed: 'Vermerkt. Drücken Sie noch einmal auf Senden.',
  letGo: 'Outlook ungeschützt senden lassen',
  openPgp:
    'Mit OpenPGP lassen sich die Regeln Ihrer Organisation für diese Nachricht nicht einhalten. Wählen Sie S/MIME, oder ändern Sie die Empfänger.',
  changed:
    'Wer diese Nachricht bekommt oder was darin steht, ist nicht mehr so wie bei der Frage nach den Regeln. Sehen Sie sie an, und drücken Sie noch einmal auf Senden.',
  leavesPlain:
    'Die Regeln Ihrer Organisation verlangen Schutz für diese Nachricht, und sie wurde auf einem Weg gesendet, auf dem Signet sie nicht schützen kann.',
  lost: (whom) =>
    `Nicht gesendet: Sie wurde als an ${whom} verschlüsselt angezeigt, und von dort ist kein Zertifikat mehr verwendbar. Sehen Sie sie an und drücken Sie noch einmal auf Senden.`,
  unknown:
    'Es ließ sich nicht feststellen, was die Regeln Ihrer Organisation zu dieser Nachricht sagen. Sie wurde deshalb nicht gesendet.',
  protectionOf: (sign, encrypt) => {
    if (encrypt) return sign ? 'Signiert und verschlüsselt' : 'Verschlüsselt';
    return sign ? 'Signiert' : 'Ungeschützt';
  },
  native: {
    does: 'Das tut das S/MIME von Thunderbird selbst, wie Ihre Organisation es will. Signet sagt, was signiert und verschlüsselt wird.',
    noSigner:
      'Das S/MIME von Thunderbird soll signieren, und dafür ist kein Zertifikat gewählt. Wählen Sie eines in den Konten-Einstellungen, Ende-zu-Ende-Verschlüsselung, S/MIME.',
    badSigner:
      'Das S/MIME von Thunderbird soll signieren, und das dafür gewählte Zertifikat ist nicht verwendbar: Es fehlt, ist abgelaufen, gilt dort nicht oder gehört nicht zur Adresse dieses Absenders. Wählen Sie ein anderes in den Konten-Einstellungen, Ende-zu-Ende-Verschlüsselung, S/MIME.',
    noOwnReader:
      'Das S/MIME von Thunderbird soll verschlüsseln, und Sie könnten selbst nicht lesen, was Sie senden: Wählen Sie ein gültiges Zertifikat für die Verschlüsselung in den Konten-Einstellungen, Ende-zu-Ende-Verschlüsselung, S/MIME.',
    noReader: (addresses) =>
      `Thunderbirds eigener Zertifikatspeicher hat kein gültiges Zertifikat von ${addresses}. Er bekommt es mit einer signierten Nachricht von dort, die Sie öffnen, oder aus einer Datei: Einstellungen, Datenschutz & Sicherheit, Zertifikate verwalten, Personen.`,
    blind: (addresses) =>
      `Das S/MIME von Thunderbird verschlüsselt eine Nachricht für alle, an der man sieht, wer im Bcc steht: ${addresses}. Setzen Sie sie ins An oder Cc, oder schreiben Sie ihnen gesondert.`,
    other:
      'Was das S/MIME von Thunderbird aus dieser Nachricht gemacht hat, ist nicht, was entschieden wurde; sie wurde darum nicht gesendet. Klicken Sie noch einmal auf Senden.',
  },
  why: 'Warum ist sie so geschützt?',
  exceptionsHeading: 'Ausnahmen',
  neverSignTo: (whom) => `Mail an ${whom} nie signieren`,
  alwaysEncryptTo: (whom) => `Mail an ${whom} immer verschlüsseln`,
  offerHeading: 'Für diesen Empfänger merken',
  offerToSender: 'Für meine Mail an diesen Absender merken',
  recipient: 'Empfänger',
  kept: 'Gemerkt. Sie können es in den Einstellungen ändern.',
  noExceptions: 'Keine. Sie machen eine in einer Nachricht, über die Schaltfläche von Signet.',
  since: (day) => `Seit ${day}`,
  until: (day) => `Bis ${day}`,
  reason: 'Grund',
  expires: 'Endet am',
  save: 'Speichern',
  remove: (what) => `Entfernen: ${what}`,
  removeShort: 'Entfernen',
  rulesHeading: 'Regeln Ihrer Organisation',
  noPolicy: 'Auf diesem Rechner gibt es keine: Alle Einstellungen gehören Ihnen.',
  named: (name) => `Diese Regeln gelten: ${name}`,
  unnamed: 'Es gelten Regeln Ihrer Organisation.',
  lastKnown: 'Die neuesten Regeln waren nicht verwendbar. Die zuvor bekannten bleiben in Kraft.',
  strict:
    'Es gibt Regeln Ihrer Organisation, und sie ließen sich nicht lesen. Bis dahin wird alle Mail signiert, und nichts Fehlendes wird übergangen.',
  lockedHeading: 'Was Sie nicht ändern können',
  stricterOnly: 'nur strenger',
  settings: {
    sign: 'Ob Nachrichten signiert werden',
    encrypt: 'Ob Nachrichten verschlüsselt werden',
    form: 'Wie signierte Nachrichten geschrieben werden',
    headerProtection: 'Was verschlüsselte Nachrichten von ihrem Kopf verbergen',
    legacyDisplay: 'Ob verborgene Felder im Text wiederholt werden',
    tripleWrap: 'Ob verschlüsselte Nachrichten noch einmal signiert werden',
    missingCertificate: 'Was geschieht, wenn das Zertifikat eines Empfängers fehlt',
    missingSigner: 'Was geschieht, wenn Ihr eigenes Zertifikat fehlt',
    mixedRecipients: 'Was geschieht, wenn für Empfänger verschiedene Regeln gelten',
    algorithms: 'Wie stark verschlüsselt wird',
    archive: 'Wer für Archive mitliest',
    signers: 'Wessen Zertifikate signieren dürfen',
    drafts: 'Wie Entwürfe aufbewahrt werden',
    engine: 'Welches S/MIME benutzt wird',
    writing: 'Wo verschlüsselte Nachrichten geschrieben werden',
    anchors: 'Welchen Stellen vertraut wird',
    certificates: 'Zertifikate anderer Personen',
    recipients: 'Welche Zertifikate von Empfängern benutzt werden',
    identities: 'Ihre eigenen Zertifikate',
    revocation: 'Wie auf Sperrung geprüft wird',
    lookUp: 'Wo Zertifikate gesucht werden',
    certificateAuthority: 'Woher Sie Zertifikate bekommen',
    decryptPermanently: 'Wo Kopien ohne Verschlüsselung liegen dürfen',
    harvest: 'Ob Zertifikate signierter Nachrichten behalten werden',
    keys: 'Wie Ihre Schlüssel geschützt sind',
    reminders: 'Wann Sie an das Ende eines Zertifikats erinnert werden',
    record: 'Ob Entscheidungen aufgeschrieben werden',
  },
};

export type PolicyStrings = typeof en;

export const usePolicyStrings = (language: Language): PolicyStrings => (language === 'de' ? de : en);
