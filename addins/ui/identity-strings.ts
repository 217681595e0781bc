import { type IdentityProblem, type LeftOut, type SelfTestStepName } from '../../shared/index';
import { type Language } from './props';

const inDays = (days: number): string => (days === 1 ? 'within a day' : `in ${days} days`);
const inTagen = (days: number): string => (days === 1 ? 'innerhalb eines Tages' : `in ${days} Tagen`);

/** Labels of the screens for identities, apart from the others because these screens load when they are opened. */
const en = {
  sending: {
    passedOver: {
      expired: 'The identity you chose for this address has expired: the newest valid one signs.',
      'not-yet-valid': 'The identity you chose for this address is not valid yet: the newest valid one signs.',
      gone: 'The identity you chose for this address is no longer here: the newest valid one signs.',
    },
    oldCertificate: (address: string) =>
      `${address} still writes to your old certificate. Signing this message sends the new one.`,
  },
  renewal: {
    title: (address: string, days: number) =>
      days <= 0 ? `Your identity for ${address} has expired` : `Your identity for ${address} expires ${inDays(days)}`,
    help: (day: string) =>
      `Valid until ${day}. Get the next certificate from whoever gave you this one, and add its file under “Your identities”. Leave the old one there: it goes on opening old mail.`,
    expiredHelp: (day: string) =>
      `It ended on ${day}: nothing is signed with it, and others cannot encrypt to you. Get the next certificate and add its file under “Your identities”. Leave the old one there: it goes on opening old mail.`,
    dismiss: 'Remind me later',
    dismissLast: 'Do not remind me again',
  },
  identities: {
    heading: 'Your identities',
    none: 'No identity yet. To sign, and to read encrypted mail, add your certificate with its key.',
    add: 'Add an identity',
    get: 'Get a certificate',
    selfMade: 'Test identity, made here: nobody vouches for it',
    chooseTitle: 'Choose the file',
    chooseHelp:
      'Your certificate with its key: usually one file ending in .p12 or .pfx, which your certificate provider or IT gave you. Also taken: .pem, a key with its certificate in two files, an iPhone profile (.mobileconfig).',
    chooseFile: 'Choose file…',
    passphraseTitle: 'Enter its password',
    passphrase: 'Password of the file',
    passphraseHelp: 'The one set when the file was made. It is used once and not kept.',
    confirmTitle: 'Is this you?',
    confirmHelp: 'The key is kept in this program only and never sent.',
    accept: 'Add',
    added: 'Added.',
    details: 'Details',
    detailsLabel: (name: string) => `Details of ${name}`,
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name}`,
    removeTitle: 'Remove this identity?',
    removeHelp:
      'Old mail that was encrypted for it becomes unreadable: without its key it can no longer be opened here.',
    keep: 'Keep',
    validUntil: (date: string) => `Valid until ${date}`,
    validFrom: (date: string) => `Valid from ${date} on`,
    expiredOn: (date: string) => `Expired on ${date}: opens old mail, no longer signs`,
    tooBig: 'This file is too big to be an identity.',
  },
  back: 'Back to the list',
  fingerprint: 'Fingerprint (SHA-256)',
  state: 'State',
  states: {
    usable: 'in date',
    expired: 'expired: opens old mail, no longer signs',
    'not-yet-valid': 'not valid yet: signs nothing before its first day',
  },
  uses: 'Used here to',
  use: { sign: 'sign', encrypt: 'read encrypted mail' },
  noUse: 'nothing: it is not meant for mail',
  trust: 'Issuer',
  trusted: 'trusted here',
  notTrusted: 'not trusted here: your signatures may not be confirmed for others either',
  trustUnknown: 'could not be checked',
  actions: 'What you can do with it',
  test: {
    run: 'Test it',
    title: (name: string) => `Test of ${name}`,
    running: 'A test message is written and read again. Nothing is sent.',
    good: 'It works: you can sign and read with it.',
    opens: 'It works for what it is still good for: opening mail.',
    bad: 'It does not work yet.',
    step: {
      sign: 'A message was signed',
      encrypt: 'It was encrypted to you',
      open: 'It was opened again',
      verify: 'Its signature holds, and is of your address',
      trust: 'The issuer behind it is trusted here',
    } satisfies Record<SelfTestStepName, string>,
    failed: {
      sign: 'The message could not be signed',
      encrypt: 'The message could not be encrypted to you',
      open: 'What was encrypted to you did not open',
      verify: 'The signature does not hold',
      trust: 'The issuer behind it is not trusted here, and perhaps not by others either',
    } satisfies Record<SelfTestStepName, string>,
    leftOut: {
      sign: 'Nothing was signed',
      encrypt: 'Nothing was encrypted',
      open: 'Nothing was opened',
      verify: 'No signature was checked',
      trust: 'Its issuer was not checked',
    } satisfies Record<SelfTestStepName, string>,
    why: {
      usage: 'the certificate is not meant for that',
      expired: 'it has expired',
      'not-yet-valid': 'it is not valid yet',
      'address-absent': 'it names no mail address',
    } satisfies Record<LeftOut, string>,
    help: 'Remove this identity and add its file again. If that does not help, have the file exported anew where it came from.',
    trustHelp: 'If the issuer is that of your organisation, ask there how to trust it here.',
  },
  backup: {
    title: 'Do you keep the file you added?',
    question:
      'The key is now in this program too. Uninstalling it, or clearing its storage, destroys the key here, and mail encrypted to you can then no longer be opened. The file with its password is your backup: keep both in safe places, not together.',
    keep: 'Yes, I keep the file',
    later: 'Not now',
    onlyTitle: 'Make a backup of the key',
    only: 'The key was made here, and Signet knows of no copy. Uninstalling this program, or clearing its storage, destroys it, and mail encrypted to you can then no longer be opened. A backup is an encrypted file with a password of its own: keep both in safe places, not together.',
    noted: 'Noted: the file is your backup.',
    laterHint: 'The details of the identity show that it has no backup yet.',
    label: 'Backup',
    known: (day: string) => `there is one, as of ${day}`,
    none: 'none that Signet knows of',
    writers: (count: number) =>
      count === 1
        ? 'One person whose signed mail you read encrypted to it last.'
        : `${count} people whose signed mail you read encrypted to it last.`,
    first: 'It has no backup that Signet knows of: make one first, or nobody can ever open that mail again.',
  },
  sign: {
    label: (address: string) => `Sign mail from ${address} with this identity`,
    help: 'Otherwise the newest that is valid signs. Once this one has expired, that one takes its place, and you are told.',
  },
  closed:
    'Your keys were locked, and the keys of the file were forgotten with them. Only what stands among your identities was added: for the rest, choose the file again.',
  dropHint: 'You can also drop files here.',
  chooseOther: 'Choose the other file…',
  chosenFiles: (names: string) => `Already chosen: ${names}`,
  halfFile: {
    certificate:
      'This holds a key without its certificate. Choose the file with the certificate too (.cer, .crt, .pem or .p7b).',
    key: 'This holds a certificate without its key. Choose the file with the key too. If there is none, the key is where the certificate was asked for: export both there, as .p12 or .pfx.',
  },
  nothingUsable: 'Nothing in this file can be used',
  macAbsent:
    'Nothing in this file shows whether it was changed since it was made. Add it only if you know where it comes from.',
  keysLeft: (count: number) =>
    count === 1
      ? 'One key in it has no certificate and is left out.'
      : `${count} keys in it have no certificate and are left out.`,
  usedFor: (uses: string) => `Used to: ${uses}.`,
  keyIs: (key: string) => `Key: ${key}.`,
  forAccounts: (addresses: string) => `For your account: ${addresses}`,
  problem: {
    'pair-mismatch': 'Key and certificate do not belong together: it is not added. Export it again where it came from.',
    'not-for-mail': 'The certificate is not meant for mail: it is not added. Ask whoever issued it for one that is.',
    'no-use': 'The certificate allows neither signing nor reading encrypted mail: it is not added.',
    'identity-expired': 'It has expired: it opens old mail, signs nothing, and nobody should encrypt to it.',
    'identity-expiring': 'It expires within 30 days. Get the next one now; both can be here at the same time.',
    'identity-not-yet-valid': 'It is not valid yet: it signs nothing before its first day.',
    'address-absent':
      'It names no mail address: it opens mail, but signs nothing, as nobody could tell that it is yours.',
    'no-account':
      'It names no address of an account that Signet knows of. Right for an alias, a role or a shared mailbox: it signs what you send from its address.',
    'weak-key': 'Its key is too short to be safe. Get a new certificate with a longer key.',
    'weak-digest': 'It was issued with an outdated method that can be forged (MD5 or SHA-1). Get a new certificate.',
    'chain-missing':
      'The certificate of its issuer is not in the file and cannot be sent along, so others may not be able to check your signatures. Export it again with all certificates of its path, or choose the issuer’s file together with this one.',
    'not-trusted':
      'Its issuer is not trusted here. Whoever does not trust it either sees your signatures as not confirmed.',
  } satisfies Record<IdentityProblem, string>,
  foreignFile: {
    JKS: 'This is a Java keystore. Turn it into a .p12 file first: keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype pkcs12',
    JCEKS:
      'This is a Java keystore. Turn it into a .p12 file first: keytool -importkeystore -srckeystore FILE -srcstoretype jceks -destkeystore new.p12 -deststoretype pkcs12',
    OpenPGP: 'This is an OpenPGP key. Signet uses S/MIME, which needs a certificate with its key (.p12 or .pfx).',
    OpenSSH: 'This is a key for SSH. Mail needs a certificate with its key (.p12 or .pfx).',
    PuTTY: 'This is a key for SSH. Mail needs a certificate with its key (.p12 or .pfx).',
    EncryptedPayloadContent:
      'This profile is encrypted for one device and opens only there. Ask whoever made it for the identity as .p12.',
  },
};

export type IdentityStrings = typeof en;

const de: IdentityStrings = {
  sending: {
    passedOver: {
      expired: 'Die Identität, die Sie für diese Adresse gewählt haben, ist abgelaufen: Die neueste gültige signiert.',
      'not-yet-valid':
        'Die Identität, die Sie für diese Adresse gewählt haben, ist noch nicht gültig: Die neueste gültige signiert.',
      gone: 'Die Identität, die Sie für diese Adresse gewählt haben, ist nicht mehr hier: Die neueste gültige signiert.',
    },
    oldCertificate: (address) =>
      `${address} verschlüsselt noch für Ihr altes Zertifikat. Mit der Signatur dieser Nachricht kommt das neue an.`,
  },
  renewal: {
    title: (address, days) =>
      days <= 0
        ? `Ihre Identität für ${address} ist abgelaufen`
        : `Ihre Identität für ${address} läuft ${inTagen(days)} ab`,
    help: (day) =>
      `Gültig bis ${day}. Besorgen Sie das nächste Zertifikat, wo Sie dieses bekommen haben, und fügen Sie seine Datei unter „Ihre Identitäten“ hinzu. Lassen Sie die alte dort: Sie öffnet weiter alte Mail.`,
    expiredHelp: (day) =>
      `Sie endete am ${day}: Nichts wird damit signiert, und andere können nicht für Sie verschlüsseln. Besorgen Sie das nächste Zertifikat, und fügen Sie seine Datei unter „Ihre Identitäten“ hinzu. Lassen Sie die alte dort: Sie öffnet weiter alte Mail.`,
    dismiss: 'Später erinnern',
    dismissLast: 'Nicht mehr erinnern',
  },
  identities: {
    heading: 'Ihre Identitäten',
    none: 'Noch keine Identität. Um zu signieren und verschlüsselte Mail zu lesen, fügen Sie Ihr Zertifikat mit Schlüssel hinzu.',
    add: 'Identität hinzufügen',
    get: 'Ein Zertifikat bekommen',
    selfMade: 'Testidentität, hier gemacht: Niemand steht dafür ein',
    chooseTitle: 'Datei wählen',
    chooseHelp:
      'Ihr Zertifikat mit seinem Schlüssel: meist eine Datei, die auf .p12 oder .pfx endet, vom Zertifikatsanbieter oder Ihrer IT. Auch möglich: .pem, Schlüssel und Zertifikat in zwei Dateien, ein iPhone-Profil (.mobileconfig).',
    chooseFile: 'Datei wählen…',
    passphraseTitle: 'Passwort eingeben',
    passphrase: 'Passwort der Datei',
    passphraseHelp: 'Das Passwort, mit dem die Datei erstellt wurde. Es wird einmal benutzt und nicht aufgehoben.',
    confirmTitle: 'Sind Sie das?',
    confirmHelp: 'Der Schlüssel bleibt in diesem Programm und wird nie versendet.',
    accept: 'Hinzufügen',
    added: 'Hinzugefügt.',
    details: 'Details',
    detailsLabel: (name) => `Details zu ${name}`,
    remove: 'Entfernen',
    removeLabel: (name) => `${name} entfernen`,
    removeTitle: 'Diese Identität entfernen?',
    removeHelp:
      'Alte Mail, die für sie verschlüsselt wurde, wird unlesbar: Ohne ihren Schlüssel lässt sie sich hier nicht mehr öffnen.',
    keep: 'Behalten',
    validUntil: (date) => `Gültig bis ${date}`,
    validFrom: (date) => `Gültig ab ${date}`,
    expiredOn: (date) => `Abgelaufen am ${date}: öffnet alte Mail, signiert nicht mehr`,
    tooBig: 'Diese Datei ist zu groß für eine Identität.',
  },
  back: 'Zurück zur Liste',
  fingerprint: 'Fingerabdruck (SHA-256)',
  state: 'Zustand',
  states: {
    usable: 'gültig',
    expired: 'abgelaufen: öffnet alte Mail, signiert nicht mehr',
    'not-yet-valid': 'noch nicht gültig: signiert nichts vor ihrem ersten Tag',
  },
  uses: 'Dient hier zum',
  use: { sign: 'Signieren', encrypt: 'Lesen verschlüsselter Mail' },
  noUse: 'nichts: Sie ist nicht für Mail bestimmt',
  trust: 'Aussteller',
  trusted: 'hier vertrauenswürdig',
  notTrusted: 'hier nicht vertrauenswürdig: Auch bei anderen werden Ihre Signaturen vielleicht nicht bestätigt',
  trustUnknown: 'ließ sich nicht prüfen',
  actions: 'Was Sie damit tun können',
  test: {
    run: 'Ausprobieren',
    title: (name) => `Probe mit ${name}`,
    running: 'Eine Probenachricht wird geschrieben und wieder gelesen. Nichts wird gesendet.',
    good: 'Es klappt: Sie können damit signieren und lesen.',
    opens: 'Es klappt, wozu sie noch dient: Mail öffnen.',
    bad: 'Es klappt noch nicht.',
    step: {
      sign: 'Eine Nachricht wurde signiert',
      encrypt: 'Sie wurde für Sie verschlüsselt',
      open: 'Sie wurde wieder geöffnet',
      verify: 'Ihre Signatur stimmt und gehört zu Ihrer Adresse',
      trust: 'Dem Aussteller dahinter wird hier vertraut',
    },
    failed: {
      sign: 'Die Nachricht ließ sich nicht signieren',
      encrypt: 'Die Nachricht ließ sich nicht für Sie verschlüsseln',
      open: 'Was für Sie verschlüsselt war, öffnete sich nicht',
      verify: 'Die Signatur stimmt nicht',
      trust: 'Dem Aussteller dahinter wird hier nicht vertraut, und bei anderen vielleicht auch nicht',
    },
    leftOut: {
      sign: 'Nichts wurde signiert',
      encrypt: 'Nichts wurde verschlüsselt',
      open: 'Nichts wurde geöffnet',
      verify: 'Keine Signatur wurde geprüft',
      trust: 'Ihr Aussteller wurde nicht geprüft',
    },
    why: {
      usage: 'das Zertifikat ist dafür nicht bestimmt',
      expired: 'sie ist abgelaufen',
      'not-yet-valid': 'sie ist noch nicht gültig',
      'address-absent': 'sie nennt keine Mailadresse',
    },
    help: 'Entfernen Sie diese Identität, und fügen Sie ihre Datei noch einmal hinzu. Hilft das nicht, lassen Sie die Datei neu exportieren, wo sie herkommt.',
    trustHelp: 'Ist es der Aussteller Ihrer Organisation, fragen Sie dort, wie er hier vertraut wird.',
  },
  backup: {
    title: 'Heben Sie die hinzugefügte Datei auf?',
    question:
      'Der Schlüssel liegt jetzt auch in diesem Programm. Wird es entfernt oder sein Speicher geleert, ist er hier vernichtet, und für Sie verschlüsselte Mail öffnet sich nicht mehr. Die Datei mit ihrem Passwort ist Ihre Sicherung: Bewahren Sie beide sicher auf, nicht am selben Ort.',
    keep: 'Ja, ich hebe sie auf',
    later: 'Jetzt nicht',
    onlyTitle: 'Machen Sie eine Sicherung des Schlüssels',
    only: 'Der Schlüssel wurde hier gemacht, und Signet weiß von keiner Kopie. Wer dieses Programm deinstalliert oder seinen Speicher leert, zerstört ihn, und für Sie verschlüsselte Mail lässt sich dann nicht mehr öffnen. Eine Sicherung ist eine verschlüsselte Datei mit eigenem Passwort: Bewahren Sie beides sicher auf, nicht zusammen.',
    noted: 'Notiert: Die Datei ist Ihre Sicherung.',
    laterHint: 'Die Details der Identität zeigen, dass sie noch keine Sicherung hat.',
    label: 'Sicherung',
    known: (day) => `es gibt eine, Stand ${day}`,
    none: 'keine, von der Signet weiß',
    writers: (count) =>
      count === 1
        ? 'Eine Person, deren signierte Mail Sie lesen, hat zuletzt für sie verschlüsselt.'
        : `${count} Personen, deren signierte Mail Sie lesen, haben zuletzt für sie verschlüsselt.`,
    first:
      'Sie hat keine Sicherung, von der Signet weiß: Machen Sie zuerst eine, sonst öffnet niemand diese Mail je wieder.',
  },
  sign: {
    label: (address) => `Mail von ${address} mit dieser Identität signieren`,
    help: 'Sonst signiert die neueste, die gültig ist. Ist diese hier abgelaufen, tritt jene an ihre Stelle, und Sie erfahren es.',
  },
  closed:
    'Ihre Schlüssel wurden gesperrt, und die der Datei wurden mit ihnen vergessen. Hinzugefügt ist nur, was unter Ihren Identitäten steht: Wählen Sie für den Rest die Datei noch einmal.',
  dropHint: 'Sie können Dateien auch hierher ziehen.',
  chooseOther: 'Die andere Datei wählen…',
  chosenFiles: (names) => `Schon gewählt: ${names}`,
  halfFile: {
    certificate:
      'Das ist ein Schlüssel ohne sein Zertifikat. Wählen Sie auch die Datei mit dem Zertifikat (.cer, .crt, .pem oder .p7b).',
    key: 'Das ist ein Zertifikat ohne seinen Schlüssel. Wählen Sie auch die Datei mit dem Schlüssel. Gibt es keine, dann liegt der Schlüssel dort, wo das Zertifikat beantragt wurde: Exportieren Sie dort beides, als .p12 oder .pfx.',
  },
  nothingUsable: 'Nichts in dieser Datei ist verwendbar',
  macAbsent:
    'Nichts in dieser Datei zeigt, ob sie seit ihrer Entstehung verändert wurde. Nehmen Sie sie nur, wenn Sie wissen, woher sie kommt.',
  keysLeft: (count) =>
    count === 1
      ? 'Ein Schlüssel darin hat kein Zertifikat und wird ausgelassen.'
      : `${count} Schlüssel darin haben kein Zertifikat und werden ausgelassen.`,
  usedFor: (uses) => `Dient zum: ${uses}.`,
  keyIs: (key) => `Schlüssel: ${key}.`,
  forAccounts: (addresses) => `Für Ihr Konto: ${addresses}`,
  problem: {
    'pair-mismatch':
      'Schlüssel und Zertifikat gehören nicht zusammen: Sie wird nicht hinzugefügt. Exportieren Sie sie neu, wo sie herkommt.',
    'not-for-mail':
      'Das Zertifikat ist nicht für E-Mail bestimmt: Sie wird nicht hinzugefügt. Bitten Sie den Aussteller um ein passendes.',
    'no-use': 'Das Zertifikat erlaubt weder Signieren noch das Lesen verschlüsselter Mail: Sie wird nicht hinzugefügt.',
    'identity-expired':
      'Sie ist abgelaufen: Sie öffnet alte Mail, signiert nichts, und niemand sollte mehr für sie verschlüsseln.',
    'identity-expiring':
      'Sie läuft innerhalb von 30 Tagen ab. Besorgen Sie jetzt die nächste; beide können zugleich hier sein.',
    'identity-not-yet-valid': 'Sie ist noch nicht gültig: Vor ihrem ersten Tag signiert sie nichts.',
    'address-absent':
      'Sie nennt keine Mailadresse: Sie öffnet Mail, signiert aber nichts, weil niemand sähe, dass sie Ihnen gehört.',
    'no-account':
      'Sie nennt keine Adresse eines Kontos, das Signet kennt. Richtig bei einem Alias, einer Rolle oder einem gemeinsamen Postfach: Sie signiert, was Sie von ihrer Adresse senden.',
    'weak-key':
      'Ihr Schlüssel ist zu kurz, um sicher zu sein. Besorgen Sie ein neues Zertifikat mit längerem Schlüssel.',
    'weak-digest':
      'Sie wurde mit einem veralteten Verfahren ausgestellt, das sich fälschen lässt (MD5 oder SHA-1). Besorgen Sie ein neues Zertifikat.',
    'chain-missing':
      'Das Zertifikat ihres Ausstellers liegt nicht in der Datei und kann nicht mitgesendet werden; andere können Ihre Signaturen dann vielleicht nicht prüfen. Exportieren Sie sie neu mit allen Zertifikaten im Pfad, oder wählen Sie die Datei des Ausstellers zusammen mit dieser.',
    'not-trusted':
      'Ihrem Aussteller wird hier nicht vertraut. Wer ihm auch nicht vertraut, sieht Ihre Signaturen als nicht bestätigt.',
  },
  foreignFile: {
    JKS: 'Das ist ein Java-Schlüsselspeicher. Machen Sie daraus zuerst eine .p12-Datei: keytool -importkeystore -srckeystore DATEI -destkeystore neu.p12 -deststoretype pkcs12',
    JCEKS:
      'Das ist ein Java-Schlüsselspeicher. Machen Sie daraus zuerst eine .p12-Datei: keytool -importkeystore -srckeystore DATEI -srcstoretype jceks -destkeystore neu.p12 -deststoretype pkcs12',
    OpenPGP:
      'Das ist ein OpenPGP-Schlüssel. Signet verwendet S/MIME und braucht ein Zertifikat mit seinem Schlüssel (.p12 oder .pfx).',
    OpenSSH: 'Das ist ein Schlüssel für SSH. E-Mail braucht ein Zertifikat mit seinem Schlüssel (.p12 oder .pfx).',
    PuTTY: 'Das ist ein Schlüssel für SSH. E-Mail braucht ein Zertifikat mit seinem Schlüssel (.p12 oder .pfx).',
    EncryptedPayloadContent:
      'Dieses Profil ist für ein einzelnes Gerät verschlüsselt und öffnet sich nur dort. Bitten Sie um die Identität als .p12.',
  },
};

const CATALOGUES: Readonly<Record<Language, IdentityStrings>> = { en, de };

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useIdentityStrings(language: Language): IdentityStrings {
  return CATALOGUES[language];
}
