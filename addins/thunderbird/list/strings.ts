import { type Language } from '../../ui/index';
import { type ListState } from './list-state';

/* Words about tags at messages. */
const en = {
  tags: {
    valid: 'Signature good',
    problem: 'Signature doubtful',
    encrypted: 'Encrypted',
    unchecked: 'Not checked',
  } satisfies Record<ListState, string>,
  heading: 'Tags in the message list',
  help: 'Each signed or encrypted message gets a tag that says what it was last found to be. Thunderbird’s quick filter finds messages by it. Mail servers and other programs of yours see the tags and can change them, so look at the message itself before you rely on one.',
  switch: 'Tag messages when they arrive or are shown',
  denied: 'Thunderbird was not allowed to write tags, so this stays off.',
  off: 'Tags that are there stay. You can delete them in Thunderbird’s settings: General, Tags.',
  oldHelp:
    'Mail that is there already can be gone through in the background. Every message is read once, and fetched from the server where it is not on this machine. Nothing is decrypted.',
  start: 'Tag old mail…',
  pause: 'Pause',
  resume: 'Go on',
  working: (done: number, total: number) => `${done} of ${total} messages looked at`,
  paused: (done: number, total: number) => `Paused: ${done} of ${total} messages looked at`,
};

const de: typeof en = {
  tags: {
    valid: 'Signatur gut',
    problem: 'Signatur zweifelhaft',
    encrypted: 'Verschlüsselt',
    unchecked: 'Nicht geprüft',
  },
  heading: 'Schlagwörter in der Nachrichtenliste',
  help: 'Jede signierte oder verschlüsselte Nachricht bekommt ein Schlagwort, das sagt, was sie zuletzt war. Thunderbirds Schnellfilter findet Nachrichten danach. Mailserver und Ihre anderen Programme sehen die Schlagwörter und können sie ändern; sehen Sie darum die Nachricht selbst an, ehe Sie sich darauf verlassen.',
  switch: 'Nachrichten mit Schlagwörtern versehen, wenn sie ankommen oder gezeigt werden',
  denied: 'Thunderbird wurde nicht erlaubt, Schlagwörter zu schreiben; es bleibt darum aus.',
  off: 'Vorhandene Schlagwörter bleiben. Löschen können Sie sie in Thunderbirds Einstellungen: Allgemein, Schlagwörter.',
  oldHelp:
    'Vorhandene Mail lässt sich im Hintergrund durchgehen. Jede Nachricht wird einmal gelesen, und vom Server geholt, wo sie nicht auf diesem Rechner liegt. Nichts wird entschlüsselt.',
  start: 'Alte Mail durchgehen…',
  pause: 'Anhalten',
  resume: 'Weiter',
  working: (done, total) => `${done} von ${total} Nachrichten angesehen`,
  paused: (done, total) => `Angehalten: ${done} von ${total} Nachrichten angesehen`,
};

export type ListStrings = typeof en;

export const listStrings = (language: Language): ListStrings => (language === 'de' ? de : en);
