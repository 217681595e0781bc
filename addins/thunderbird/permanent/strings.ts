import { type Language } from '../../ui/index';

/* Words of the window that keeps decrypted copies, and of the menu that leads there. */
const en = {
  menu: 'Keep decrypted copies…',
  button: 'Keep a decrypted copy…',
  title: 'Keep decrypted copies',
  about: (count: number) => (count === 1 ? 'One message is chosen.' : `${count} messages are chosen.`),
  help: 'A copy without encryption is written into a folder. It can be searched and read without your keys, by everybody who can read that folder. Signatures inside stay as they are.',
  folder: 'Folder',
  newFolder: 'Decrypted',
  newFolderChoice: 'Local Folders: Decrypted (created if needed)',
  remote: 'This folder lies on a mail server: the server will see the text.',
  trash: 'Move the originals to the trash, each once its copy was read back and is right',
  start: 'Keep copies',
  close: 'Close',
  denied: 'Thunderbird was not allowed to do this, so nothing was changed. Press the button again, and allow it.',
  never: 'Your organisation does not let decrypted copies be kept.',
  localOnly: 'Your organisation lets decrypted copies be kept in local folders only.',
  gone: 'It is no longer known which messages were chosen. Choose them again.',
  stillLocked: 'Your keys are still locked. Nothing was changed.',
  working: (done: number, total: number) => `Keeping copies: ${done} of ${total}…`,
  stopping: 'Stopping after this message…',
  done: (count: number) => (count === 1 ? 'One copy is there.' : `${count} copies are there.`),
  notTrashed: 'The original could not be moved to the trash. It is where it was.',
  losesSignature: 'A signature around the encryption is not in the copy. Keep the original if you need it.',
  leftHeading: (count: number) =>
    count === 1 ? 'One message was left as it is' : `${count} messages were left as they are`,
  notesHeading: 'Copied, with a note',
  noSubject: '(no subject)',
  left: {
    'not-encrypted': 'It is not encrypted.',
    'same-folder': 'It lies in the folder that was chosen. Choose another one.',
    taken:
      'Another message with the same Message-ID lies in that folder. Look at it; if it is not needed, delete it and try again.',
    differs:
      'What was written reads differently. Delete the copy in that folder and try again; the original is untouched.',
    'not-begun': 'Not begun.',
  },
  notWritten: (said: string) =>
    `The folder did not take it (${said}). Look whether the disk or the mailbox is full, then start again: nothing is copied twice.`,
};

const de: typeof en = {
  menu: 'Entschlüsselte Kopien behalten…',
  button: 'Entschlüsselte Kopie behalten…',
  title: 'Entschlüsselte Kopien behalten',
  about: (count) => (count === 1 ? 'Eine Nachricht ist ausgewählt.' : `${count} Nachrichten sind ausgewählt.`),
  help: 'Eine Kopie ohne Verschlüsselung wird in einen Ordner geschrieben. Sie lässt sich durchsuchen und ohne Ihre Schlüssel lesen, von allen, die den Ordner lesen können. Signaturen darin bleiben, wie sie sind.',
  folder: 'Ordner',
  newFolder: 'Entschlüsselt',
  newFolderChoice: 'Lokale Ordner: Entschlüsselt (wird bei Bedarf angelegt)',
  remote: 'Dieser Ordner liegt auf einem Mailserver: Der Server sieht dann den Text.',
  trash: 'Originale in den Papierkorb verschieben, jedes, sobald seine Kopie zurückgelesen wurde und stimmt',
  start: 'Kopien behalten',
  close: 'Schließen',
  denied:
    'Das wurde Thunderbird nicht erlaubt; nichts wurde geändert. Drücken Sie noch einmal auf den Knopf, und erlauben Sie es.',
  never: 'Ihre Organisation erlaubt keine entschlüsselten Kopien.',
  localOnly: 'Ihre Organisation erlaubt entschlüsselte Kopien nur in lokalen Ordnern.',
  gone: 'Welche Nachrichten ausgewählt waren, ist nicht mehr bekannt. Wählen Sie sie noch einmal aus.',
  stillLocked: 'Ihre Schlüssel sind noch gesperrt. Nichts wurde geändert.',
  working: (done, total) => `Kopien werden geschrieben: ${done} von ${total}…`,
  stopping: 'Hält nach dieser Nachricht an…',
  done: (count) => (count === 1 ? 'Eine Kopie liegt im Ordner.' : `${count} Kopien liegen im Ordner.`),
  notTrashed: 'Das Original ließ sich nicht in den Papierkorb verschieben. Es liegt, wo es war.',
  losesSignature:
    'Eine Signatur um die Verschlüsselung herum ist nicht in der Kopie. Behalten Sie das Original, wenn Sie sie brauchen.',
  leftHeading: (count) =>
    count === 1 ? 'Eine Nachricht blieb, wie sie ist' : `${count} Nachrichten blieben, wie sie sind`,
  notesHeading: 'Kopiert, mit Hinweis',
  noSubject: '(kein Betreff)',
  left: {
    'not-encrypted': 'Sie ist nicht verschlüsselt.',
    'same-folder': 'Sie liegt in dem gewählten Ordner. Wählen Sie einen anderen.',
    taken:
      'In dem Ordner liegt eine andere Nachricht mit derselben Message-ID. Sehen Sie sie an; wird sie nicht gebraucht, löschen Sie sie und versuchen Sie es noch einmal.',
    differs:
      'Was geschrieben wurde, liest sich anders. Löschen Sie die Kopie in dem Ordner und versuchen Sie es noch einmal; das Original ist unberührt.',
    'not-begun': 'Nicht begonnen.',
  },
  notWritten: (said) =>
    `Der Ordner nahm sie nicht an (${said}). Sehen Sie nach, ob die Platte oder das Postfach voll ist, und beginnen Sie noch einmal: Nichts wird doppelt kopiert.`,
};

export type PermanentStrings = typeof en;

export const permanentStrings = (language: Language): PermanentStrings => (language === 'de' ? de : en);
