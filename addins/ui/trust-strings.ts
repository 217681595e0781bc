import { type KeyUsage, type LayerType, type RevocationState } from '../../shared/index';
import { type Language } from './props';

/** CRLReason by the names of RFC 5280 5.3.1. */
type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

/** Labels of the details of a verdict; apart from the others because the details load when they are opened. */
const en = {
  layersTitle: 'What is around what',
  layersHelp: 'From outside in.',
  layer: {
    'signed-clear': 'Signed, readable without S/MIME',
    'signed-opaque': 'Signed, in a wrapping',
    enveloped: 'Encrypted',
    'auth-enveloped': 'Encrypted, changes are noticed',
    encrypted: 'Encrypted with a shared key',
    compressed: 'Compressed',
    digested: 'With a checksum only: proves nothing',
    'certs-only': 'Certificates only',
    mime: 'The text and its attachments',
  } satisfies Record<LayerType, string>,
  layerBy: (names: string) => `by ${names}`,
  chainTitle: 'Certificates, up to the authority that is trusted',
  ownCertificate: 'The certificate',
  role: { signer: 'Signer', authority: 'Issuing authority', anchor: 'Trusted authority' },
  certificateOf: (name: string) => `Certificate of ${name}`,
  unreadable: 'This certificate cannot be read.',
  status: {
    good: 'Not revoked',
    revoked: 'Revoked',
    undetermined: 'Whether it was revoked could not be found out',
    'not-checked': 'Not checked for revocation',
  } satisfies Record<RevocationState, string>,
  revokedOn: (day: string) => `Revoked on ${day}`,
  keyUnsafeSince: (day: string) => `The key may have been in other hands since ${day}`,
  revocationReason: {
    unspecified: 'no reason given',
    keyCompromise: 'the key may be in other hands',
    cACompromise: 'the key of the authority may be in other hands',
    affiliationChanged: 'the person’s affiliation changed',
    superseded: 'it was replaced by another',
    cessationOfOperation: 'it is no longer needed',
    certificateHold: 'it is on hold for now',
    removeFromCRL: 'it was on hold before',
    privilegeWithdrawn: 'a right was withdrawn',
    aACompromise: 'the key of the authority may be in other hands',
  } satisfies Record<RevocationReason, string>,
  source: {
    crl: (issuer: string) => `Revocation list of ${issuer}`,
    ocsp: (issuer: string) => `Answer (OCSP) of ${issuer}`,
  },
  origin: { message: 'came with the message', given: 'given here', fetched: 'fetched from the issuer' },
  asOf: (from: string, until: string | undefined) =>
    until === undefined ? `of ${from}` : `of ${from}, until ${until}`,
  verifiedBefore: 'First verified here',
  messageDate: 'Date of the message (claimed)',
  openedWith: 'Opened with your key',
  subject: 'Subject',
  addresses: 'Mail addresses',
  noAddresses: 'none',
  otherNames: 'Other names',
  key: 'Key',
  keySize: (algorithm: string, bits: string) => `${algorithm}, ${bits} bits`,
  usages: 'May be used for',
  anyUsage: 'anything',
  usage: {
    digitalSignature: 'signing',
    nonRepudiation: 'binding signatures',
    keyEncipherment: 'encryption (of keys)',
    dataEncipherment: 'encryption (of data)',
    keyAgreement: 'encryption (by agreement)',
    keyCertSign: 'issuing certificates',
    cRLSign: 'signing revocation lists',
    encipherOnly: 'encryption only',
    decipherOnly: 'decryption only',
  } satisfies Record<KeyUsage, string>,
  purposes: 'Meant for',
  anyPurpose: 'any purpose',
  purpose: {
    emailProtection: 'mail',
    serverAuth: 'web servers',
    clientAuth: 'signing in',
    codeSigning: 'programs',
    timeStamping: 'time stamps',
    OCSPSigning: 'answers about revocation',
    documentSigning: 'documents',
    anyExtendedKeyUsage: 'any purpose',
  } as Readonly<Record<string, string>>,
  policies: 'Policies',
  isAuthority: 'Authority',
  authority: (length: number | undefined) =>
    length === undefined ? 'yes' : `yes; at most ${length} further ${length === 1 ? 'authority' : 'authorities'} below`,
  noAuthority: 'no',
  signedWith: 'Signed with',
  fingerprint: 'Fingerprint (SHA-256)',
  defects: 'Not readable in it',
  copy: 'Copy as text',
  copied: 'Copied.',
  selected: 'Selected. Copy it with Ctrl+C.',
  saveCertificate: 'Save (.cer)',
  certificateFile: 'certificate',
  rendering: {
    outlook:
      'What was checked is the message as this pane shows it. Outlook shows its own view of the message beside it, which can differ.',
    thunderbird:
      'What was checked is the message as it was received. Thunderbird shows its own view of it, which can differ.',
  },
};

export type TrustStrings = typeof en;

const de: TrustStrings = {
  layersTitle: 'Was worum herum liegt',
  layersHelp: 'Von außen nach innen.',
  layer: {
    'signed-clear': 'Signiert, auch ohne S/MIME lesbar',
    'signed-opaque': 'Signiert, in einer Hülle',
    enveloped: 'Verschlüsselt',
    'auth-enveloped': 'Verschlüsselt, Änderungen fallen auf',
    encrypted: 'Mit einem gemeinsamen Schlüssel verschlüsselt',
    compressed: 'Komprimiert',
    digested: 'Nur mit einer Prüfsumme: beweist nichts',
    'certs-only': 'Nur Zertifikate',
    mime: 'Der Text und seine Anhänge',
  },
  layerBy: (names) => `von ${names}`,
  chainTitle: 'Zertifikate, bis zum Aussteller, dem vertraut wird',
  ownCertificate: 'Das Zertifikat',
  role: { signer: 'Signiert hat', authority: 'Ausstellende Stelle', anchor: 'Vertrauenswürdiger Aussteller' },
  certificateOf: (name) => `Zertifikat von ${name}`,
  unreadable: 'Dieses Zertifikat lässt sich nicht lesen.',
  status: {
    good: 'Nicht gesperrt',
    revoked: 'Gesperrt',
    undetermined: 'Ob es gesperrt wurde, ließ sich nicht feststellen',
    'not-checked': 'Nicht auf Sperrung geprüft',
  },
  revokedOn: (day) => `Gesperrt am ${day}`,
  keyUnsafeSince: (day) => `Der Schlüssel ist vielleicht seit ${day} in fremden Händen`,
  revocationReason: {
    unspecified: 'kein Grund genannt',
    keyCompromise: 'der Schlüssel ist vielleicht in fremden Händen',
    cACompromise: 'der Schlüssel des Ausstellers ist vielleicht in fremden Händen',
    affiliationChanged: 'die Zugehörigkeit der Person hat sich geändert',
    superseded: 'es wurde durch ein anderes ersetzt',
    cessationOfOperation: 'es wird nicht mehr gebraucht',
    certificateHold: 'es ist vorerst ausgesetzt',
    removeFromCRL: 'es war zuvor ausgesetzt',
    privilegeWithdrawn: 'ein Recht wurde entzogen',
    aACompromise: 'der Schlüssel des Ausstellers ist vielleicht in fremden Händen',
  },
  source: { crl: (issuer) => `Sperrliste von ${issuer}`, ocsp: (issuer) => `Auskunft (OCSP) von ${issuer}` },
  origin: { message: 'kam mit der Nachricht', given: 'hier hinterlegt', fetched: 'beim Aussteller geholt' },
  asOf: (from, until) => (until === undefined ? `vom ${from}` : `vom ${from}, bis ${until}`),
  verifiedBefore: 'Hier zuerst geprüft',
  messageDate: 'Datum der Nachricht (laut ihr)',
  openedWith: 'Geöffnet mit Ihrem Schlüssel',
  subject: 'Inhaber',
  addresses: 'Mailadressen',
  noAddresses: 'keine',
  otherNames: 'Weitere Namen',
  key: 'Schlüssel',
  keySize: (algorithm, bits) => `${algorithm}, ${bits} Bit`,
  usages: 'Verwendbar für',
  anyUsage: 'alles',
  usage: {
    digitalSignature: 'Signieren',
    nonRepudiation: 'verbindliche Signaturen',
    keyEncipherment: 'Verschlüsselung (von Schlüsseln)',
    dataEncipherment: 'Verschlüsselung (von Daten)',
    keyAgreement: 'Verschlüsselung (durch Vereinbarung)',
    keyCertSign: 'Ausstellen von Zertifikaten',
    cRLSign: 'Signieren von Sperrlisten',
    encipherOnly: 'nur Verschlüsseln',
    decipherOnly: 'nur Entschlüsseln',
  },
  purposes: 'Bestimmt für',
  anyPurpose: 'jeden Zweck',
  purpose: {
    emailProtection: 'E-Mail',
    serverAuth: 'Webserver',
    clientAuth: 'Anmeldung',
    codeSigning: 'Programme',
    timeStamping: 'Zeitstempel',
    OCSPSigning: 'Auskünfte über Sperrungen',
    documentSigning: 'Dokumente',
    anyExtendedKeyUsage: 'jeden Zweck',
  },
  policies: 'Richtlinien',
  isAuthority: 'Aussteller',
  authority: (length) =>
    length === undefined ? 'ja' : `ja; höchstens ${length} ${length === 1 ? 'weiterer' : 'weitere'} darunter`,
  noAuthority: 'nein',
  signedWith: 'Signiert mit',
  fingerprint: 'Fingerabdruck (SHA-256)',
  defects: 'Nicht lesbar darin',
  copy: 'Als Text kopieren',
  copied: 'Kopiert.',
  selected: 'Markiert. Kopieren Sie es mit Strg+C.',
  saveCertificate: 'Speichern (.cer)',
  certificateFile: 'zertifikat',
  rendering: {
    outlook:
      'Geprüft ist die Nachricht, wie dieser Bereich sie zeigt. Outlook zeigt daneben seine eigene Ansicht davon, die abweichen kann.',
    thunderbird:
      'Geprüft ist die Nachricht, wie sie empfangen wurde. Thunderbird zeigt seine eigene Ansicht davon, die abweichen kann.',
  },
};

const CATALOGUES: Readonly<Record<Language, TrustStrings>> = { en, de };

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useTrustStrings(language: Language): TrustStrings {
  return CATALOGUES[language];
}
