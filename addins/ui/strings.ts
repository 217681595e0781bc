import { type Asked, type SummaryState } from '../../shared/index';
import { type RevocationLookup } from '../worker/revocation-options';
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
    notLoaded: 'This could not be loaded. Check your connection, then close and open it again.',
    working: 'One moment…',
    stepOf: (step: number, of: number) => `Step ${step} of ${of}`,
    and: 'and',
  },
  read: {
    heading: 'Protection of this message',
    checking: 'Checking this message…',
    cancelled: 'You stopped this. The message is as it was.',
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
    whyTitle: 'Why',
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
    signingTime: 'Signed (claimed)',
    algorithms: 'Algorithms',
    encryption: 'Encryption',
    detectsChanges: 'Changes would be noticed',
    noticesNoChanges: 'This kind of encryption does not notice changes',
    body: 'Message text',
    emptyBody: 'This message has no text.',
    shortened: {
      cut: 'This text is very long and is not shown to its end. Save it from the attachments to read all of it.',
      unformatted:
        'The formatting of this text is very large, so it is shown as plain text. It is among the attachments.',
    },
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
    setByPolicy: 'Set by your organisation',
    signsAs: 'Signs as',
    send: 'Send secure',
    sending: 'Sending…',
    sent: 'Sent.',
    notSent: 'Not sent. Your draft is unchanged.',
    cancelled: 'You stopped this. Nothing was sent, and your draft is unchanged.',
  },
  worker:
    'The part of Signet that does the work did not start or has ended; nothing was sent. Close this window or pane, open it again and retry. If it comes back, update Signet or ask your administrator.',
  storage: {
    unavailable:
      'The browser gives this program no storage. Leave the private window, or allow storage for this site, then try again.',
    newer: 'Your keys were last used by a newer version of this program. Update it, then try again.',
    blocked: 'Another window still uses an older version of this program. Close or reload it, then try again.',
    full: 'There is no room left to store this. Free some space, then try again.',
    lost: 'A key is no longer here: the browser may have cleared its storage. Import your identity file again.',
    upgrade: 'Your keys could not be brought to this version and were left as they were. Reload and try again.',
    failed: 'Your keys could not be read or written. Reload and try again.',
  },
  outlook: {
    title: 'Signet',
    starting: 'Starting…',
    fetchingRules: 'Your organisation’s rules are being fetched. Until then nothing is opened or sent…',
    openFile: 'Open a message file (.eml)…',
    dropHint: 'You can also drop a message file here.',
    dropHere: 'Drop the message file here',
    fileShown: (name: string) => `Shown: ${name}`,
    backToSelected: 'Back to the selected message',
    certificateKept: (address: string) =>
      `The certificate of ${address} was kept: you can now encrypt to this address.`,
    sourceNote: {
      attachment: '',
      message: 'Checked as the mail server gives the message out.',
      export: 'Checked as Outlook exports the message.',
      file: '',
    },
    identitiesLink: 'Your identities and settings',
    firstRun: 'Add your identity first, then you can sign and read encrypted mail.',
    demoOffer: 'This is the playground. A demo identity has been made for you.',
    demoAdd: 'Add the demo identity',
    demoPassphrase: (passphrase: string) => `Or do it by hand: the password of the demo file is “${passphrase}”.`,
    demoDownload: 'Save the demo file',
    nothingChosen: 'Choose Sign or Encrypt first. Without them, use Outlook’s own Send.',
    noIdentity: 'To sign you need an identity. Add it below.',
    sending: {
      reading: 'Reading your message…',
      protecting: 'Protecting your message…',
      sending: 'Sending…',
      cleaning: 'Removing the unprotected draft…',
    },
    refusedTitle: 'Not sent. Nothing has left your draft.',
    failedTitle: 'Not sent. Your draft is unchanged.',
    unconfirmedTitle: 'It is not known whether the message was sent.',
    sentTitle: 'Sent.',
    sentTo: (count: number) => (count === 1 ? 'To one recipient.' : `To ${count} recipients.`),
    alreadySent: 'This message was sent before. It is not sent a second time.',
    changedMeanwhile:
      'Not sent: recipients, sender or protection changed while the message was being protected. Look at them, and send it again.',
    alreadySentHelp: 'Close this draft. To send something else, write a new message.',
    partlyTitle: 'Sent, but not to everyone.',
    partlyHelp: 'The message went out. What is still missing is for:',
    sendMissing: 'Send the missing copies',
    draftLeft: 'The unprotected draft may still lie in Drafts or Deleted Items. Delete it there.',
    closeDraft: 'Close the draft',
    saveFile: 'Save the protected message as a file',
    saveFileHelp: 'You can hand the file (.eml) on by another way, or open it in another mail program.',
    attachmentProblem: {
      cloud: (name: string) => `“${name}” is a link to the cloud. Attach it as a copy instead.`,
      empty: (name: string) => `Outlook does not give “${name}” out. Remove it, or ask your administrator.`,
      unreadable: (name: string) => `“${name}” cannot be read. Save it as a file and attach that.`,
    },
    tooLarge: (limit: string) =>
      `The protected message is larger than the mail server takes (${limit}). Make the attachments smaller.`,
    host: {
      network: 'The mail server cannot be reached. Check your connection and try again.',
      'sign-in': 'You are not signed in to your mailbox. Sign in and try again.',
      'not-sent': 'The connection broke and the message did not arrive. Try again.',
      unconfirmed:
        'The connection broke while sending. Try again: it is first checked whether the message has arrived, so it is not sent twice.',
      'too-large': 'The mail server says that the message is too large. Make the attachments smaller.',
      busy: 'The mail server is busy. Wait a little and try again.',
      refused: 'The mail server refused the message.',
      forbidden: 'The mail server does not allow this to you. Ask your administrator for the right to it.',
      'not-found': 'The mail server does not find this message. It may have been moved or deleted.',
      recipients:
        'Outlook tells of a certain number of recipients in one field only, and this draft may have more. Nothing is sent, since some would be left out: put fewer than 500 into To, Cc and Bcc each.',
      protection: 'The draft carries a marking that is not known here. Choose Sign or Encrypt again.',
      'office.js': 'This page works inside Outlook. You can still open a message file here.',
      other: 'Outlook did not answer as expected. Close the pane, open it again and retry.',
    },
    cannotRead: 'The original of this message cannot be had from the mail server.',
    cannotReadHelp: 'Save the message as a file (.eml) and open it here.',
    toggles: {
      signOnly: 'This message will be signed. Send it with “Send secure”.',
      encryptOnly: 'This message will be encrypted. Send it with “Send secure”.',
      both: 'This message will be signed and encrypted. Send it with “Send secure”.',
      none: 'This message will be sent without protection.',
      notChanged: 'Could not be switched. Open “Send secure” and choose there.',
    },
    guard: {
      'asked-for':
        'This message is to be signed or encrypted. Send it with “Send secure”, or switch protection off first.',
      required:
        'Your organisation wants what you send to be signed or encrypted, so this message does not go without. Send it with “Send secure”.',
      invitation:
        'You sign or encrypt what you send, but an invitation in Outlook’s calendar cannot be protected: it would go as it is. Write a message instead, or send the invitation without protection.',
      'invitation-required':
        'Your organisation wants what you send to be signed or encrypted. An invitation in Outlook’s calendar cannot be protected, so it is not sent. Write a message instead.',
      notCleared:
        'What Signet noted in this draft could not be taken out of it, so it is not sent yet. Try again, or open “Send secure”.',
      unreadable:
        'It cannot be told whether this message is to be protected, so it is not sent. Open “Send secure” and choose there.',
      button: 'Send secure',
      contact: (whom: string) => `Questions: ${whom}`,
    },
  },
  thunderbird: {
    title: 'Signet',
    protecting: 'Protecting your message…',
    notSent: 'Not sent. Your message is still here.',
    openPgpChosen: 'You chose OpenPGP for this message. Signet leaves it alone.',
    openPgpSignsOnly:
      'Signet was to encrypt this message, and OpenPGP, which you chose for it, would only sign it. Switch on encryption in Thunderbird’s OpenPGP menu, or choose S/MIME there and then, with Signet’s button, whether to encrypt.',
    notThisVersion:
      'This version of Thunderbird is not known to Signet: it cannot sign or encrypt here. Update Signet, or turn Sign and Encrypt off for this message.',
    copiesLeft: 'Some blind copies (Bcc) have left already. Send again: they are not sent twice.',
    noNewsgroups: 'A message to a newsgroup cannot be encrypted.',
    notByUs:
      'This message was to be signed or encrypted, but something other than Signet was about to send it without. It was not sent.',
    settings: 'Settings…',
    noMessage: 'Choose one message to see who signed it.',
    buttonOff: 'Protection: off',
    buttonOn: (words: string) => `Protection: ${words}`,
    willSign: 'sign',
    willEncrypt: 'encrypt',
    defaultsHeading: 'New messages',
    defaultsHelp: 'You can change it for each message.',
    encryptIfPossible: 'Encrypt by itself what everybody in it can read encrypted',
    trustHeading: 'Trusted authorities',
    trustHelp:
      'Signatures count when one of these issuers stands behind them. Add only what your organisation gave you.',
    trustNone: 'None added yet.',
    trustFixed: 'Your organisation lets none count that is added here.',
    trustAdd: 'Add an issuer…',
    trustRemove: 'Remove',
    trustRemoveLabel: (name: string) => `Remove ${name}`,
    trustIsNoIssuer: 'This certificate does not belong to an issuer.',
    storeHeading: 'Authorities from Thunderbird',
    storeHelp:
      'These issuers were added to Thunderbird itself, by you or your administrator, and are trusted there for mail. Thunderbird’s settings take them away: Privacy & Security, Manage Certificates.',
    storeOn: 'Trust them in Signet too',
    storeNone: 'There are none at the moment.',
    storeFixed: 'Your organisation has switched them off here.',
    replyTitle: 'Not sent yet: this answer leaves the sender’s domain',
    replyQuestion: (from: string, addresses: string) =>
      `You answer a message from ${from}, but it asks for answers elsewhere. Yours would go to ${addresses}. Someone who wants to read your answer in another’s name does just that. Is this what you want?`,
    replyUnknownTitle: 'Not sent yet: the message you answer could not be opened',
    replyUnknown: (addresses: string) =>
      `So it is not known whether it asks for answers somewhere else than at its sender’s. Yours would go to ${addresses}. Is this what you want?`,
    replyNo: 'No, I will change it',
    replyYes: 'Yes, it may go there',
    replyAgreed: 'Press Send once more, and your answer goes there.',
  },
  trust: {
    pinOffer: 'Trust this certificate for this address…',
    pinQuestion: (address: string) =>
      `Did you check with ${address}, by telephone or in person, that this certificate is theirs? If you say yes, every message signed with it from ${address} counts as confirmed, although no trusted authority vouches for it.`,
    pinFingerprint: 'Fingerprint (SHA-256)',
    pinYes: 'Yes, I checked it',
    pinNo: 'No, leave it',
  },
  revocation: {
    heading: 'Revoked certificates',
    help: 'A certificate may be revoked before it expires, for example when its key was stolen. Asking tells the issuer of the certificate that you read mail of this person, when, and from which internet address.',
    lookup: 'Look up whether certificates were revoked',
    lookups: {
      off: 'Never',
      'on-request': 'When I ask for it',
      always: 'For every signed message that I read',
    } satisfies Record<RevocationLookup, string>,
    unknown: 'A signature whose certificate was not checked for revocation',
    unknowns: {
      'not-asked': 'counts, unless an answer came that settles nothing',
      counts: 'counts all the same',
      bars: 'does not count',
    },
    fixed: 'Your organisation has set this.',
    cannot: 'Here Signet can ask nobody. What a message brings along is still used.',
    permit: 'Allow asking',
    permitHelp: 'Thunderbird does not yet let Signet reach the servers that certificates name.',
    check: 'Check for revocation now',
    checking: 'Asking…',
    askedTitle: 'Asked just now',
    nothing:
      'Nobody was asked: the certificates name nobody, were asked about a moment ago, or stand inside the encryption.',
    kind: {
      crl: 'list of revoked certificates',
      ocsp: 'status of the certificate',
      issuer: 'certificate of the issuer',
    },
    outcome: {
      accepted: 'answered',
      'address-refused': 'not asked: the address may not be asked',
      'too-many': 'not asked: too many questions',
      'not-permitted': 'not asked: Signet may not reach it (see the settings)',
      'too-slow': 'no answer in time',
      'too-large': 'the answer was too large',
      'no-answer': 'no answer',
      'not-accepted': 'the answer could not be accepted',
    } satisfies Record<Asked['outcome'], string>,
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
    notLoaded: 'Das ließ sich nicht laden. Prüfen Sie die Verbindung, schließen und öffnen Sie es dann noch einmal.',
    working: 'Einen Moment…',
    stepOf: (step, of) => `Schritt ${step} von ${of}`,
    and: 'und',
  },
  read: {
    heading: 'Schutz dieser Nachricht',
    checking: 'Nachricht wird geprüft…',
    cancelled: 'Sie haben das abgebrochen. Die Nachricht ist unverändert.',
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
    whyTitle: 'Warum',
    signer: 'Signiert von',
    signerOf: (number, of) => `Signatur ${number} von ${of}`,
    partOnly: 'Gilt nur für einen Teil der Nachricht',
    claimedFrom: 'Als Absender ist angegeben',
    name: 'Name',
    address: 'Adresse',
    addresses: 'Adressen',
    issuer: 'Ausgestellt von',
    serial: 'Serien-Nr.',
    validity: 'Gültig',
    fromTo: (from, to) => `${from} – ${to}`,
    signingTime: 'Signiert (laut Absender)',
    algorithms: 'Verfahren',
    encryption: 'Verschlüsselung',
    detectsChanges: 'Änderungen würden bemerkt',
    noticesNoChanges: 'Diese Art der Verschlüsselung bemerkt Änderungen nicht',
    body: 'Nachrichtentext',
    emptyBody: 'Diese Nachricht enthält keinen Text.',
    shortened: {
      cut: 'Dieser Text ist sehr lang und wird nicht bis zum Ende angezeigt. Speichern Sie ihn aus den Anhängen, um alles zu lesen.',
      unformatted:
        'Die Formatierung dieses Textes ist sehr groß, daher wird er als reiner Text gezeigt. Er liegt bei den Anhängen.',
    },
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
    signsAs: 'Signiert als',
    send: 'Sicher senden',
    sending: 'Wird gesendet…',
    sent: 'Gesendet.',
    notSent: 'Nicht gesendet. Ihr Entwurf ist unverändert.',
    cancelled: 'Sie haben das abgebrochen. Nichts wurde gesendet, und Ihr Entwurf ist unverändert.',
  },
  worker:
    'Der Teil von Signet, der die Arbeit macht, ist nicht gestartet oder wurde beendet; nichts wurde gesendet. Schließen Sie dieses Fenster oder diesen Bereich, öffnen Sie es erneut und versuchen Sie es noch einmal. Kommt das wieder, aktualisieren Sie Signet oder fragen Sie Ihren Administrator.',
  storage: {
    unavailable:
      'Der Browser gibt diesem Programm keinen Speicher. Verlassen Sie das private Fenster, oder erlauben Sie dieser Seite zu speichern, und versuchen Sie es dann erneut.',
    newer:
      'Ihre Schlüssel wurden zuletzt von einer neueren Version dieses Programms benutzt. Aktualisieren Sie es, und versuchen Sie es dann erneut.',
    blocked:
      'Ein anderes Fenster benutzt noch eine ältere Version dieses Programms. Schließen Sie es, oder laden Sie es neu.',
    full: 'Es ist kein Platz mehr, um das zu speichern. Schaffen Sie Platz, und versuchen Sie es dann erneut.',
    lost: 'Ein Schlüssel ist nicht mehr da: Vielleicht hat der Browser seinen Speicher geleert. Importieren Sie Ihre Identitätsdatei noch einmal.',
    upgrade:
      'Ihre Schlüssel ließen sich nicht auf diese Version bringen und sind geblieben, wie sie waren. Laden Sie neu, und versuchen Sie es noch einmal.',
    failed: 'Ihre Schlüssel ließen sich nicht lesen oder schreiben. Laden Sie neu, und versuchen Sie es noch einmal.',
  },
  outlook: {
    title: 'Signet',
    starting: 'Wird gestartet…',
    fetchingRules: 'Die Regeln Ihrer Organisation werden geholt. Bis dahin wird nichts geöffnet oder gesendet…',
    openFile: 'Nachrichtendatei öffnen (.eml)…',
    dropHint: 'Sie können eine Nachrichtendatei auch hierher ziehen.',
    dropHere: 'Nachrichtendatei hier ablegen',
    fileShown: (name) => `Angezeigt: ${name}`,
    backToSelected: 'Zurück zur gewählten Nachricht',
    certificateKept: (address) =>
      `Das Zertifikat von ${address} wurde aufgehoben: An diese Adresse können Sie jetzt verschlüsseln.`,
    sourceNote: {
      attachment: '',
      message: 'Geprüft, wie der Mailserver die Nachricht herausgibt.',
      export: 'Geprüft, wie Outlook die Nachricht exportiert.',
      file: '',
    },
    identitiesLink: 'Ihre Identitäten und Einstellungen',
    firstRun: 'Fügen Sie zuerst Ihre Identität hinzu, dann können Sie signieren und verschlüsselte Mail lesen.',
    demoOffer: 'Dies ist die Spielwiese. Eine Demo-Identität wurde für Sie angelegt.',
    demoAdd: 'Demo-Identität hinzufügen',
    demoPassphrase: (passphrase) => `Oder von Hand: Das Passwort der Demo-Datei ist „${passphrase}“.`,
    demoDownload: 'Demo-Datei speichern',
    nothingChosen: 'Wählen Sie zuerst Signieren oder Verschlüsseln. Ohne beides nehmen Sie Outlooks eigenes Senden.',
    noIdentity: 'Zum Signieren brauchen Sie eine Identität. Fügen Sie sie unten hinzu.',
    sending: {
      reading: 'Ihre Nachricht wird gelesen…',
      protecting: 'Ihre Nachricht wird geschützt…',
      sending: 'Wird gesendet…',
      cleaning: 'Der ungeschützte Entwurf wird entfernt…',
    },
    refusedTitle: 'Nicht gesendet. Nichts hat Ihren Entwurf verlassen.',
    failedTitle: 'Nicht gesendet. Ihr Entwurf ist unverändert.',
    unconfirmedTitle: 'Es ist nicht bekannt, ob die Nachricht gesendet wurde.',
    sentTitle: 'Gesendet.',
    sentTo: (count) => (count === 1 ? 'An eine Person.' : `An ${count} Personen.`),
    alreadySent: 'Diese Nachricht wurde schon gesendet. Sie wird nicht noch einmal gesendet.',
    changedMeanwhile:
      'Nicht gesendet: Empfänger, Absender oder Schutz haben sich geändert, während die Nachricht geschützt wurde. Sehen Sie sie an, und senden Sie noch einmal.',
    alreadySentHelp: 'Schließen Sie diesen Entwurf. Für etwas anderes schreiben Sie eine neue Nachricht.',
    partlyTitle: 'Gesendet, aber nicht an alle.',
    partlyHelp: 'Die Nachricht ist gesendet. Was noch fehlt, ist für:',
    sendMissing: 'Fehlende Kopien senden',
    draftLeft:
      'Der ungeschützte Entwurf liegt vielleicht noch in Entwürfe oder Gelöschte Elemente. Löschen Sie ihn dort.',
    closeDraft: 'Entwurf schließen',
    saveFile: 'Geschützte Nachricht als Datei speichern',
    saveFileHelp: 'Die Datei (.eml) können Sie auf anderem Weg weitergeben oder in einem anderen Mailprogramm öffnen.',
    attachmentProblem: {
      cloud: (name) => `„${name}“ ist ein Verweis in die Cloud. Hängen Sie stattdessen eine Kopie an.`,
      empty: (name) => `Outlook gibt „${name}“ nicht heraus. Entfernen Sie es, oder fragen Sie Ihre IT.`,
      unreadable: (name) => `„${name}“ ist nicht lesbar. Speichern Sie es als Datei und hängen Sie diese an.`,
    },
    tooLarge: (limit) =>
      `Die geschützte Nachricht ist größer, als der Mailserver annimmt (${limit}). Verkleinern Sie die Anhänge.`,
    host: {
      network: 'Der Mailserver ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
      'sign-in': 'Sie sind nicht an Ihrem Postfach angemeldet. Melden Sie sich an und versuchen Sie es erneut.',
      'not-sent': 'Die Verbindung brach ab, und die Nachricht kam nicht an. Versuchen Sie es erneut.',
      unconfirmed:
        'Die Verbindung brach beim Senden ab. Versuchen Sie es erneut: Zuerst wird geprüft, ob die Nachricht angekommen ist; sie geht nicht doppelt ab.',
      'too-large': 'Der Mailserver meldet, dass die Nachricht zu groß ist. Verkleinern Sie die Anhänge.',
      busy: 'Der Mailserver ist ausgelastet. Warten Sie etwas und versuchen Sie es erneut.',
      refused: 'Der Mailserver hat die Nachricht abgelehnt.',
      forbidden: 'Der Mailserver erlaubt Ihnen das nicht. Bitten Sie Ihre IT um das Recht dazu.',
      'not-found': 'Der Mailserver findet diese Nachricht nicht. Vielleicht wurde sie verschoben oder gelöscht.',
      recipients:
        'Outlook nennt nur eine bestimmte Zahl von Empfängern eines Feldes, und dieser Entwurf hat vielleicht mehr. Es wird nichts gesendet, weil manche fehlen würden: Nehmen Sie je weniger als 500 in An, Cc und Bcc.',
      protection:
        'Der Entwurf trägt eine Kennzeichnung, die hier nicht bekannt ist. Wählen Sie Signieren oder Verschlüsseln erneut.',
      'office.js': 'Diese Seite arbeitet in Outlook. Eine Nachrichtendatei können Sie hier trotzdem öffnen.',
      other:
        'Outlook hat nicht wie erwartet geantwortet. Schließen Sie den Bereich, öffnen Sie ihn neu und versuchen Sie es erneut.',
    },
    cannotRead: 'Das Original dieser Nachricht ist vom Mailserver nicht zu bekommen.',
    cannotReadHelp: 'Speichern Sie die Nachricht als Datei (.eml) und öffnen Sie diese hier.',
    toggles: {
      signOnly: 'Diese Nachricht wird signiert. Senden Sie sie mit „Sicher senden“.',
      encryptOnly: 'Diese Nachricht wird verschlüsselt. Senden Sie sie mit „Sicher senden“.',
      both: 'Diese Nachricht wird signiert und verschlüsselt. Senden Sie sie mit „Sicher senden“.',
      none: 'Diese Nachricht wird ohne Schutz gesendet.',
      notChanged: 'Konnte nicht umgeschaltet werden. Öffnen Sie „Sicher senden“ und wählen Sie dort.',
    },
    guard: {
      'asked-for':
        'Diese Nachricht soll signiert oder verschlüsselt werden. Senden Sie sie mit „Sicher senden“, oder schalten Sie den Schutz zuerst aus.',
      required:
        'Ihre Organisation will, dass Sie signiert oder verschlüsselt senden; ohne das geht diese Nachricht nicht. Senden Sie sie mit „Sicher senden“.',
      invitation:
        'Sie senden signiert oder verschlüsselt, aber eine Einladung aus dem Outlook-Kalender lässt sich nicht schützen: Sie ginge so, wie sie ist. Schreiben Sie stattdessen eine Nachricht, oder senden Sie die Einladung ohne Schutz.',
      'invitation-required':
        'Ihre Organisation will, dass Sie signiert oder verschlüsselt senden. Eine Einladung aus dem Outlook-Kalender lässt sich nicht schützen; darum wird sie nicht gesendet. Schreiben Sie stattdessen eine Nachricht.',
      notCleared:
        'Was Signet in diesem Entwurf vermerkt hat, ließ sich nicht entfernen; darum wird er noch nicht gesendet. Versuchen Sie es noch einmal, oder öffnen Sie „Sicher senden“.',
      unreadable:
        'Es ist nicht feststellbar, ob diese Nachricht geschützt werden soll; darum wird sie nicht gesendet. Öffnen Sie „Sicher senden“ und wählen Sie dort.',
      button: 'Sicher senden',
      contact: (whom) => `Fragen: ${whom}`,
    },
  },
  thunderbird: {
    title: 'Signet',
    protecting: 'Ihre Nachricht wird geschützt…',
    notSent: 'Nicht gesendet. Ihre Nachricht ist noch da.',
    openPgpChosen: 'Für diese Nachricht haben Sie OpenPGP gewählt. Signet lässt sie in Ruhe.',
    openPgpSignsOnly:
      'Signet sollte diese Nachricht verschlüsseln, und OpenPGP, das Sie für sie gewählt haben, würde sie nur signieren. Schalten Sie im OpenPGP-Menü von Thunderbird die Verschlüsselung ein, oder wählen Sie dort S/MIME und dann mit der Schaltfläche von Signet, ob verschlüsselt wird.',
    notThisVersion:
      'Diese Thunderbird-Version kennt Signet nicht: Hier kann es nicht signieren oder verschlüsseln. Aktualisieren Sie Signet, oder schalten Sie beides für diese Nachricht aus.',
    copiesLeft:
      'Einige Blindkopien (Bcc) sind schon unterwegs. Senden Sie noch einmal: Sie werden nicht doppelt gesendet.',
    noNewsgroups: 'Eine Nachricht an eine Newsgroup lässt sich nicht verschlüsseln.',
    notByUs:
      'Diese Nachricht sollte signiert oder verschlüsselt werden, aber etwas anderes als Signet wollte sie ohne das senden. Sie wurde nicht gesendet.',
    settings: 'Einstellungen…',
    noMessage: 'Wählen Sie eine Nachricht, um zu sehen, wer sie signiert hat.',
    buttonOff: 'Schutz: aus',
    buttonOn: (words) => `Schutz: ${words}`,
    willSign: 'signieren',
    willEncrypt: 'verschlüsseln',
    defaultsHeading: 'Neue Nachrichten',
    defaultsHelp: 'Sie können es für jede Nachricht ändern.',
    encryptIfPossible: 'Von selbst verschlüsseln, was alle Empfänger verschlüsselt lesen können',
    trustHeading: 'Vertrauenswürdige Aussteller',
    trustHelp:
      'Signaturen zählen, wenn einer dieser Aussteller dahinter steht. Fügen Sie nur hinzu, was Ihre Organisation Ihnen gegeben hat.',
    trustNone: 'Noch keiner.',
    trustFixed: 'Ihre Organisation lässt keinen gelten, der hier hinzugefügt wird.',
    trustAdd: 'Aussteller hinzufügen…',
    trustRemove: 'Entfernen',
    trustRemoveLabel: (name) => `${name} entfernen`,
    trustIsNoIssuer: 'Dieses Zertifikat gehört keinem Aussteller.',
    storeHeading: 'Aussteller aus Thunderbird',
    storeHelp:
      'Diese Aussteller wurden in Thunderbird selbst hinzugefügt, von Ihnen oder Ihrer Administration, und gelten dort für E-Mail. Entfernen lassen sie sich in Thunderbirds Einstellungen: Datenschutz & Sicherheit, Zertifikate verwalten.',
    storeOn: 'Ihnen auch in Signet vertrauen',
    storeNone: 'Zurzeit gibt es keine.',
    storeFixed: 'Ihre Organisation hat sie hier abgeschaltet.',
    replyTitle: 'Noch nicht gesendet: Diese Antwort verlässt die Domain des Absenders',
    replyQuestion: (from, addresses) =>
      `Sie antworten auf eine Nachricht von ${from}, die aber Antworten woandershin wünscht. Ihre ginge an ${addresses}. Genau das tut, wer Ihre Antwort unter fremdem Namen lesen will. Wollen Sie das?`,
    replyUnknownTitle: 'Noch nicht gesendet: Die Nachricht, auf die Sie antworten, ließ sich nicht öffnen',
    replyUnknown: (addresses) =>
      `Darum ist nicht bekannt, ob sie Antworten woandershin als an ihren Absender wünscht. Ihre ginge an ${addresses}. Wollen Sie das?`,
    replyNo: 'Nein, ich ändere es',
    replyYes: 'Ja, sie darf dorthin',
    replyAgreed: 'Drücken Sie noch einmal auf Senden, dann geht Ihre Antwort dorthin.',
  },
  trust: {
    pinOffer: 'Diesem Zertifikat für diese Adresse vertrauen…',
    pinQuestion: (address) =>
      `Haben Sie mit ${address} geprüft, am Telefon oder persönlich, dass dieses Zertifikat dorthin gehört? Wenn Sie ja sagen, gilt jede damit signierte Nachricht von ${address} als bestätigt, obwohl kein vertrauter Aussteller dafür bürgt.`,
    pinFingerprint: 'Fingerabdruck (SHA-256)',
    pinYes: 'Ja, ich habe es geprüft',
    pinNo: 'Nein, nicht',
  },
  revocation: {
    heading: 'Widerrufene Zertifikate',
    help: 'Ein Zertifikat kann widerrufen werden, bevor es abläuft, etwa wenn sein Schlüssel gestohlen wurde. Das Nachfragen verrät dem Aussteller des Zertifikats, dass Sie Post dieser Person lesen, wann, und von welcher Internetadresse aus.',
    lookup: 'Nachfragen, ob Zertifikate widerrufen wurden',
    lookups: {
      off: 'Nie',
      'on-request': 'Wenn ich es verlange',
      always: 'Bei jeder signierten Nachricht, die ich lese',
    },
    unknown: 'Eine Signatur, deren Zertifikat nicht auf Widerruf geprüft wurde,',
    unknowns: {
      'not-asked': 'zählt, außer es kam eine Antwort, die nichts klärt',
      counts: 'zählt trotzdem',
      bars: 'zählt nicht',
    },
    fixed: 'Das hat Ihre Organisation festgelegt.',
    cannot: 'Hier kann Signet niemanden fragen. Was eine Nachricht mitbringt, wird trotzdem verwendet.',
    permit: 'Nachfragen erlauben',
    permitHelp: 'Thunderbird lässt Signet die Server, die Zertifikate nennen, noch nicht erreichen.',
    check: 'Jetzt auf Widerruf prüfen',
    checking: 'Wird gefragt…',
    askedTitle: 'Gerade gefragt',
    nothing:
      'Niemand wurde gefragt: Die Zertifikate nennen niemanden, wurden eben erst geprüft oder stehen innerhalb der Verschlüsselung.',
    kind: {
      crl: 'Liste widerrufener Zertifikate',
      ocsp: 'Stand des Zertifikats',
      issuer: 'Zertifikat des Ausstellers',
    },
    outcome: {
      accepted: 'hat geantwortet',
      'address-refused': 'nicht gefragt: Die Adresse darf nicht gefragt werden',
      'too-many': 'nicht gefragt: zu viele Fragen',
      'not-permitted': 'nicht gefragt: Signet darf sie nicht erreichen (siehe Einstellungen)',
      'too-slow': 'keine Antwort in der Zeit',
      'too-large': 'die Antwort war zu groß',
      'no-answer': 'keine Antwort',
      'not-accepted': 'die Antwort war nicht brauchbar',
    },
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
