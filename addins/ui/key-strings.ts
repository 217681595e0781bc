import { type Language } from './props';

/** Words about the protection of private keys; apart from the others because most visits need none of them. */
const en = {
  heading: 'Protection of my keys',
  device:
    'Your keys are protected by this profile alone. Whoever has the profile, or uses this computer in your name, can sign as you and read your encrypted mail.',
  passphrase:
    'Your keys are protected by a passphrase. Without it they are of no use, not even to somebody with a copy of this profile. Nobody can reset it: if you forget it, only the files of your certificates bring your keys back.',
  required: 'Your organisation wants your keys under a passphrase.',
  fixed: 'Your organisation has set this.',
  locked: 'Locked: your keys cannot be used now.',
  unlocked: 'Unlocked: your keys can be used now.',
  set: 'Set a passphrase…',
  change: 'Change the passphrase…',
  remove: 'Remove the passphrase…',
  lockNow: 'Lock now',
  unlockTime: 'Ask for the passphrase again',
  session: 'when the mail program, or the last window of Signet, was closed',
  afterMinutes: (minutes: number) =>
    minutes === 1 ? 'after a minute without use' : `after ${minutes} minutes without use`,
  timeHelp: 'Used means: a message was signed or an encrypted one opened.',
  word: 'Keys locked',
  unlockTitle: 'Your keys are locked',
  setTitle: 'First set a passphrase',
  changeTitle: 'Change the passphrase',
  removeTitle: 'Remove the passphrase?',
  removeIt: 'Remove',
  removeHelp: 'Your keys are then protected by this profile alone.',
  why: {
    open: 'This message is encrypted for you. Opening it takes your key.',
    send: 'Signing this message takes your key. It is sent once you have unlocked it.',
    keep: 'What you add is put under your passphrase too.',
    settings: 'Enter the passphrase to use your keys.',
  },
  enter: 'Passphrase',
  current: 'Passphrase until now',
  next: 'New passphrase',
  repeat: 'New passphrase again',
  nextHelp:
    'At least 8 characters; several words that do not belong together are easy to keep in mind. Write it down and keep it safe.',
  strength: {
    short: 'Too short',
    weak: 'Weak: can be guessed soon',
    fair: 'Fair: takes somebody with many computers some time',
    strong: 'Strong',
  },
  different: 'The two are not the same.',
  wrong: 'Wrong passphrase.',
  unlock: 'Unlock',
  unlockHere: 'Unlock…',
  notNow: 'Not now',
  stillLocked: 'Your keys are locked: this message stays closed.',
  notSent: 'Your keys are locked: the message was not sent and is as it was.',
  willAsk: 'Your keys are locked: you are asked for the passphrase when you send.',
  save: 'Set',
  wasSet: 'The passphrase is set.',
  wasRemoved: 'The passphrase was removed.',
  show: 'Show what I type',
  lossTitle: 'Your keys are gone from here',
  loss: (count: number, date: string) =>
    `On ${date} there was still ${count === 1 ? 'one identity' : `${count} identities`} here. The storage that held it was cleared since, by the browser or by hand.`,
  lossHelp:
    'Import the file that you kept, under “Add an identity”. Without it, get a new certificate: new mail will work, but mail that was encrypted for the old key cannot be opened any more.',
  lossAccept: 'Understood, do not say it again',
  persistOpen:
    'The browser may clear the storage with your keys when space is short. Ask it not to, and keep the file that you imported.',
  persistAsk: 'Ask the browser to keep it',
  persistRefused:
    'The browser did not promise to keep the storage with your keys. Keep the file that you imported, or export one.',
};

export type KeyStrings = typeof en;

const de: KeyStrings = {
  heading: 'Schutz meiner Schlüssel',
  device:
    'Ihre Schlüssel schützt nur dieses Profil. Wer das Profil hat oder diesen Rechner in Ihrem Namen benutzt, kann als Sie signieren und Ihre verschlüsselte Post lesen.',
  passphrase:
    'Ihre Schlüssel schützt eine Passphrase. Ohne sie nützen sie niemandem, auch nicht mit einer Kopie dieses Profils. Niemand kann sie zurücksetzen: Wenn Sie sie vergessen, bringen nur die Dateien Ihrer Zertifikate die Schlüssel zurück.',
  required: 'Ihre Organisation will Ihre Schlüssel unter einer Passphrase.',
  fixed: 'Das hat Ihre Organisation festgelegt.',
  locked: 'Gesperrt: Ihre Schlüssel sind jetzt nicht zu benutzen.',
  unlocked: 'Entsperrt: Ihre Schlüssel sind jetzt zu benutzen.',
  set: 'Passphrase setzen…',
  change: 'Passphrase ändern…',
  remove: 'Passphrase entfernen…',
  lockNow: 'Jetzt sperren',
  unlockTime: 'Nach der Passphrase wieder fragen,',
  session: 'wenn das Mailprogramm oder das letzte Fenster von Signet geschlossen wurde',
  afterMinutes: (minutes) =>
    `wenn ${minutes === 1 ? 'eine Minute' : `${minutes} Minuten`} lang kein Schlüssel benutzt wurde`,
  timeHelp: 'Benutzt heißt: Eine Nachricht wurde signiert oder eine verschlüsselte geöffnet.',
  word: 'Schlüssel gesperrt',
  unlockTitle: 'Ihre Schlüssel sind gesperrt',
  setTitle: 'Zuerst eine Passphrase setzen',
  changeTitle: 'Passphrase ändern',
  removeTitle: 'Passphrase entfernen?',
  removeIt: 'Entfernen',
  removeHelp: 'Ihre Schlüssel schützt dann nur noch dieses Profil.',
  why: {
    open: 'Diese Nachricht ist für Sie verschlüsselt. Zum Öffnen braucht es Ihren Schlüssel.',
    send: 'Zum Signieren dieser Nachricht braucht es Ihren Schlüssel. Sie wird gesendet, sobald Sie ihn entsperrt haben.',
    keep: 'Was Sie hinzufügen, kommt auch unter Ihre Passphrase.',
    settings: 'Geben Sie die Passphrase ein, um Ihre Schlüssel zu benutzen.',
  },
  enter: 'Passphrase',
  current: 'Bisherige Passphrase',
  next: 'Neue Passphrase',
  repeat: 'Neue Passphrase noch einmal',
  nextHelp:
    'Mindestens 8 Zeichen; mehrere Wörter, die nicht zusammengehören, behält man leicht. Schreiben Sie sie auf und verwahren Sie sie sicher.',
  strength: {
    short: 'Zu kurz',
    weak: 'Schwach: bald zu erraten',
    fair: 'Mittel: hält jemanden mit vielen Rechnern einige Zeit auf',
    strong: 'Stark',
  },
  different: 'Die beiden sind nicht gleich.',
  wrong: 'Falsche Passphrase.',
  unlock: 'Entsperren',
  unlockHere: 'Entsperren…',
  notNow: 'Jetzt nicht',
  stillLocked: 'Ihre Schlüssel sind gesperrt: Diese Nachricht bleibt zu.',
  notSent: 'Ihre Schlüssel sind gesperrt: Die Nachricht wurde nicht gesendet und ist, wie sie war.',
  willAsk: 'Ihre Schlüssel sind gesperrt: Beim Senden werden Sie nach der Passphrase gefragt.',
  save: 'Setzen',
  wasSet: 'Die Passphrase ist gesetzt.',
  wasRemoved: 'Die Passphrase wurde entfernt.',
  show: 'Zeigen, was ich tippe',
  lossTitle: 'Ihre Schlüssel sind hier nicht mehr',
  loss: (count, date) =>
    `Am ${date} ${count === 1 ? 'war hier noch eine Identität' : `waren hier noch ${count} Identitäten`}. Der Speicher, in dem sie lagen, wurde seitdem geleert, vom Browser oder von Hand.`,
  lossHelp:
    'Importieren Sie die Datei, die Sie aufgehoben haben, unter „Identität hinzufügen“. Ohne sie brauchen Sie ein neues Zertifikat: Neue Post geht damit, aber Post, die für den alten Schlüssel verschlüsselt wurde, lässt sich nicht mehr öffnen.',
  lossAccept: 'Verstanden, nicht mehr sagen',
  persistOpen:
    'Der Browser darf den Speicher mit Ihren Schlüsseln leeren, wenn der Platz knapp wird. Bitten Sie ihn, das nicht zu tun, und heben Sie die Datei auf, die Sie importiert haben.',
  persistAsk: 'Den Browser bitten, ihn zu behalten',
  persistRefused:
    'Der Browser hat nicht zugesagt, den Speicher mit Ihren Schlüsseln zu behalten. Heben Sie die Datei auf, die Sie importiert haben, oder exportieren Sie eine.',
};

const CATALOGUES: Readonly<Record<Language, KeyStrings>> = { en, de };

export function useKeyStrings(language: Language): KeyStrings {
  return CATALOGUES[language];
}
