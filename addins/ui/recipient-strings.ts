import { type Language } from './props';

/** Words about the recipients of a draft; apart from the others because a pane beside a message read needs none of them. */
const en = {
  heading: 'Recipients',
  none: 'No recipients yet.',
  fields: { to: 'To', cc: 'Cc', bcc: 'Bcc' },
  state: {
    ready: 'Can read encrypted mail',
    checking: 'Looking for a certificate…',
    missing: 'No certificate known',
    unconfirmed: 'A new key, to be confirmed',
    expired: 'The certificate has expired',
    revoked: 'The certificate was revoked',
    untrusted: 'The certificate is not trusted',
    unusable: 'The certificate cannot be used',
    list: 'A group whose members are not known here',
    open: 'Gets a message of their own, unencrypted',
  },
  listHelp:
    'The mail program does not say who is in this group, so nothing can be encrypted to it. Put its members in its place.',
  unconfirmedHelp:
    'This address was known with another key. Nothing is encrypted to the new one before you confirm it.',
  neverSigned: 'By your exception nothing to them is signed',
  allReady: 'Everyone can read it encrypted.',
  allServed: 'Everyone who is to get it encrypted can read it.',
  notReady: (count: number) =>
    count === 1 ? 'One recipient cannot get encrypted mail yet.' : `${count} recipients cannot get encrypted mail yet.`,
  others: (count: number) => (count === 1 ? 'And one who can read it' : `And ${count} who can read it`),
  whoWillRead: 'Who will be able to read this',
  you: (address: string) => `You (${address})`,
  ownKeys: (count: number) => (count === 1 ? 'with your certificate' : `with each of your ${count} certificates`),
  apart: 'in a message of their own, which names them to nobody else',
  inClear: 'unencrypted, in a message of their own, which everyone who carries it can read',
  nobodyYet: 'Nobody yet: first each recipient needs a certificate.',
  whatNow: 'What you can do',
  searchAgain: 'Search again',
  importFile: 'Import a certificate…',
  imported: 'Kept. The recipients are looked up again.',
  nothingImported: 'No certificate of these recipients is in this file.',
  ask: (address: string) => `Ask ${address} for a signed message`,
  askKept: (address: string) =>
    `A message to ${address} that asks for it lies in your Drafts. Open it there to send it.`,
  separate: 'Encrypted to the others, unencrypted to those without…',
  separateTitle: 'Two messages: one encrypted, one not',
  separateText: 'They go as two messages, and neither names the recipients of the other.',
  goesEncrypted: 'Encrypted to',
  goesOpen: 'Unencrypted, readable by everyone who carries it, to',
  separateYes: 'Make two messages',
  sendBoth: 'Send both',
  startedEncrypted: 'Encrypted by itself: everybody in it can read that, or it answers an encrypted message.',
  sendOpen: 'Send unencrypted…',
  sendOpenTitle: 'Send unencrypted?',
  sendOpenText: 'Everyone who carries this message could then read it.',
  sendOpenYes: 'Do not encrypt it',
  no: 'No, leave it',
  request: {
    subject: 'Please send me a signed message',
    text: (name: string) =>
      `Hello,\n\nI would like to write to you encrypted (S/MIME). For that I need your certificate. Please answer this message with a signed one: your certificate comes with the signature.\n\nKind regards\n${name}`,
  },
  quoteTitle: 'Not sent yet: what you answer or forward was encrypted',
  quoteQuestion:
    'This message is not encrypted, and may hold text of the encrypted one. Everyone who carries it could read that. Is this what you want?',
  quoteNo: 'Encrypt it',
  quoteYes: 'Send it unencrypted',
  quoteAgreed: 'Press Send once more, and it goes unencrypted.',
};

export type RecipientStrings = typeof en;

const de: RecipientStrings = {
  heading: 'Empfänger',
  none: 'Noch keine Empfänger.',
  fields: { to: 'An', cc: 'Cc', bcc: 'Bcc' },
  state: {
    ready: 'Kann verschlüsselte Mail lesen',
    checking: 'Zertifikat wird gesucht…',
    missing: 'Kein Zertifikat bekannt',
    unconfirmed: 'Ein neuer Schlüssel, zu bestätigen',
    expired: 'Das Zertifikat ist abgelaufen',
    revoked: 'Das Zertifikat wurde widerrufen',
    untrusted: 'Dem Zertifikat wird nicht vertraut',
    unusable: 'Das Zertifikat ist nicht verwendbar',
    list: 'Eine Gruppe, deren Mitglieder hier nicht bekannt sind',
    open: 'Bekommt eine eigene Nachricht, unverschlüsselt',
  },
  listHelp:
    'Das Mailprogramm sagt nicht, wer in dieser Gruppe ist; an sie lässt sich deshalb nicht verschlüsseln. Setzen Sie ihre Mitglieder an ihre Stelle.',
  unconfirmedHelp:
    'Diese Adresse war mit einem anderen Schlüssel bekannt. An den neuen wird nichts verschlüsselt, bevor Sie ihn bestätigen.',
  neverSigned: 'Nach Ihrer Ausnahme wird nichts an sie signiert',
  allReady: 'Alle können sie verschlüsselt lesen.',
  allServed: 'Alle, die sie verschlüsselt bekommen, können sie lesen.',
  notReady: (count) =>
    count === 1
      ? 'Eine Person kann noch keine verschlüsselte Mail erhalten.'
      : `${count} Personen können noch keine verschlüsselte Mail erhalten.`,
  others: (count) => (count === 1 ? 'Und eine Person, die sie lesen kann' : `Und ${count}, die sie lesen können`),
  whoWillRead: 'Wer diese Nachricht lesen kann',
  you: (address) => `Sie (${address})`,
  ownKeys: (count) => (count === 1 ? 'mit Ihrem Zertifikat' : `mit jedem Ihrer ${count} Zertifikate`),
  apart: 'in einer eigenen Nachricht, die sie sonst niemandem nennt',
  inClear: 'unverschlüsselt, in einer eigenen Nachricht, die alle lesen können, die sie befördern',
  nobodyYet: 'Noch niemand: Zuerst braucht jeder Empfänger ein Zertifikat.',
  whatNow: 'Was Sie tun können',
  searchAgain: 'Noch einmal suchen',
  importFile: 'Zertifikat importieren…',
  imported: 'Aufgehoben. Die Empfänger werden noch einmal nachgeschlagen.',
  nothingImported: 'In dieser Datei ist kein Zertifikat dieser Empfänger.',
  ask: (address) => `${address} um eine signierte Nachricht bitten`,
  askKept: (address) =>
    `Eine Nachricht an ${address}, die darum bittet, liegt in Ihren Entwürfen. Öffnen Sie sie dort, um sie zu senden.`,
  separate: 'Den anderen verschlüsselt, denen ohne Zertifikat unverschlüsselt…',
  separateTitle: 'Zwei Nachrichten: eine verschlüsselt, eine nicht',
  separateText: 'Es werden zwei Nachrichten, und keine nennt die Empfänger der anderen.',
  goesEncrypted: 'Verschlüsselt an',
  goesOpen: 'Unverschlüsselt, lesbar für alle, die sie befördern, an',
  separateYes: 'Zwei Nachrichten daraus machen',
  sendBoth: 'Beide senden',
  startedEncrypted:
    'Von selbst verschlüsselt: Alle Empfänger können das lesen, oder sie antwortet auf eine verschlüsselte Nachricht.',
  sendOpen: 'Unverschlüsselt senden…',
  sendOpenTitle: 'Unverschlüsselt senden?',
  sendOpenText: 'Alle, die diese Nachricht befördern, könnten sie dann lesen.',
  sendOpenYes: 'Nicht verschlüsseln',
  no: 'Nein, so lassen',
  request: {
    subject: 'Bitte senden Sie mir eine signierte Nachricht',
    text: (name) =>
      `Guten Tag,\n\nich möchte Ihnen verschlüsselt schreiben (S/MIME). Dafür brauche ich Ihr Zertifikat. Bitte antworten Sie auf diese Nachricht mit einer signierten: Ihr Zertifikat kommt mit der Signatur.\n\nFreundliche Grüße\n${name}`,
  },
  quoteTitle: 'Noch nicht gesendet: Sie antworten auf Verschlüsseltes oder leiten es weiter',
  quoteQuestion:
    'Diese Nachricht ist nicht verschlüsselt und enthält vielleicht Text der verschlüsselten. Alle, die sie befördern, könnten ihn lesen. Wollen Sie das?',
  quoteNo: 'Verschlüsseln',
  quoteYes: 'Unverschlüsselt senden',
  quoteAgreed: 'Klicken Sie noch einmal auf Senden, dann geht sie unverschlüsselt hinaus.',
};

const CATALOGUES: Readonly<Record<Language, RecipientStrings>> = { en, de };

export function useRecipientStrings(language: Language): RecipientStrings {
  return CATALOGUES[language];
}
