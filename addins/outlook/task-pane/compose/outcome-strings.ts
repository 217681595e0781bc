import { type Language } from '../../../ui/index';
import { type AttachmentProblem } from '../../host/draft-reader';

/** Why an attachment keeps a message from being sent, and what to do. */
const en: Readonly<Record<AttachmentProblem['code'], (name: string) => string>> = {
  cloud: (name: string) => `“${name}” is a link to the cloud. Attach it as a copy instead.`,
  empty: (name: string) => `Outlook does not give “${name}” out. Remove it, or ask your administrator.`,
  unreadable: (name: string) => `“${name}” cannot be read. Save it as a file and attach that.`,
  unread: (name: string) => `“${name}” could not be read. Remove it, or attach it once more.`,
  picture: (name: string) => `Outlook does not give out the picture “${name}” in the text. Insert it anew.`,
};

const de: typeof en = {
  cloud: (name) => `„${name}“ ist ein Verweis in die Cloud. Hängen Sie stattdessen eine Kopie an.`,
  empty: (name) => `Outlook gibt „${name}“ nicht heraus. Entfernen Sie es, oder fragen Sie Ihre IT.`,
  unreadable: (name) => `„${name}“ ist nicht lesbar. Speichern Sie es als Datei und hängen Sie diese an.`,
  unread: (name) =>
    `„${name}“ konnte nicht gelesen werden. Entfernen Sie die Datei, oder hängen Sie sie noch einmal an.`,
  picture: (name) => `Outlook gibt das Bild „${name}“ im Text nicht heraus. Fügen Sie es neu ein.`,
};

export const useProblemTexts = (language: Language): typeof en => (language === 'de' ? de : en);
