import { type NotActedOn } from './not-acted-on';
import { type SnapshotReason } from './choose-snapshot';
import { type Decision, type DecisionCode, type DecisionReason, type Source, type Step } from './decision';
import { type Contact, type LocalText } from './document';
import { type FaultCode, type PolicyFault } from './fault';
import { type AccountSetting } from './settings';

/** Languages of the catalogue. */
export type PolicyLocale = 'en' | 'de';

interface Catalogue {
  readonly faults: Readonly<Record<FaultCode, (expected: string) => string>>;
  readonly place: (line: number, column: number) => string;
  readonly outcomes: Readonly<Record<Decision['outcome'], string>>;
  readonly reasons: Readonly<Record<DecisionCode, (addresses: string) => string>>;
  readonly snapshots: Readonly<Record<SnapshotReason, string>>;
  readonly notActedOn: Readonly<Record<NotActedOn['code'], string>>;
  readonly settings: Readonly<Record<AccountSetting, string>>;
  readonly sources: {
    readonly builtIn: string;
    readonly reply: string;
    readonly everybody: string;
    readonly account: (pattern: string) => string;
    readonly rule: (id: string) => string;
    readonly user: string;
    readonly exception: (pattern: string) => string;
    readonly message: string;
  };
  /** What is said of signing and encryption; all else as the document has it. */
  readonly values: Readonly<Record<string, string>>;
  readonly effects: Readonly<Record<Step['effect'], string>>;
  readonly says: (source: string, says: string, whom: string) => string;
  readonly whom: (addresses: string) => string;
  readonly contact: (text: string) => string;
  readonly organisation: string;
}

const en: Catalogue = {
  faults: {
    syntax: (expected) => `This is no JSON: ${expected} was expected.`,
    'too-large': (expected) => `This is too long: ${expected}.`,
    'too-deep': (expected) => `This is nested too deeply: ${expected}.`,
    'too-many': (expected) => `There are too many: ${expected}.`,
    'duplicate-key': (expected) => `This name is there twice; expected: ${expected}.`,
    version: (expected) => `This version is not known; expected: ${expected}.`,
    'unknown-key': (expected) => `This name means nothing here; known are: ${expected}.`,
    'missing-key': (expected) => `Here “${expected}” is missing.`,
    'wrong-type': (expected) => `Expected here: ${expected}.`,
    'wrong-value': (expected) => `This value means nothing here; expected: ${expected}.`,
    'unknown-group': (expected) => `There is no such group; expected: ${expected}.`,
    contradiction: (expected) => `This contradicts the rest; expected: ${expected}.`,
  },
  place: (line, column) => `line ${line}, column ${column}`,
  outcomes: {
    allow: 'The message may be sent.',
    'allow-with-changes': 'The message may be sent, with changes.',
    ask: 'You are asked before the message is sent.',
    refuse: 'The message is not sent.',
  },
  reasons: {
    'certificate-missing': (addresses) => `There is no usable certificate to encrypt to: ${addresses}.`,
    'certificate-unknown': (addresses) => `Whether there is a certificate is not known yet: ${addresses}.`,
    'archive-certificate-missing': (addresses) => `The archive has no usable certificate: ${addresses}.`,
    'signer-missing': () => 'You have no usable certificate to sign with.',
    'signer-not-allowed': () =>
      'Your certificate may not be used here: its issuer is not one of those that are allowed.',
    'signer-unknown': () => 'Whether you have a certificate to sign with is not known yet.',
    'signing-forbidden': () => 'This message may not be signed.',
    'encryption-forbidden': () => 'This message may not be encrypted.',
    'signing-required': () => 'This message is signed although you switched that off.',
    'encryption-required': () => 'This message is encrypted although you switched that off.',
    'signing-left-out': () => 'This message is sent without a signature.',
    'encryption-left-out': (addresses) => `This message is sent without encryption: no certificate of ${addresses}.`,
    'choice-not-allowed': () => 'What you chose for this message may not be changed.',
    'archive-added': (addresses) => `An archive gets a copy and can read it: ${addresses}.`,
    split: () => 'The recipients get separate messages, since different rules hold for them.',
    'no-identity': () => 'This message is not signed: you have no certificate yet.',
    'encryption-not-possible': (addresses) => `This message is not encrypted: no certificate of ${addresses}.`,
    'exception-outvoted': (addresses) =>
      `Your exception does not count this time, since others get the message too: ${addresses}.`,
  },
  notActedOn: {
    engine:
      'Thunderbird does this. Outlook has no S/MIME that Signet could drive: there Signet signs and encrypts itself.',
    writing: 'Outlook does this. Thunderbird writes messages in its own window and keeps drafts where it is set to.',
  },
  snapshots: {
    unreachable: 'Your organisation’s rules could not be fetched.',
    unreadable:
      'Your organisation’s rules have a fault and cannot be read. Your administrator can find it with “npm run policy -- check”.',
    unsigned: 'Your organisation’s rules are not signed.',
    'signature-bad': 'The signature of your organisation’s rules is not right.',
    'rolled-back': 'Older rules of your organisation came in place of newer ones.',
    'serial-reused': 'Other rules of your organisation came under the number of known ones.',
    expired: 'Your organisation’s rules have expired.',
    'clock-set-back': 'The clock of this computer was set back.',
  },
  settings: {
    sign: 'Signing',
    encrypt: 'Encryption',
    form: 'Form of the signature',
    headerProtection: 'Hidden header fields',
    legacyDisplay: 'Hidden fields repeated in the text',
    tripleWrap: 'Signed around the encryption',
    missingCertificate: 'Without a recipient’s certificate',
    missingSigner: 'Without a certificate of your own',
    mixedRecipients: 'When rules differ between recipients',
    'algorithms.floor': 'Weakest encryption',
    'algorithms.ceiling': 'Strongest encryption',
    archive: 'Copy for an archive',
    'signers.issuers': 'Issuers that may sign',
    drafts: 'Drafts',
    engine: 'Which program signs',
    writing: 'Where encrypted messages are written',
  },
  sources: {
    builtIn: 'Signet by itself',
    reply: 'Signet, for answers to encrypted messages',
    everybody: 'your organisation, for everybody',
    account: (pattern) => `your organisation, for ${pattern}`,
    rule: (id) => `your organisation’s rule “${id}”`,
    user: 'your settings',
    exception: (pattern) => `your exception for ${pattern}`,
    message: 'your choice for this message',
  },
  values: {
    always: 'always',
    never: 'never',
    offer: 'only if you choose it',
    'when-possible': 'when everybody can read it',
    require: 'required',
    prefer: 'preferred',
    forbid: 'forbidden',
  },
  effects: {
    decides: 'this decides',
    agrees: 'agrees',
    outweighed: 'something else weighs more',
    'not-allowed': 'may not be changed',
  },
  says: (source, says, whom) => `${source}: ${says}${whom}`,
  whom: (addresses) => ` (for ${addresses})`,
  contact: (text) => `Questions: ${text}`,
  organisation: 'Your organisation decided so.',
};

const de: Catalogue = {
  faults: {
    syntax: (expected) => `Das ist kein JSON: erwartet war ${expected}.`,
    'too-large': (expected) => `Das ist zu lang: ${expected}.`,
    'too-deep': (expected) => `Das ist zu tief verschachtelt: ${expected}.`,
    'too-many': (expected) => `Das sind zu viele: ${expected}.`,
    'duplicate-key': (expected) => `Dieser Name steht zweimal da; erwartet: ${expected}.`,
    version: (expected) => `Diese Version ist nicht bekannt; erwartet: ${expected}.`,
    'unknown-key': (expected) => `Dieser Name bedeutet hier nichts; bekannt sind: ${expected}.`,
    'missing-key': (expected) => `Hier fehlt „${expected}“.`,
    'wrong-type': (expected) => `Hier erwartet: ${expected}.`,
    'wrong-value': (expected) => `Dieser Wert bedeutet hier nichts; erwartet: ${expected}.`,
    'unknown-group': (expected) => `Diese Gruppe gibt es nicht; erwartet: ${expected}.`,
    contradiction: (expected) => `Das widerspricht dem Übrigen; erwartet: ${expected}.`,
  },
  place: (line, column) => `Zeile ${line}, Spalte ${column}`,
  outcomes: {
    allow: 'Die Nachricht darf gesendet werden.',
    'allow-with-changes': 'Die Nachricht darf gesendet werden, mit Änderungen.',
    ask: 'Vor dem Senden werden Sie gefragt.',
    refuse: 'Die Nachricht wird nicht gesendet.',
  },
  reasons: {
    'certificate-missing': (addresses) => `Zum Verschlüsseln fehlt ein brauchbares Zertifikat: ${addresses}.`,
    'certificate-unknown': (addresses) => `Ob es ein Zertifikat gibt, ist noch nicht bekannt: ${addresses}.`,
    'archive-certificate-missing': (addresses) => `Das Archiv hat kein brauchbares Zertifikat: ${addresses}.`,
    'signer-missing': () => 'Sie haben kein brauchbares Zertifikat zum Signieren.',
    'signer-not-allowed': () =>
      'Ihr Zertifikat darf hier nicht verwendet werden: sein Aussteller ist keiner der erlaubten.',
    'signer-unknown': () => 'Ob Sie ein Zertifikat zum Signieren haben, ist noch nicht bekannt.',
    'signing-forbidden': () => 'Diese Nachricht darf nicht signiert werden.',
    'encryption-forbidden': () => 'Diese Nachricht darf nicht verschlüsselt werden.',
    'signing-required': () => 'Diese Nachricht wird signiert, obwohl Sie das abgeschaltet haben.',
    'encryption-required': () => 'Diese Nachricht wird verschlüsselt, obwohl Sie das abgeschaltet haben.',
    'signing-left-out': () => 'Diese Nachricht wird ohne Signatur gesendet.',
    'encryption-left-out': (addresses) =>
      `Diese Nachricht wird unverschlüsselt gesendet: kein Zertifikat von ${addresses}.`,
    'choice-not-allowed': () => 'Was Sie für diese Nachricht gewählt haben, darf nicht geändert werden.',
    'archive-added': (addresses) => `Ein Archiv bekommt eine Kopie und kann sie lesen: ${addresses}.`,
    split: () => 'Die Empfänger bekommen getrennte Nachrichten, da für sie verschiedene Regeln gelten.',
    'no-identity': () => 'Diese Nachricht ist nicht signiert: Sie haben noch kein Zertifikat.',
    'encryption-not-possible': (addresses) =>
      `Diese Nachricht ist nicht verschlüsselt: kein Zertifikat von ${addresses}.`,
    'exception-outvoted': (addresses) =>
      `Ihre Ausnahme gilt diesmal nicht, da auch andere die Nachricht bekommen: ${addresses}.`,
  },
  notActedOn: {
    engine:
      'Thunderbird tut das. Outlook hat kein S/MIME, das Signet bedienen könnte: Dort signiert und verschlüsselt Signet selbst.',
    writing:
      'Outlook tut das. Thunderbird schreibt Nachrichten im eigenen Fenster und legt Entwürfe ab, wo es eingestellt ist.',
  },
  snapshots: {
    unreachable: 'Die Regeln Ihrer Organisation konnten nicht geholt werden.',
    unreadable:
      'Die Regeln Ihrer Organisation haben einen Fehler und sind nicht lesbar. Ihre Administration findet ihn mit „npm run policy -- check“.',
    unsigned: 'Die Regeln Ihrer Organisation sind nicht signiert.',
    'signature-bad': 'Die Signatur der Regeln Ihrer Organisation stimmt nicht.',
    'rolled-back': 'Statt neuerer kamen ältere Regeln Ihrer Organisation.',
    'serial-reused': 'Unter der Nummer bekannter Regeln Ihrer Organisation kamen andere.',
    expired: 'Die Regeln Ihrer Organisation sind abgelaufen.',
    'clock-set-back': 'Die Uhr dieses Rechners wurde zurückgestellt.',
  },
  settings: {
    sign: 'Signieren',
    encrypt: 'Verschlüsseln',
    form: 'Form der Signatur',
    headerProtection: 'Verborgene Kopfzeilen',
    legacyDisplay: 'Verborgene Zeilen im Text wiederholt',
    tripleWrap: 'Um die Verschlüsselung herum signiert',
    missingCertificate: 'Ohne Zertifikat eines Empfängers',
    missingSigner: 'Ohne eigenes Zertifikat',
    mixedRecipients: 'Wenn für Empfänger Verschiedenes gilt',
    'algorithms.floor': 'Schwächste Verschlüsselung',
    'algorithms.ceiling': 'Stärkste Verschlüsselung',
    archive: 'Kopie für ein Archiv',
    'signers.issuers': 'Aussteller, die signieren dürfen',
    drafts: 'Entwürfe',
    engine: 'Welches Programm signiert',
    writing: 'Wo verschlüsselte Nachrichten geschrieben werden',
  },
  sources: {
    builtIn: 'Signet von sich aus',
    reply: 'Signet, für Antworten auf verschlüsselte Nachrichten',
    everybody: 'Ihre Organisation, für alle',
    account: (pattern) => `Ihre Organisation, für ${pattern}`,
    rule: (id) => `Regel „${id}“ Ihrer Organisation`,
    user: 'Ihre Einstellungen',
    exception: (pattern) => `Ihre Ausnahme für ${pattern}`,
    message: 'Ihre Wahl für diese Nachricht',
  },
  values: {
    always: 'immer',
    never: 'nie',
    offer: 'nur, wenn Sie es wählen',
    'when-possible': 'wenn alle sie lesen können',
    require: 'verlangt',
    prefer: 'bevorzugt',
    forbid: 'verboten',
  },
  effects: {
    decides: 'das entscheidet',
    agrees: 'stimmt überein',
    outweighed: 'anderes wiegt mehr',
    'not-allowed': 'darf nicht geändert werden',
  },
  says: (source, says, whom) => `${source}: ${says}${whom}`,
  whom: (addresses) => ` (für ${addresses})`,
  contact: (text) => `Fragen: ${text}`,
  organisation: 'Ihre Organisation hat das so festgelegt.',
};

const CATALOGUES: Readonly<Record<PolicyLocale, Catalogue>> = { en, de };

/** What is wrong with a policy, where, and what would be right. What was expected is said in the words of the document. */
export function faultText({ line, column, path, code, expected }: PolicyFault, locale: PolicyLocale): string {
  const { faults, place } = CATALOGUES[locale];
  return `${[place(line, column), path].filter((part) => part !== '').join(', ')}: ${faults[code](expected)}`;
}

export const outcomeText = (outcome: Decision['outcome'], locale: PolicyLocale): string =>
  CATALOGUES[locale].outcomes[outcome];

export const notActedOnText = ({ path, code }: NotActedOn, locale: PolicyLocale): string =>
  `${path}: ${CATALOGUES[locale].notActedOn[code]}`;

export const snapshotText = (reason: SnapshotReason, locale: PolicyLocale): string =>
  CATALOGUES[locale].snapshots[reason];

/** One reason: the sentence, then what the administrator wanted to be said about it, and whom to ask. */
export function policyReasonText({ code, addresses, source }: DecisionReason, locale: PolicyLocale): string {
  return [CATALOGUES[locale].reasons[code](addresses.join(', ')), ...authorTexts(source, locale)].join(' ');
}

/** Why it is not the user's to change, in the words of who decided; empty where it is. */
export function authorTexts(source: Source, locale: PolicyLocale): readonly string[] {
  if (source.layer !== 'administrator') return [];
  const said = explainedText(source, locale);
  return source.text === undefined ? [CATALOGUES[locale].organisation, ...said] : said;
}

/** What the administrator lets users be told where something is fixed; empty: nothing. */
export function explainedText(
  { text, contact }: { readonly text?: LocalText; readonly contact?: Contact },
  locale: PolicyLocale,
): readonly string[] {
  const asked = [contact?.text === undefined ? '' : localText(contact.text, locale), contact?.at ?? '']
    .filter((part) => part !== '')
    .join(' ');
  return [
    ...(text === undefined ? [] : [localText(text, locale)]),
    ...(asked === '' ? [] : [CATALOGUES[locale].contact(asked)]),
  ];
}

/** One line of an explanation. */
export function stepText({ setting, source, says, effect, recipients }: Step, locale: PolicyLocale): string {
  const { settings, values, effects, says: line, whom } = CATALOGUES[locale];
  const isLevel = setting === 'sign' || setting === 'encrypt';
  const who = recipients && recipients.length > 0 ? whom(recipients.join(', ')) : '';
  return `${settings[setting]}: ${line(sourceText(source, locale), (isLevel ? values[says] : undefined) ?? says, who)} – ${effects[effect]}`;
}

export function sourceText({ layer, account, rule, exception }: Source, locale: PolicyLocale): string {
  const { sources } = CATALOGUES[locale];
  switch (layer) {
    case 'built-in':
      return rule === undefined ? sources.builtIn : sources.reply;
    case 'administrator':
      if (rule !== undefined) return sources.rule(rule);
      return account === undefined ? sources.everybody : sources.account(account);
    case 'user':
      return exception === undefined ? sources.user : sources.exception(exception);
    case 'message':
      return sources.message;
  }
}

/** A text that an administrator wrote, in the reader's language where they wrote it in both. */
export const localText = (text: LocalText, locale: PolicyLocale): string =>
  typeof text === 'string' ? text : text[locale];
