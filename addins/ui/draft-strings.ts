import { type Language } from './props';

/** Words about drafts of messages that are to be encrypted. */
const en = {
  notOpened: 'The draft is encrypted, and was not opened. It is untouched.',
  cannotOpen: 'This was not written as a draft by Signet, or was changed since. Signet does not continue it.',
  notKept:
    'The draft was not saved, since it would have been readable by others and cannot be encrypted to you. Keep this window open, and get a certificate or switch encryption off for this message:',
  keep: 'Save drafts of messages that are to be encrypted so that only you can read them',
};

const de: typeof en = {
  notOpened: 'Der Entwurf ist verschlüsselt und wurde nicht geöffnet. Er ist unverändert.',
  cannotOpen:
    'Das hat Signet nicht als Entwurf geschrieben, oder es wurde seitdem verändert. Signet setzt es nicht fort.',
  notKept:
    'Der Entwurf wurde nicht gespeichert: Andere hätten ihn lesen können, und an Sie verschlüsseln lässt er sich nicht. Lassen Sie dieses Fenster offen, und besorgen Sie ein Zertifikat oder schalten Sie die Verschlüsselung dieser Nachricht aus:',
  keep: 'Entwürfe von Nachrichten, die verschlüsselt werden sollen, so speichern, dass nur Sie sie lesen können',
};

export type DraftStrings = typeof en;

export const useDraftStrings = (language: Language): DraftStrings => (language === 'de' ? de : en);
