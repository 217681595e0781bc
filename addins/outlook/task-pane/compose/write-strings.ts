import { type Language } from '../../../ui/index';

/** Words about messages that are written in the pane. */
const en = {
  reply: 'Reply securely',
  replyAll: 'Reply to all securely',
  heading: 'Secure message',
  about: 'What you write here stays in this pane until it is sent: your mail server sees no draft of it.',
  loss: 'It is kept nowhere: closing the pane loses it.',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  addresses: 'Several addresses with ; between them.',
  wrong: (entries: string) => `Not an address: ${entries}`,
  elsewhere: (addresses: string) =>
    `The message asks that answers go to ${addresses}, which is not with its sender’s domain. This answer goes to its sender. Only add that address if you know it.`,
  subject: 'Subject',
  text: 'Message',
  quote: 'Quote what you answer',
  attach: 'Attach a file',
  drop: 'Drop files here to attach them.',
  attached: 'Attached files',
  remove: (name: string) => `Remove ${name}`,
  removeShort: 'Remove',
  back: 'Back',
  leaveTitle: 'Discard what you have written?',
  leaveText: 'It is kept nowhere else.',
  discard: 'Discard it',
  stay: 'Go on writing',
  done: 'Done',
  draftStays: 'The draft in Outlook was not sent and is still there.',
  removeDraft: 'Remove the draft in Outlook',
  here: 'Write it in this pane instead',
  hereWhy: 'Text that you write in Outlook is kept by your mail server as a draft, unencrypted.',
  onlyHereTitle: 'Your organisation wants encrypted messages written in this pane.',
  onlyHere:
    'What is in Outlook’s draft is on your mail server already, so it is not sent from there. Write the text here; recipients and subject come along.',
};

const de: typeof en = {
  reply: 'Sicher antworten',
  replyAll: 'Allen sicher antworten',
  heading: 'Sichere Nachricht',
  about:
    'Was Sie hier schreiben, bleibt in diesem Bereich, bis es gesendet wird: Ihr Mailserver sieht keinen Entwurf davon.',
  loss: 'Es wird nirgends aufbewahrt: Wird der Bereich geschlossen, ist es verloren.',
  from: 'Von',
  to: 'An',
  cc: 'Cc',
  bcc: 'Bcc',
  addresses: 'Mehrere Adressen mit ; dazwischen.',
  wrong: (entries) => `Keine Adresse: ${entries}`,
  elsewhere: (addresses) =>
    `Die Nachricht will, dass Antworten an ${addresses} gehen, was nicht zur Domain ihres Absenders gehört. Diese Antwort geht an ihren Absender. Fügen Sie die Adresse nur hinzu, wenn Sie sie kennen.`,
  subject: 'Betreff',
  text: 'Nachricht',
  quote: 'Zitieren, worauf Sie antworten',
  attach: 'Datei anhängen',
  drop: 'Dateien hier ablegen, um sie anzuhängen.',
  attached: 'Angehängte Dateien',
  remove: (name) => `${name} entfernen`,
  removeShort: 'Entfernen',
  back: 'Zurück',
  leaveTitle: 'Verwerfen, was Sie geschrieben haben?',
  leaveText: 'Es ist nirgends sonst aufbewahrt.',
  discard: 'Verwerfen',
  stay: 'Weiterschreiben',
  done: 'Fertig',
  draftStays: 'Der Entwurf in Outlook wurde nicht gesendet und ist noch da.',
  removeDraft: 'Den Entwurf in Outlook entfernen',
  here: 'Stattdessen in diesem Bereich schreiben',
  hereWhy: 'Was Sie in Outlook schreiben, bewahrt Ihr Mailserver als Entwurf auf, unverschlüsselt.',
  onlyHereTitle: 'Ihre Organisation will, dass verschlüsselte Nachrichten in diesem Bereich geschrieben werden.',
  onlyHere:
    'Was in Outlooks Entwurf steht, liegt schon auf Ihrem Mailserver und wird deshalb von dort nicht gesendet. Schreiben Sie den Text hier; Empfänger und Betreff kommen mit.',
};

export const useWriteStrings = (language: Language): typeof en => (language === 'de' ? de : en);
