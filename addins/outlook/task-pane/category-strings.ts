import { type Language } from '../../ui/index';

const en = {
  heading: 'Category in the message list',
  switch: (name: string) => `Give messages that Signet has checked the category “${name}”`,
  help: 'It says that a message was looked at, and not what came out: anyone who can write to your mailbox can set it, and a sender may. What a message is worth stands in this pane alone.',
  byHand: (name: string) =>
    `Outlook does not let Signet create categories here. If “${name}” is not among yours, create it once in Outlook’s own settings, with exactly this name; until then messages get none.`,
};

export type CategoryStrings = typeof en;

const de: CategoryStrings = {
  heading: 'Kategorie in der Nachrichtenliste',
  switch: (name) => `Nachrichten, die Signet geprüft hat, die Kategorie „${name}“ geben`,
  help: 'Sie sagt, dass eine Nachricht angesehen wurde, und nicht, was dabei herauskam: Setzen kann sie jeder, der in Ihr Postfach schreiben kann, und vielleicht ein Absender. Was eine Nachricht wert ist, steht nur in diesem Bereich.',
  byHand: (name) =>
    `Outlook lässt Signet hier keine Kategorien anlegen. Wenn „${name}“ nicht unter Ihren ist, legen Sie sie einmal in Outlooks eigenen Einstellungen an, mit genau diesem Namen; bis dahin bekommen Nachrichten keine.`,
};

export const categoryStrings = (language: Language): CategoryStrings => (language === 'de' ? de : en);
