import { type SummaryState } from '../../shared/index';
import { type Language } from './props';

/**
 * Labels of the screens in each language. Sentences of verdicts, reasons, errors and refusals are the core's own
 * (`sentenceOf`, `reasonText`, `errorText`, `refusalText`) and never repeated here.
 */
const en = {
  common: {
    details: 'Details',
    close: 'Close',
    cancel: 'Cancel',
    back: 'Back',
    next: 'Continue',
    retry: 'Try again',
    save: 'Save',
    you: 'you',
    unknown: 'unknown',
    working: 'One moment…',
    stepOf: (step: number, of: number) => `Step ${step} of ${of}`,
    and: 'and',
  },
  read: {
    heading: 'Protection of this message',
    checking: 'Checking this message…',
    nothingOpen: 'Choose a message to see who signed it.',
    word: {
      'signed-valid': 'Signed',
      'signed-untrusted': 'Signature not confirmed',
      'signed-invalid': 'Signature does not fit',
      'partly-signed': 'Only a part is signed',
      uncheckable: 'Could not be checked',
      unsigned: 'Not signed',
    } satisfies Record<SummaryState, string>,
    encryptionWord: {
      none: 'Not encrypted',
      opened: 'Encrypted',
      'not-for-us': 'Encrypted, no key here',
      failed: 'Encrypted, not opened',
    },
    onlyYou: 'Only you can read it.',
    youAndOthers: (others: number) =>
      others === 1 ? 'You and one other can read it.' : `You and ${others} others can read it.`,
    someCanRead: (count: number) => (count === 1 ? 'One key can open it.' : `${count} keys can open it.`),
    whoCanRead: 'Who can read this',
    whoWillRead: 'Who will be able to read this',
    anyoneCanRead: 'Everyone who carries this message can read it.',
    unknownReader: 'Someone whose certificate is not known here',
    whyTitle: 'Why, and what to do',
    signer: 'Signed by',
    signerOf: (number: number, of: number) => `Signature ${number} of ${of}`,
    partOnly: 'Covers a part of the message only',
    claimedFrom: 'The message says it is from',
    name: 'Name',
    address: 'Address',
    addresses: 'Addresses',
    issuer: 'Issued by',
    serial: 'Serial number',
    validity: 'Valid',
    fromTo: (from: string, to: string) => `${from} – ${to}`,
    signingTime: 'Signed at (claimed)',
    algorithms: 'Algorithms',
    encryption: 'Encryption',
    detectsChanges: 'Changes would be noticed',
    noticesNoChanges: 'This kind of encryption does not notice changes',
    body: 'Message text',
    emptyBody: 'This message has no text.',
    remoteBlocked: 'Pictures and other content from the internet were not loaded.',
    links: (count: number) => (count === 1 ? '1 link in this message' : `${count} links in this message`),
    attachments: 'Attachments',
    saveAttachment: (name: string) => `Save ${name}`,
    unnamedAttachment: 'attachment',
  },
  compose: {
    heading: 'Protect this message',
    sign: 'Sign',
    encrypt: 'Encrypt',
    signHint: 'Shows who wrote it and that nothing was changed',
    encryptHint: 'Only the recipients can read it',
    setByPolicy: 'Set by your organization',
    recipients: 'Recipients',
    noRecipients: 'No recipients yet.',
    ready: 'Can read encrypted mail',
    missing: 'No certificate known',
    missingHelp: 'Ask for a signed message from this address; its certificate is kept when you open it.',
    unusable: 'The certificate cannot be used',
    checking: 'Looking for a certificate…',
    fields: { to: 'To', cc: 'Cc', bcc: 'Bcc' },
    allReady: 'Everyone can read it encrypted.',
    notReady: (count: number) =>
      count === 1
        ? 'One recipient cannot get encrypted mail yet.'
        : `${count} recipients cannot get encrypted mail yet.`,
    signsAs: 'Signs as',
    send: 'Send secure',
    sending: 'Sending…',
    sent: 'Sent.',
    notSent: 'Not sent. Your draft is unchanged.',
  },
  identities: {
    heading: 'Your identities',
    none: 'No identity yet. To sign, and to read encrypted mail, add your certificate with its key.',
    add: 'Add an identity',
    chooseTitle: 'Choose the file',
    chooseHelp:
      'Your certificate and key in one file, ending in .p12 or .pfx. Your certificate provider or IT gave it to you.',
    chooseFile: 'Choose file…',
    passphraseTitle: 'Enter its password',
    passphrase: 'Password of the file',
    passphraseHelp: 'The one set when the file was made. It is used once and not kept.',
    confirmTitle: 'Is this you?',
    confirmHelp: 'The key is kept in this program only and never sent.',
    foundNothing: 'The file holds no certificate with its key.',
    accept: 'Add',
    added: 'Added.',
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name}`,
    removeTitle: 'Remove this identity?',
    removeHelp: 'Without its key, mail encrypted for it can no longer be opened here. Keep the file you imported.',
    keep: 'Keep',
    validUntil: (date: string) => `Valid until ${date}`,
    validFrom: (date: string) => `Valid from ${date} on`,
    expiredOn: (date: string) => `Expired on ${date}: opens old mail, no longer signs`,
    tooBig: 'This file is too big to be an identity.',
  },
  outlook: {
    title: 'Signet',
  },
  thunderbird: {
    title: 'Signet',
  },
};

export type Strings = typeof en;

const de: Strings = {
  common: {
    details: 'Einzelheiten',
    close: 'Schließen',
    cancel: 'Abbrechen',
    back: 'Zurück',
    next: 'Weiter',
    retry: 'Erneut versuchen',
    save: 'Speichern',
    you: 'Sie',
    unknown: 'unbekannt',
    working: 'Einen Moment…',
    stepOf: (step, of) => `Schritt ${step} von ${of}`,
    and: 'und',
  },
  read: {
    heading: 'Schutz dieser Nachricht',
    checking: 'Nachricht wird geprüft…',
    nothingOpen: 'Wählen Sie eine Nachricht, um zu sehen, wer sie signiert hat.',
    word: {
      'signed-valid': 'Signiert',
      'signed-untrusted': 'Signatur nicht bestätigt',
      'signed-invalid': 'Signatur passt nicht',
      'partly-signed': 'Nur ein Teil ist signiert',
      uncheckable: 'Nicht prüfbar',
      unsigned: 'Nicht signiert',
    },
    encryptionWord: {
      none: 'Nicht verschlüsselt',
      opened: 'Verschlüsselt',
      'not-for-us': 'Verschlüsselt, kein Schlüssel hier',
      failed: 'Verschlüsselt, nicht geöffnet',
    },
    onlyYou: 'Nur Sie können sie lesen.',
    youAndOthers: (others) =>
      others === 1 ? 'Sie und eine weitere Person können sie lesen.' : `Sie und ${others} weitere können sie lesen.`,
    someCanRead: (count) => (count === 1 ? 'Ein Schlüssel kann sie öffnen.' : `${count} Schlüssel können sie öffnen.`),
    whoCanRead: 'Wer das lesen kann',
    whoWillRead: 'Wer das lesen können wird',
    anyoneCanRead: 'Alle, die diese Nachricht befördern, können sie lesen.',
    unknownReader: 'Jemand, dessen Zertifikat hier nicht bekannt ist',
    whyTitle: 'Warum, und was zu tun ist',
    signer: 'Signiert von',
    signerOf: (number, of) => `Signatur ${number} von ${of}`,
    partOnly: 'Gilt nur für einen Teil der Nachricht',
    claimedFrom: 'Als Absender ist angegeben',
    name: 'Name',
    address: 'Adresse',
    addresses: 'Adressen',
    issuer: 'Ausgestellt von',
    serial: 'Seriennummer',
    validity: 'Gültig',
    fromTo: (from, to) => `${from} – ${to}`,
    signingTime: 'Signiert am (laut Absender)',
    algorithms: 'Verfahren',
    encryption: 'Verschlüsselung',
    detectsChanges: 'Änderungen würden bemerkt',
    noticesNoChanges: 'Diese Art der Verschlüsselung bemerkt Änderungen nicht',
    body: 'Nachrichtentext',
    emptyBody: 'Diese Nachricht enthält keinen Text.',
    remoteBlocked: 'Bilder und andere Inhalte aus dem Internet wurden nicht geladen.',
    links: (count) => (count === 1 ? '1 Link in dieser Nachricht' : `${count} Links in dieser Nachricht`),
    attachments: 'Anhänge',
    saveAttachment: (name) => `${name} speichern`,
    unnamedAttachment: 'Anhang',
  },
  compose: {
    heading: 'Diese Nachricht schützen',
    sign: 'Signieren',
    encrypt: 'Verschlüsseln',
    signHint: 'Zeigt, wer sie geschrieben hat und dass nichts verändert wurde',
    encryptHint: 'Nur die Empfänger können sie lesen',
    setByPolicy: 'Von Ihrer Organisation festgelegt',
    recipients: 'Empfänger',
    noRecipients: 'Noch keine Empfänger.',
    ready: 'Kann verschlüsselte Mail lesen',
    missing: 'Kein Zertifikat bekannt',
    missingHelp:
      'Bitten Sie um eine signierte Nachricht von dieser Adresse; ihr Zertifikat wird beim Öffnen aufgehoben.',
    unusable: 'Das Zertifikat ist nicht verwendbar',
    checking: 'Zertifikat wird gesucht…',
    fields: { to: 'An', cc: 'Cc', bcc: 'Bcc' },
    allReady: 'Alle können sie verschlüsselt lesen.',
    notReady: (count) =>
      count === 1
        ? 'Eine Person kann noch keine verschlüsselte Mail erhalten.'
        : `${count} Personen können noch keine verschlüsselte Mail erhalten.`,
    signsAs: 'Signiert als',
    send: 'Sicher senden',
    sending: 'Wird gesendet…',
    sent: 'Gesendet.',
    notSent: 'Nicht gesendet. Ihr Entwurf ist unverändert.',
  },
  identities: {
    heading: 'Ihre Identitäten',
    none: 'Noch keine Identität. Um zu signieren und verschlüsselte Mail zu lesen, fügen Sie Ihr Zertifikat mit Schlüssel hinzu.',
    add: 'Identität hinzufügen',
    chooseTitle: 'Datei wählen',
    chooseHelp:
      'Ihr Zertifikat und Schlüssel in einer Datei, die auf .p12 oder .pfx endet. Sie haben sie vom Zertifikatsanbieter oder Ihrer IT.',
    chooseFile: 'Datei wählen…',
    passphraseTitle: 'Kennwort eingeben',
    passphrase: 'Kennwort der Datei',
    passphraseHelp: 'Das Kennwort, mit dem die Datei erstellt wurde. Es wird einmal benutzt und nicht aufgehoben.',
    confirmTitle: 'Sind Sie das?',
    confirmHelp: 'Der Schlüssel bleibt in diesem Programm und wird nie versendet.',
    foundNothing: 'Die Datei enthält kein Zertifikat mit Schlüssel.',
    accept: 'Hinzufügen',
    added: 'Hinzugefügt.',
    remove: 'Entfernen',
    removeLabel: (name) => `${name} entfernen`,
    removeTitle: 'Diese Identität entfernen?',
    removeHelp:
      'Ohne ihren Schlüssel kann dafür verschlüsselte Mail hier nicht mehr geöffnet werden. Heben Sie die importierte Datei auf.',
    keep: 'Behalten',
    validUntil: (date) => `Gültig bis ${date}`,
    validFrom: (date) => `Gültig ab ${date}`,
    expiredOn: (date) => `Abgelaufen am ${date}: öffnet alte Mail, signiert nicht mehr`,
    tooBig: 'Diese Datei ist zu groß für eine Identität.',
  },
  outlook: {
    title: 'Signet',
  },
  thunderbird: {
    title: 'Signet',
  },
};

const CATALOGUES: Readonly<Record<Language, Strings>> = { en, de };

/** The language of a BCP 47 tag such as "de-AT"; English for every other. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().split(/[-_]/)[0] === 'de' ? 'de' : 'en';
}

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useStrings(language: Language): Strings {
  return CATALOGUES[language];
}
