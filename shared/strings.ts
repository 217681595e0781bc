import { type ErrorCode } from './base/errors';
import { type Refusal, type RefusalCode } from './journeys/refusal';
import { nextStep, type NextStep } from './verdict/next-step';
import { type Reason, type ReasonCode } from './verdict/reason';
import { type Continuity, type ContinuityKind } from './verdict/continuity';
import {
  type ContentProtection,
  type EncryptionVerdict,
  type SignerIdentity,
  type Summary,
  type SummaryState,
} from './verdict/verdict';

/** Languages of the catalogue. */
export type Locale = 'en' | 'de';

type RefusalOnly = Exclude<RefusalCode, Exclude<ErrorCode, 'recipient-certificate'>>;

/** What a sentence about a message may name. All of it comes from mail or certificates and is made safe to show. */
interface MessageWords {
  /** Name and address of the signer. */
  readonly who: string;
  /** The sentence of the reason that decided. */
  readonly why: string;
}

/** What a sentence about earlier messages of a sender may name. */
interface ContinuityWords {
  readonly address: string;
  /** The day since when; empty where it is not known. */
  readonly since: string;
  /** The day of the last message with what was there before. */
  readonly last: string;
  /** Who issued what was there before. */
  readonly issuer: string;
  readonly count: number;
  /** There may be more than `count`. */
  readonly isAtLeast: boolean;
}

interface Catalogue {
  readonly continuity: Readonly<Record<ContinuityKind | 'older-certificate', (words: ContinuityWords) => string>>;
  readonly protection: Readonly<Record<ContentProtection, string>>;
  readonly summary: Readonly<Record<SummaryState, (words: MessageWords) => string>>;
  readonly encryption: Readonly<Record<EncryptionVerdict['state'], string>>;
  readonly steps: Readonly<Record<NextStep, string>>;
  readonly reasons: Readonly<Record<ReasonCode, (found: string, expected: string) => string>>;
  readonly errors: Readonly<Record<ErrorCode, (subject: string) => string>>;
  readonly refusals: Readonly<Record<RefusalOnly, (address: string) => string>>;
  readonly unknownSigner: string;
}

const named = (label: string, value: string): string => (value === '' ? '' : ` (${label}${value})`);

const trustedUntil = (found: string, expected: string, issued: string, until: string): string =>
  [
    [issued, day(found)],
    [until, day(expected)],
  ]
    .filter(([, value]) => value !== '')
    .map((words) => words.join(' '))
    .join(', ');

const en: Catalogue = {
  continuity: {
    first: ({ address }) => `This is the first signed message from ${address} that this program has verified.`,
    same: ({ since, count, isAtLeast }) =>
      `Signed with the same key as before${since === '' ? '' : ` (since ${since})`}: ${isAtLeast ? 'at least ' : ''}${counted(count, 'earlier message', 'earlier messages')}.`,
    'new-certificate': ({ last }) =>
      `Signed with another certificate than before, from the same issuer${last === '' ? '' : ` (the earlier one: last seen ${last})`}. Certificates are renewed every year or two; if the message surprises you, ask the sender in another way.`,
    'new-authority': ({ last, issuer }) =>
      `Signed with a certificate from another issuer than before${named('', [issuer, last].filter(Boolean).join(', '))}. That can be a change of provider; if the message surprises you, ask the sender in another way.`,
    'older-certificate': ({ last }) =>
      `Signed with an older certificate than the one seen first here${last === '' ? '' : ` (that one: last seen ${last})`}: usual for an old message.`,
    'usually-signed': ({ address, count, isAtLeast }) =>
      `Messages from ${address} are usually signed (${isAtLeast ? 'at least ' : ''}${counted(count, 'message', 'messages')} verified); this one is not. If it asks you for something, check with the sender in another way.`,
  },
  protection: {
    authenticated: 'The encryption shows that it was not changed on the way.',
    signed: 'The signature inside shows that it was not changed on the way.',
    changeable:
      'It could have been changed on the way: neither the encryption nor a valid signature inside rules that out.',
  },
  unknownSigner: 'an unknown signer',
  summary: {
    'signed-valid': ({ who, why }) =>
      `Signed by ${who}. The message is unchanged, and the sender’s address is confirmed. ${why}`,
    'signed-untrusted': ({ who, why }) =>
      `Signed by ${who} and unchanged since, but that does not prove who sent it. ${why}`,
    'signed-invalid': ({ who, why }) => `The signature by ${who} does not fit this message. ${why}`,
    'partly-signed': () => 'Only a part of this message is signed; the rest can come from anyone.',
    uncheckable: ({ why }) => `This message looks signed, but the signature could not be checked. ${why}`,
    unsigned: ({ why }) => `This message is not signed: nothing proves who sent it. ${why}`,
  },
  encryption: {
    none: '',
    opened: 'Encrypted: only those it was encrypted for can read it.',
    'not-for-us': 'This message is encrypted, and none of your keys opens it.',
    failed: 'This message is encrypted and could not be opened. It may be damaged.',
  },
  steps: {
    none: '',
    'treat-as-unsigned': 'Treat it like an unsigned message.',
    'ask-administrator':
      'Treat it like an unsigned message, and ask your administrator whether its issuer is to be trusted.',
    'ask-another-way': 'Do not rely on it: ask the sender in another way, such as by phone.',
    'ask-for-renewal': 'Treat it like an unsigned message; the sender needs a new certificate.',
    'ask-for-update': 'Treat it like an unsigned message, and ask the sender to update the mail program.',
    'ask-for-certificate': 'Treat it like an unsigned message, and ask the sender to enclose the certificate.',
    'ask-to-resend': 'Treat it like an unsigned message; if it matters, ask the sender to send it again.',
    'import-identity':
      'Import the identity file it was sent to, or ask the sender to encrypt it for your present certificate.',
    'ask-to-resend-encrypted': 'Ask the sender to send it again, or to send it in another way.',
    'check-reply-address': 'Before you answer, make sure that your answer is to go there.',
  },
  reasons: {
    'digest-mismatch': () => 'The message was changed after it was signed.',
    'signature-mismatch': () => 'The signature was not made by the key of this certificate, or it was changed.',
    'attributes-malformed': () => 'What the signature says about the message is not complete.',
    'content-type-mismatch': () => 'The signature was made for something other than this message.',
    'algorithm-mismatch': (found, expected) =>
      `The signature says in two places how it was made, and they differ${named('', [found, expected].filter(Boolean).join(' / '))}.`,
    'signing-certificate-mismatch': () => 'The signature names another certificate than the one that was enclosed.',
    'signer-certificate-missing': () => 'The signer’s certificate is not enclosed.',
    'content-missing': () => 'What was signed is not in this message.',
    'content-twice': () => 'The message holds two versions of what was signed, so it is not clear which one counts.',
    'no-signers': () => 'It has the form of a signed message, but nobody signed it.',
    'unsupported-algorithm': (found) => `It uses a method that this program does not know${named('', found)}.`,
    'unsupported-structure': (found) => `It is built in a way that this program does not read${named('', found)}.`,
    malformed: () => 'It is damaged.',
    limit: () => 'It is larger or more deeply nested than this program will follow.',
    'weak-algorithm': (found) => `The signature uses an outdated method that can be forged${named('', found)}.`,
    'weak-key': (found) => `The signer’s key is too short to be safe${named('', found)}.`,
    'no-path': () => 'The certificate comes from an issuer that this program does not know.',
    'not-anchored': (found) => `The certificate comes from an issuer that is not trusted here${named('', found)}.`,
    'issuer-distrusted': (found, expected) =>
      `The certificate is too new for its issuer, which is no longer trusted for new certificates${named('', trustedUntil(found, expected, 'issued', 'trusted until'))}. Ask the sender for a certificate of another issuer.`,
    pinned: () =>
      'You said yourself that this certificate belongs to this address; no issuer that is trusted here vouches for it.',
    'self-signed': () => 'The signer made the certificate, so nobody vouches for the name in it.',
    expired: (found) => `A certificate was out of date${named('valid until ', day(found))}.`,
    'expired-since': (found, expected) =>
      `This program verified it${expected === '' ? '' : ` on ${dayIn(expected, 'en')}`}; the certificate has expired since${named('', dayIn(found, 'en'))}.`,
    'revoked-since': (found, expected) =>
      `This program verified it${expected === '' ? '' : ` on ${dayIn(expected, 'en')}`}; the issuer has withdrawn the certificate since${named('', dayIn(found, 'en'))}, for a cause that leaves what was signed before as good as it was.`,
    'no-record': () => 'There is no record here of an earlier check, from when it was in date.',
    'not-yet-valid': (found) => `A certificate is not valid yet${named('valid from ', day(found))}.`,
    'bad-certificate-signature': () => 'A certificate was changed or is forged.',
    'not-a-ca': (found) => `The certificate was issued by someone who may not issue certificates${named('', found)}.`,
    'path-too-long': () => 'There are more issuers in between than the certificates allow.',
    'key-usage': () => 'The certificate may not be used for this.',
    'extended-key-usage': () => 'The certificate is not meant for mail.',
    'name-constraints': (found) => `The issuer may not issue certificates for this name${named('', found)}.`,
    'unknown-critical-extension': (found) =>
      `The certificate holds a condition that this program does not know${named('', found)}.`,
    policy: () => 'The certificate does not fulfil the required rules.',
    'malformed-certificate': () => 'A certificate is damaged.',
    'unsupported-path-feature': (found) =>
      `A certificate uses something that this program does not know${named('', found)}.`,
    revoked: () => 'The certificate was revoked: its issuer has withdrawn it.',
    'authority-revoked': (found) =>
      `The certificate of an issuer was revoked, and with it all that it issued${named('', found)}.`,
    'revocation-required': () => 'Your settings demand that certificates are checked for revocation.',
    'revocation-soft-fail': () =>
      'Whether the certificate was revoked could not be found out; your settings accept that.',
    'revocation-undetermined': () => 'Whether the certificate was revoked could not be found out.',
    'revocation-not-checked': () => 'The certificate was not checked for revocation.',
    'address-mismatch': (found, expected) =>
      `The message says it comes from ${expected || 'someone'}, but the signer’s address is ${found || 'another one'}.`,
    'unconfirmed-key': () =>
      'This address was known with another key: the new certificate is used only once you have confirmed it.',
    'address-absent': () => 'The certificate names no mail address, so it does not tell whose message this is.',
    'from-ambiguous': (found) =>
      found === ''
        ? 'The message names no sender.'
        : `The message names more than one sender (${found}), so it is not clear who signed for whom.`,
    'sender-differs': (found) =>
      `The message says that someone else sent it for its author${named('', found)}: some programs show that one as the sender.`,
    'name-shows-address': (found) =>
      `The sender’s name looks like another mail address${named('', found)}, which the signature does not confirm.`,
    'not-addressed': (found) =>
      `It was originally written to ${found || 'others'}; you may have it as a blind copy, through a list or from someone who passed it on.`,
    'reply-elsewhere': (found, expected) =>
      `Answers go to ${found || 'another address'}, not to ${expected || 'the sender'}.`,
    'signing-time-mismatch': (found, expected) =>
      `The signature was made at another time than the message says${named('', [found, expected].filter(Boolean).join(' / '))}: it may be an old message sent again.`,
    'protected-from-mismatch': (found, expected) =>
      `The message says outside that it comes from ${expected || 'someone'}, but inside, where it is protected, from ${found || 'someone else'}.`,
    'not-root': () => 'The signature covers only a part of the message.',
    'signed-ciphertext': () =>
      'It was signed from outside after it was encrypted: that does not show who wrote what is inside.',
    'not-for-us': () => 'It was not encrypted for any of your keys.',
    'no-keys': () => 'There is no key here to open it with. Import your identity file first.',
    'decryption-failed': () => 'It could not be decrypted.',
    'not-authenticated': () => 'This kind of encryption does not show whether the message was changed on the way.',
  },
  errors: {
    'malformed-mime': () => 'This is not a mail message, or it is damaged.',
    'malformed-cms': () => 'The signed or encrypted part is damaged.',
    'malformed-der': () => 'The file is damaged.',
    'malformed-certificate': () => 'The certificate is damaged, or this is no certificate.',
    'malformed-pfx': (subject) =>
      subject === 'mac'
        ? 'The password opens the file, but the file was changed or damaged since it was made. Export it again from where it came.'
        : 'The file is damaged, or it holds no identity. Export it again from where it came, as .p12 or .pfx.',
    'malformed-policy': (subject) =>
      subject === 'unread'
        ? 'Whether your organisation has set rules could not be found out. Until it is, Signet signs, opens and sends nothing. Try again; if it comes back, restart Thunderbird and tell your administrator.'
        : 'The rules of your organisation could not be read. Tell your administrator.',
    unsupported: (subject) => `This uses something that this program does not know${named('', subject)}.`,
    limit: (subject) => `This is larger or more complex than this program will follow${named('', subject)}.`,
    'decryption-failed': () => 'The message could not be decrypted.',
    'no-matching-recipient': () => 'The message was not encrypted for any of your keys.',
    passphrase: () => 'The password is wrong. Type it again; capital letters count.',
    'no-private-key': () => 'There is no private key here for that. Import your identity file (.p12 or .pfx) first.',
    'pair-mismatch': () =>
      'The private key and the certificate in this file do not belong together. Export the identity again.',
    'identity-unusable': (subject) => `This identity cannot be used for mail${named('', subject)}.`,
    'not-backed-up': () =>
      'Your organisation wants a backup of this key before others get its certificate. Make a backup file first.',
    'recipient-certificate': (subject) => `There is no usable certificate for ${subject || 'a recipient'}.`,
    'request-field': (subject) =>
      `This cannot stand in a request for a certificate${named('', subject)}. Correct it and try again.`,
    'no-waiting-key': (subject) =>
      subject === 'addresses'
        ? 'The certificate in this file names no address that you asked for. Your request goes on waiting.'
        : 'No certificate in this file is for a key that waits here. Choose the answer to a request that was made in this program and is still listed; if the request was deleted, make a new one.',
    acme: (subject) => `The certification authority did not issue the certificate${named('', subject)}.`,
    locked: (subject) =>
      subject === 'passphrase-required'
        ? 'Your organisation wants your keys under a passphrase. Set one first, under “Protection of my keys”.'
        : 'Your keys are locked. Unlock them and try again.',
    cancelled: () => 'It was cancelled. Nothing was changed.',
    storage: () =>
      'The store of keys and certificates could not be read. It may belong to a newer version of this program: update, then try again.',
    host: () => 'The mail program did not do what was asked. Try again; your message is still there.',
    defect: () => 'Something went wrong in this program. Nothing was sent. Please report it.',
  },
  refusals: {
    'no-identity': (address) =>
      `You have no identity for ${address}. Import one (.p12 or .pfx file), or send from another address.`,
    'identity-expired': (address) => `Your identity for ${address} has expired. Get a new one and import it.`,
    'identity-not-yet-valid': (address) => `Your identity for ${address} is not valid yet.`,
    'identity-not-backed-up': (address) =>
      `The key of your identity for ${address} has no backup that Signet knows of, and your organisation wants one before others get its certificate. Make one in its details, then send again.`,
    'no-recipients': () => 'Nobody is named to send to. Add a recipient.',
    'recipient-certificate': (address) =>
      `There is no usable certificate for ${address}. Ask for a signed message from there first, remove the recipient, or send without encryption.`,
    'too-large': () => 'The message is too large to send. Make the attachments smaller or leave some out.',
  },
};

const de: Catalogue = {
  continuity: {
    first: ({ address }) => `Dies ist die erste signierte Nachricht von ${address}, die dieses Programm geprüft hat.`,
    same: ({ since, count, isAtLeast }) =>
      `Mit demselben Schlüssel signiert wie bisher${since === '' ? '' : ` (seit ${since})`}: ${isAtLeast ? 'mindestens ' : ''}${counted(count, 'frühere Nachricht', 'frühere Nachrichten')}.`,
    'new-certificate': ({ last }) =>
      `Mit einem anderen Zertifikat signiert als bisher, vom selben Aussteller${last === '' ? '' : ` (das frühere: zuletzt gesehen am ${last})`}. Zertifikate werden alle ein, zwei Jahre erneuert; wenn die Nachricht Sie überrascht, fragen Sie auf anderem Weg nach.`,
    'new-authority': ({ last, issuer }) =>
      `Mit einem Zertifikat von einem anderen Aussteller signiert als bisher${named('', [issuer, last].filter(Boolean).join(', '))}. Das kann ein Wechsel des Anbieters sein; wenn die Nachricht Sie überrascht, fragen Sie auf anderem Weg nach.`,
    'older-certificate': ({ last }) =>
      `Mit einem älteren Zertifikat signiert als dem, das hier zuerst gesehen wurde${last === '' ? '' : ` (jenes: zuletzt gesehen am ${last})`}: bei einer alten Nachricht üblich.`,
    'usually-signed': ({ address, count, isAtLeast }) =>
      `Nachrichten von ${address} sind sonst signiert (${isAtLeast ? 'mindestens ' : ''}${counted(count, 'Nachricht', 'Nachrichten')} geprüft); diese ist es nicht. Wenn sie etwas von Ihnen will, fragen Sie auf anderem Weg nach.`,
  },
  protection: {
    authenticated: 'Die Verschlüsselung zeigt, dass sie unterwegs nicht verändert wurde.',
    signed: 'Die Signatur darin zeigt, dass sie unterwegs nicht verändert wurde.',
    changeable:
      'Sie könnte unterwegs verändert worden sein: Weder die Verschlüsselung noch eine gültige Signatur darin schließt das aus.',
  },
  unknownSigner: 'unbekannt',
  summary: {
    'signed-valid': ({ who, why }) =>
      `Signiert von ${who}. Die Nachricht ist unverändert, und die Absenderadresse ist bestätigt. ${why}`,
    'signed-untrusted': ({ who, why }) =>
      `Signiert von ${who} und seither unverändert; das beweist aber nicht, wer sie gesendet hat. ${why}`,
    'signed-invalid': ({ who, why }) => `Die Signatur von ${who} passt nicht zu dieser Nachricht. ${why}`,
    'partly-signed': () => 'Nur ein Teil dieser Nachricht ist signiert; der Rest kann von jedem stammen.',
    uncheckable: ({ why }) => `Diese Nachricht sieht signiert aus, aber die Signatur ließ sich nicht prüfen. ${why}`,
    unsigned: ({ why }) => `Diese Nachricht ist nicht signiert: Nichts beweist, wer sie gesendet hat. ${why}`,
  },
  encryption: {
    none: '',
    opened: 'Verschlüsselt: Nur wer als Empfänger vorgesehen war, kann sie lesen.',
    'not-for-us': 'Diese Nachricht ist verschlüsselt, und keiner Ihrer Schlüssel öffnet sie.',
    failed: 'Diese Nachricht ist verschlüsselt und ließ sich nicht öffnen. Vielleicht ist sie beschädigt.',
  },
  steps: {
    none: '',
    'treat-as-unsigned': 'Behandeln Sie sie wie eine nicht signierte Nachricht.',
    'ask-administrator':
      'Behandeln Sie sie wie eine nicht signierte Nachricht, und fragen Sie Ihre Administration, ob dem Aussteller zu trauen ist.',
    'ask-another-way': 'Verlassen Sie sich nicht darauf: Fragen Sie den Absender auf anderem Weg, etwa am Telefon.',
    'ask-for-renewal':
      'Behandeln Sie sie wie eine nicht signierte Nachricht; der Absender braucht ein neues Zertifikat.',
    'ask-for-update':
      'Behandeln Sie sie wie eine nicht signierte Nachricht, und bitten Sie darum, das Mailprogramm zu aktualisieren.',
    'ask-for-certificate':
      'Behandeln Sie sie wie eine nicht signierte Nachricht, und bitten Sie darum, das Zertifikat beizulegen.',
    'ask-to-resend':
      'Behandeln Sie sie wie eine nicht signierte Nachricht; wenn sie wichtig ist, bitten Sie um erneutes Senden.',
    'import-identity':
      'Importieren Sie die Identitätsdatei, für die sie bestimmt war, oder bitten Sie den Absender, für Ihr jetziges Zertifikat zu verschlüsseln.',
    'ask-to-resend-encrypted': 'Bitten Sie darum, sie noch einmal oder auf anderem Weg zu senden.',
    'check-reply-address': 'Vergewissern Sie sich vor dem Antworten, dass Ihre Antwort dorthin gehen soll.',
  },
  reasons: {
    'digest-mismatch': () => 'Die Nachricht wurde nach dem Signieren verändert.',
    'signature-mismatch': () => 'Die Signatur stammt nicht vom Schlüssel dieses Zertifikats, oder sie wurde verändert.',
    'attributes-malformed': () => 'Was die Signatur über die Nachricht sagt, ist nicht vollständig.',
    'content-type-mismatch': () => 'Die Signatur wurde für etwas anderes als diese Nachricht gemacht.',
    'algorithm-mismatch': (found, expected) =>
      `Die Signatur sagt an zwei Stellen, wie sie gemacht wurde, und beide widersprechen sich${named('', [found, expected].filter(Boolean).join(' / '))}.`,
    'signing-certificate-mismatch': () => 'Die Signatur nennt ein anderes Zertifikat als das beigelegte.',
    'signer-certificate-missing': () => 'Das Zertifikat der signierenden Person liegt nicht bei.',
    'content-missing': () => 'Was signiert wurde, ist in dieser Nachricht nicht enthalten.',
    'content-twice': () =>
      'Die Nachricht enthält zwei Fassungen dessen, was signiert wurde; welche gilt, ist nicht klar.',
    'no-signers': () => 'Sie hat die Form einer signierten Nachricht, aber niemand hat sie signiert.',
    'unsupported-algorithm': (found) =>
      `Sie verwendet ein Verfahren, das dieses Programm nicht kennt${named('', found)}.`,
    'unsupported-structure': (found) =>
      `Sie ist auf eine Weise aufgebaut, die dieses Programm nicht liest${named('', found)}.`,
    malformed: () => 'Sie ist beschädigt.',
    limit: () => 'Sie ist größer oder tiefer verschachtelt, als dieses Programm ihr folgt.',
    'weak-algorithm': (found) =>
      `Die Signatur verwendet ein veraltetes Verfahren, das sich fälschen lässt${named('', found)}.`,
    'weak-key': (found) => `Der Schlüssel der signierenden Person ist zu kurz, um sicher zu sein${named('', found)}.`,
    'no-path': () => 'Das Zertifikat stammt von einem Aussteller, den dieses Programm nicht kennt.',
    'not-anchored': (found) =>
      `Das Zertifikat stammt von einem Aussteller, dem hier nicht vertraut wird${named('', found)}.`,
    'issuer-distrusted': (found, expected) =>
      `Das Zertifikat ist zu neu für seinen Aussteller, dem für neue Zertifikate nicht mehr vertraut wird${named('', trustedUntil(found, expected, 'ausgestellt', 'vertraut bis'))}. Bitten Sie um ein Zertifikat eines anderen Ausstellers.`,
    pinned: () =>
      'Sie selbst haben bestätigt, dass dieses Zertifikat zu dieser Adresse gehört; kein Aussteller, dem hier vertraut wird, bürgt dafür.',
    'self-signed': () => 'Das Zertifikat ist selbst gemacht; niemand bürgt für den Namen darin.',
    expired: (found) => `Ein Zertifikat war abgelaufen${named('gültig bis ', day(found))}.`,
    'expired-since': (found, expected) =>
      `Dieses Programm hat sie${expected === '' ? '' : ` am ${dayIn(expected, 'de')}`} geprüft; das Zertifikat ist seither abgelaufen${named('', dayIn(found, 'de'))}.`,
    'revoked-since': (found, expected) =>
      `Dieses Programm hat sie${expected === '' ? '' : ` am ${dayIn(expected, 'de')}`} geprüft; der Aussteller hat das Zertifikat seither zurückgezogen${named('', dayIn(found, 'de'))}, aus einem Grund, der früher Signiertes gelten lässt.`,
    'no-record': () => 'Dass dieses Programm sie schon geprüft hätte, als es gültig war, ist hier nicht verzeichnet.',
    'not-yet-valid': (found) => `Ein Zertifikat ist noch nicht gültig${named('gültig ab ', day(found))}.`,
    'bad-certificate-signature': () => 'Ein Zertifikat wurde verändert oder gefälscht.',
    'not-a-ca': (found) =>
      `Das Zertifikat wurde von jemandem ausgestellt, der keine Zertifikate ausstellen darf${named('', found)}.`,
    'path-too-long': () => 'Es liegen mehr Aussteller dazwischen, als die Zertifikate erlauben.',
    'key-usage': () => 'Das Zertifikat darf dafür nicht verwendet werden.',
    'extended-key-usage': () => 'Das Zertifikat ist nicht für E-Mail bestimmt.',
    'name-constraints': (found) =>
      `Der Aussteller darf für diesen Namen keine Zertifikate ausstellen${named('', found)}.`,
    'unknown-critical-extension': (found) =>
      `Das Zertifikat enthält eine Bedingung, die dieses Programm nicht kennt${named('', found)}.`,
    policy: () => 'Das Zertifikat erfüllt die verlangten Regeln nicht.',
    'malformed-certificate': () => 'Ein Zertifikat ist beschädigt.',
    'unsupported-path-feature': (found) =>
      `Ein Zertifikat verwendet etwas, das dieses Programm nicht kennt${named('', found)}.`,
    revoked: () => 'Das Zertifikat wurde gesperrt: Sein Aussteller hat es zurückgezogen.',
    'authority-revoked': (found) =>
      `Das Zertifikat eines Ausstellers wurde gesperrt, und damit alles, was er ausgestellt hat${named('', found)}.`,
    'revocation-required': () => 'Ihre Einstellungen verlangen, dass Zertifikate auf Sperrung geprüft werden.',
    'revocation-soft-fail': () =>
      'Ob das Zertifikat gesperrt wurde, ließ sich nicht feststellen; Ihre Einstellungen nehmen das hin.',
    'revocation-undetermined': () => 'Ob das Zertifikat gesperrt wurde, ließ sich nicht feststellen.',
    'revocation-not-checked': () => 'Ob das Zertifikat gesperrt wurde, ist nicht geprüft.',
    'address-mismatch': (found, expected) =>
      `Als Absender steht da ${expected || 'jemand'}, die Signatur gehört aber zu ${found || 'einer anderen Adresse'}.`,
    'unconfirmed-key': () =>
      'Diese Adresse war mit einem anderen Schlüssel bekannt: Das neue Zertifikat wird erst verwendet, wenn Sie es bestätigt haben.',
    'address-absent': () =>
      'Das Zertifikat nennt keine Mailadresse und sagt deshalb nicht, von wem diese Nachricht ist.',
    'from-ambiguous': (found) =>
      found === ''
        ? 'Die Nachricht nennt keinen Absender.'
        : `Die Nachricht nennt mehrere Absender (${found}); wer für wen signiert hat, ist nicht klar.`,
    'sender-differs': (found) =>
      `Die Nachricht sagt, jemand anderes habe sie für ihren Verfasser gesendet${named('', found)}: Manche Programme zeigen diesen als Absender.`,
    'name-shows-address': (found) =>
      `Der Name des Absenders sieht aus wie eine andere Mailadresse${named('', found)}, die die Signatur nicht bestätigt.`,
    'not-addressed': (found) =>
      `Sie wurde ursprünglich an ${found || 'andere'} geschrieben; vielleicht haben Sie sie als Blindkopie, über eine Liste oder weil jemand sie weitergab.`,
    'reply-elsewhere': (found, expected) =>
      `Antworten gehen an ${found || 'eine andere Adresse'}, nicht an ${expected || 'den Absender'}.`,
    'signing-time-mismatch': (found, expected) =>
      `Die Signatur entstand zu einer anderen Zeit, als die Nachricht angibt${named('', [found, expected].filter(Boolean).join(' / '))}: Vielleicht ist es eine alte Nachricht, die noch einmal gesendet wurde.`,
    'protected-from-mismatch': (found, expected) =>
      `Außen nennt die Nachricht ${expected || 'jemanden'} als Absender, innen, wo sie geschützt ist, aber ${found || 'jemand anderen'}.`,
    'not-root': () => 'Die Signatur deckt nur einen Teil der Nachricht ab.',
    'signed-ciphertext': () =>
      'Sie wurde erst nach dem Verschlüsseln von außen signiert: Das zeigt nicht, wer den Inhalt geschrieben hat.',
    'not-for-us': () => 'Sie ist für keinen Ihrer Schlüssel verschlüsselt.',
    'no-keys': () => 'Hier ist kein Schlüssel, der sie öffnet. Importieren Sie zuerst Ihre Identitätsdatei.',
    'decryption-failed': () => 'Sie ließ sich nicht entschlüsseln.',
    'not-authenticated': () => 'Diese Art der Verschlüsselung zeigt nicht, ob die Nachricht unterwegs verändert wurde.',
  },
  errors: {
    'malformed-mime': () => 'Das ist keine E-Mail, oder sie ist beschädigt.',
    'malformed-cms': () => 'Der signierte oder verschlüsselte Teil ist beschädigt.',
    'malformed-der': () => 'Die Datei ist beschädigt.',
    'malformed-certificate': () => 'Das Zertifikat ist beschädigt, oder es ist keines.',
    'malformed-pfx': (subject) =>
      subject === 'mac'
        ? 'Das Passwort öffnet die Datei, aber sie wurde seit ihrer Entstehung verändert oder beschädigt. Exportieren Sie sie neu, wo sie herkommt.'
        : 'Die Datei ist beschädigt oder enthält keine Identität. Exportieren Sie sie dort, wo sie herkommt, noch einmal als .p12 oder .pfx.',
    'malformed-policy': (subject) =>
      subject === 'unread'
        ? 'Ob Ihre Organisation Regeln festgelegt hat, war nicht festzustellen. Bis dahin signiert, öffnet und sendet Signet nichts. Versuchen Sie es noch einmal; kommt es wieder, starten Sie Thunderbird neu und sagen Sie es Ihrer Administration.'
        : 'Die Regeln Ihrer Organisation waren nicht lesbar. Sagen Sie es Ihrer Administration.',
    unsupported: (subject) => `Hier wird etwas verwendet, das dieses Programm nicht kennt${named('', subject)}.`,
    limit: (subject) => `Das ist größer oder verwickelter, als dieses Programm ihm folgt${named('', subject)}.`,
    'decryption-failed': () => 'Die Nachricht ließ sich nicht entschlüsseln.',
    'no-matching-recipient': () => 'Die Nachricht ist für keinen Ihrer Schlüssel verschlüsselt.',
    passphrase: () => 'Das Passwort stimmt nicht. Geben Sie es noch einmal ein; Groß und Klein zählen.',
    'no-private-key': () =>
      'Dafür ist hier kein privater Schlüssel. Importieren Sie zuerst Ihre Identitätsdatei (.p12 oder .pfx).',
    'pair-mismatch': () =>
      'Privater Schlüssel und Zertifikat in dieser Datei gehören nicht zusammen. Exportieren Sie die Identität noch einmal.',
    'identity-unusable': (subject) => `Diese Identität ist für E-Mail nicht verwendbar${named('', subject)}.`,
    'not-backed-up': () =>
      'Ihre Organisation verlangt eine Sicherung dieses Schlüssels, bevor andere das Zertifikat bekommen. Machen Sie zuerst eine Sicherungsdatei.',
    'recipient-certificate': (subject) => `Für ${subject || 'einen Empfänger'} gibt es kein verwendbares Zertifikat.`,
    'request-field': (subject) =>
      `Das kann nicht in einem Antrag auf ein Zertifikat stehen${named('', subject)}. Berichtigen Sie es und versuchen Sie es noch einmal.`,
    'no-waiting-key': (subject) =>
      subject === 'addresses'
        ? 'Das Zertifikat in dieser Datei nennt keine Adresse, die Sie beantragt haben. Ihr Antrag wartet weiter.'
        : 'Kein Zertifikat in dieser Datei gehört zu einem Schlüssel, der hier wartet. Wählen Sie die Antwort auf einen Antrag, der in diesem Programm gestellt wurde und noch in der Liste steht; ist er gelöscht, stellen Sie einen neuen.',
    acme: (subject) => `Die Zertifizierungsstelle hat das Zertifikat nicht ausgestellt${named('', subject)}.`,
    locked: (subject) =>
      subject === 'passphrase-required'
        ? 'Ihre Organisation will Ihre Schlüssel unter einer Passphrase. Setzen Sie zuerst eine, unter „Schutz meiner Schlüssel“.'
        : 'Ihre Schlüssel sind gesperrt. Entsperren Sie sie und versuchen Sie es noch einmal.',
    cancelled: () => 'Der Vorgang wurde abgebrochen. Nichts wurde geändert.',
    storage: () =>
      'Der Speicher für Schlüssel und Zertifikate war nicht lesbar. Vielleicht gehört er zu einer neueren Programmversion: Aktualisieren Sie und versuchen Sie es noch einmal.',
    host: () =>
      'Das Mailprogramm hat den Auftrag nicht ausgeführt. Versuchen Sie es noch einmal; Ihre Nachricht ist noch da.',
    defect: () => 'In diesem Programm ist etwas schiefgegangen. Nichts wurde gesendet. Bitte melden Sie es.',
  },
  refusals: {
    'no-identity': (address) =>
      `Für ${address} haben Sie keine Identität. Importieren Sie eine (.p12- oder .pfx-Datei), oder senden Sie von einer anderen Adresse.`,
    'identity-expired': (address) =>
      `Ihre Identität für ${address} ist abgelaufen. Besorgen Sie eine neue und importieren Sie sie.`,
    'identity-not-yet-valid': (address) => `Ihre Identität für ${address} ist noch nicht gültig.`,
    'identity-not-backed-up': (address) =>
      `Vom Schlüssel Ihrer Identität für ${address} kennt Signet keine Sicherung, und Ihre Organisation verlangt eine, bevor andere das Zertifikat bekommen. Machen Sie eine in ihren Details, und senden Sie dann noch einmal.`,
    'no-recipients': () => 'Es ist niemand als Empfänger genannt. Fügen Sie jemanden hinzu.',
    'recipient-certificate': (address) =>
      `Für ${address} gibt es kein verwendbares Zertifikat. Bitten Sie dort zuerst um eine signierte Nachricht, entfernen Sie den Empfänger, oder senden Sie unverschlüsselt.`,
    'too-large': () => 'Die Nachricht ist zu groß zum Senden. Verkleinern Sie die Anhänge oder lassen Sie einige weg.',
  },
};

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, de };
const SHOWN_LENGTH = 200;

/**
 * Text from a mail or a certificate made fit to stand in a sentence: no controls, no characters that turn the direction
 * of writing or hide, at most 200 characters.
 */
function shown(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > SHOWN_LENGTH ? `${clean.slice(0, SHOWN_LENGTH - 1)}…` : clean;
}

/** The day of an ISO 8601 time; any other text as it is. */
function day(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 10) : text;
}

const DAYS: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
  de: new Intl.DateTimeFormat('de-DE', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
};

/** The day of an ISO 8601 time in words, such as "3 May 2026" (UTC); any other text as it is. */
function dayIn(text: string, locale: Locale): string {
  const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? text : DAYS[locale].format(time);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What earlier messages from the same address say of this one, and what to do where there is something to do. */
export function continuityText(continuity: Continuity, locale: Locale): string {
  const { kind, isOlder, address, since, was, count = 0, isAtLeast = false } = continuity;
  const dayOf = (time: Date | undefined): string => (time === undefined ? '' : dayIn(time.toISOString(), locale));
  return CATALOGUES[locale].continuity[kind === 'new-certificate' && isOlder ? 'older-certificate' : kind]({
    address: shown(address),
    since: dayOf(since),
    last: dayOf(was?.last),
    issuer: shown(was?.issuer ?? ''),
    count,
    isAtLeast,
  });
}

/** Whether decrypted content could have been changed on the way. */
export function protectionText(protection: ContentProtection, locale: Locale): string {
  return CATALOGUES[locale].protection[protection];
}

/** Name and address of a signer. A name that looks like an address is left out: it could pass for one. */
export function signerText(signer: SignerIdentity | undefined, locale: Locale): string {
  if (signer === undefined) return CATALOGUES[locale].unknownSigner;
  const addresses = signer.addresses.map(shown).join(', ');
  const name = shown(signer.name);
  if (addresses === '') return name === '' ? CATALOGUES[locale].unknownSigner : name;
  return name === '' || /[@<>]/.test(name) ? addresses : `${name} <${addresses}>`;
}

/** One reason as a sentence, with what to do where there is something to do. */
export function reasonText(reason: Reason, locale: Locale): string {
  return CATALOGUES[locale].reasons[reason.code](shown(reason.found ?? ''), shown(reason.expected ?? ''));
}

/** An error as a sentence. `subject` is what the error names: an algorithm, a limit, an address. */
export function errorText(code: ErrorCode, subject: string | undefined, locale: Locale): string {
  return CATALOGUES[locale].errors[code](shown(subject ?? ''));
}

/** Why a message is not sent, and what to do. */
export function refusalText(refusal: Refusal, locale: Locale): string {
  const { code, address } = refusal;
  const catalogue = CATALOGUES[locale];
  if (!isRefusalOnly(code)) return errorText(code, address, locale);
  const [reason] = refusal.reasons ?? [];
  const why = reason === undefined ? '' : ` ${reasonText(reason, locale)}`;
  return `${catalogue.refusals[code](shown(address ?? ''))}${why}`;
}

function isRefusalOnly(code: RefusalCode): code is RefusalOnly {
  return code in en.refusals;
}

/** What encryption came to, as a sentence; empty where the message was not encrypted. */
export function encryptionText(state: EncryptionVerdict['state'], locale: Locale): string {
  return CATALOGUES[locale].encryption[state];
}

/** Reasons that are about encryption: they do not explain a signature. */
const OF_ENCRYPTION: ReadonlySet<ReasonCode> = new Set([
  'not-for-us',
  'no-keys',
  'decryption-failed',
  'not-authenticated',
]);

/** Beside the positive mark every reason is told; else the one that decided, and that it is not known from before. */
function reasonsToTell({ state, reasons }: Summary): readonly Reason[] {
  const ofSignature = reasons.filter(({ code }) => !OF_ENCRYPTION.has(code));
  if (state === 'signed-valid') return ofSignature;
  const [first] = ofSignature;
  return ofSignature.filter((reason) => reason === first || (first?.code === 'expired' && reason.code === 'no-record'));
}

/** What there is to do about a message, in one sentence; empty where there is nothing. */
export function nextStepText(summary: Summary, locale: Locale): string {
  return CATALOGUES[locale].steps[nextStep(summary)];
}

/** What a message is worth and what to do, in one text. */
export function sentenceOf(summary: Summary, locale: Locale): string {
  return [statementOf(summary, locale), nextStepText(summary, locale)].filter((text) => text !== '').join(' ');
}

/** What a message is worth. Encryption is named where it matters. */
export function statementOf(summary: Summary, locale: Locale): string {
  const catalogue = CATALOGUES[locale];
  const encryption = catalogue.encryption[summary.encryption];
  const isClosed = summary.encryption === 'not-for-us' || summary.encryption === 'failed';
  if (isClosed && summary.state === 'unsigned') return encryption;
  const words = {
    who: signerText(summary.signer, locale),
    why: reasonsToTell(summary)
      .map((reason) => reasonText(reason, locale))
      .join(' '),
  };
  const signature = catalogue.summary[summary.state](words).replace(/\s+/g, ' ').trim();
  const sentences = summary.state === 'unsigned' ? [encryption, signature] : [signature, encryption];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
