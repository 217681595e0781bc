import { type Language } from './props';

/** Words of the settings that no first screen shows. */
const en = {
  sendOptions: {
    heading: 'How protected mail is written',
    hides: 'Encrypted mail hides from others, besides its text',
    policy: {
      hcp_baseline: 'the subject',
      hcp_shy: 'the subject, names beside addresses, your time zone',
      hcp_no_confidentiality: 'nothing',
    },
    legacyDisplay: 'Repeat what is hidden in the text, for readers whose program would show “[...]” alone',
    form: 'Signed mail can be read',
    forms: { clear: 'by everybody', opaque: 'with S/MIME only; servers that change mail do not break it' },
    tripleWrap: 'Sign once more around what is encrypted (triple wrap)',
    ownDevices: 'All programs in which you read your mail, on every device, can open',
    devices: { gcm: 'AES-GCM, which shows alteration', oaep: 'RSA-OAEP' },
  },
  forget: {
    heading: 'What Signet remembers',
    help: 'Of each sender: which certificates were used, how often mail was signed, and to which of your certificates they last encrypted. Of each good signature: when it was first verified here, so that it stays good after its certificate has expired. Nothing of what messages say.',
    ask: 'Erase what is remembered…',
    title: 'Erase what Signet remembers of senders and signatures?',
    consequence:
      'Every sender then counts as new, nobody is missed who usually signs, and signatures whose certificate has expired are not confirmed any more. Your identities, certificates and trusted authorities stay. It cannot be undone.',
    keep: 'Keep it',
    erase: 'Erase',
    erased: 'Erased.',
  },
  trust: {
    publicHeading: 'Public authorities',
    publicHelp: (count: number, date: string) =>
      `${count} certification authorities that Mozilla trusts for e-mail, as of ${date}. Signatures with their certificates count here too.`,
    publicOn: 'Trust public authorities',
    publicList: 'Choose single authorities',
    publicUntil: (day: string) => `only for certificates issued up to ${day}`,
    publicRemoved: 'not trusted by your organisation',
    publicFixed: 'Your organisation trusts none of them.',
    publicUntrusted: 'not trusted for e-mail in this mail program’s own settings',
    pinsHeading: 'Certificates you confirmed yourself',
    pinsHelp: 'Each counts for one address only, until it expires or you remove it.',
    pinsNone: 'None.',
    pinRemove: 'Remove',
    pinRemoveLabel: (name: string, address: string) => `Remove the certificate of ${name} for ${address}`,
  },
};

export type SettingsStrings = typeof en;

const de: SettingsStrings = {
  sendOptions: {
    heading: 'Wie geschützte Post geschrieben wird',
    hides: 'Verschlüsselte Post verbirgt vor anderen, neben dem Text,',
    policy: {
      hcp_baseline: 'den Betreff',
      hcp_shy: 'den Betreff, Namen neben Adressen, Ihre Zeitzone',
      hcp_no_confidentiality: 'nichts',
    },
    legacyDisplay: 'Verborgenes im Text wiederholen, für Leser, deren Programm sonst nur „[...]“ zeigt',
    form: 'Signierte Post ist lesbar',
    forms: { clear: 'für alle', opaque: 'nur mit S/MIME; Server, die Post verändern, stören sie nicht' },
    tripleWrap: 'Um das Verschlüsselte herum noch einmal signieren (triple wrap)',
    ownDevices: 'Alle Programme, in denen Sie Ihre Post lesen, auf jedem Gerät, öffnen',
    devices: { gcm: 'AES-GCM, das Veränderung zeigt', oaep: 'RSA-OAEP' },
  },
  forget: {
    heading: 'Was Signet sich merkt',
    help: 'Zu jedem Absender: welche Zertifikate benutzt wurden, wie oft signiert war und für welches Ihrer Zertifikate zuletzt verschlüsselt wurde. Zu jeder guten Signatur: wann sie hier zuerst geprüft wurde, damit sie nach dem Ablauf ihres Zertifikats gut bleibt. Nichts von dem, was in Nachrichten steht.',
    ask: 'Gemerktes löschen…',
    title: 'Löschen, was Signet sich zu Absendern und Signaturen gemerkt hat?',
    consequence:
      'Danach gilt jeder Absender als neu, es fällt nicht mehr auf, wenn jemand sonst signiert, und Signaturen, deren Zertifikat abgelaufen ist, sind nicht mehr bestätigt. Ihre Identitäten, Zertifikate und vertrauenswürdigen Aussteller bleiben. Das lässt sich nicht rückgängig machen.',
    keep: 'Behalten',
    erase: 'Löschen',
    erased: 'Gelöscht.',
  },
  trust: {
    publicHeading: 'Öffentliche Aussteller',
    publicHelp: (count, date) =>
      `${count} Zertifizierungsstellen, denen Mozilla für E-Mail vertraut, Stand ${date}. Signaturen mit ihren Zertifikaten zählen hier auch.`,
    publicOn: 'Öffentlichen Ausstellern vertrauen',
    publicList: 'Einzelne Aussteller wählen',
    publicUntil: (day) => `nur für Zertifikate, die bis ${day} ausgestellt wurden`,
    publicRemoved: 'von Ihrer Organisation nicht vertraut',
    publicFixed: 'Ihre Organisation vertraut keiner davon.',
    publicUntrusted: 'in den Einstellungen dieses Mailprogramms nicht für E-Mail vertraut',
    pinsHeading: 'Zertifikate, die Sie selbst bestätigt haben',
    pinsHelp: 'Jedes zählt nur für eine Adresse, bis es abläuft oder Sie es entfernen.',
    pinsNone: 'Keine.',
    pinRemove: 'Entfernen',
    pinRemoveLabel: (name, address) => `Zertifikat von ${name} für ${address} entfernen`,
  },
};

export const useSettingsStrings = (language: Language): SettingsStrings => (language === 'de' ? de : en);
