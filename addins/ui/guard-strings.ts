import { type Language } from './props';

/* What Outlook's guard on Send says; its script loads no other words. */
const en = {
  'asked-for': 'This message is to be signed or encrypted. Send it with “Send secure”, or switch protection off first.',
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
  quote:
    'This message answers or forwards an encrypted one and is not encrypted itself. Everyone who carries it could read what it quotes. Encrypt it with “Send secure”, or send it as it is.',
  button: 'Send secure',
  contact: (whom: string) => `Questions: ${whom}`,
};

export type GuardStrings = typeof en;

const de: GuardStrings = {
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
  quote:
    'Diese Nachricht antwortet auf eine verschlüsselte oder leitet sie weiter und ist selbst nicht verschlüsselt. Wer sie befördert, könnte lesen, was sie zitiert. Verschlüsseln Sie sie mit „Sicher senden“, oder senden Sie sie so.',
  button: 'Sicher senden',
  contact: (whom) => `Fragen: ${whom}`,
};

const CATALOGUES: Readonly<Record<Language, GuardStrings>> = { en, de };

export const guardStrings = (language: Language): GuardStrings => CATALOGUES[language];
