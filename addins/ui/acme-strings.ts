import { type AcmeProblem } from '../acme/failure';
import { type OrderStep } from '../acme/order';
import { type Language } from './props';

/** Labels and sentences of orders at a certification authority (RFC 8555, RFC 8823). */
const en = {
  title: 'Get it automatically (ACME)',
  help: 'For certification authorities that issue certificates for mail by ACME (RFC 8823). There are few of them, and this was never tested against a real one.',
  off: 'Off: no certification authority is named.',
  directory: 'Address of the authority’s directory (https)',
  mailServer: 'Name of your mail server in Authentication-Results',
  mailServerHelp:
    'Needed where the authority proves its mail by DKIM: it is what your own mail server writes in front of its check in the header of messages. Without it only mail signed by S/MIME is answered.',
  renews: 'Renew by itself from 30 days before a certificate ends',
  save: 'Save',
  saved: 'Saved.',
  permit: 'Allow asking this server',
  begin: 'Order a certificate',
  renew: (address: string) => `Renew the certificate for ${address}`,
  due: (address: string, day: string) => `The certificate for ${address} ends on ${day}.`,
  orders: 'Orders',
  go: 'Continue',
  forget: 'Delete the order',
  agree: 'Agree and continue',
  terms: 'The authority asks you to agree to its terms:',
  bind: 'The authority asks which customer account this belongs to. It gave you an identifier and a key for it.',
  kid: 'Key identifier',
  key: 'MAC key',
  keyHelp: 'Used once and kept nowhere.',
  bindButton: 'Use and continue',
  passedOver: 'Messages that looked like the challenge were passed over:',
  said: (words: string) => `The authority says: ${words}`,
  until: (time: string) => `It can go on from ${time}.`,
  step: {
    directory: 'The authority is asked what it offers.',
    terms: 'You are to agree to its terms.',
    account: 'An account is opened.',
    order: 'The certificate is ordered.',
    authorization: 'The challenge is fetched.',
    mail: 'Waiting for the authority’s mail.',
    response: 'Its mail has come and is answered.',
    answer: 'The authority is told that the answer is on its way.',
    validation: 'The authority checks the answer.',
    status: 'The authority works on the order.',
    finalize: 'The request for the certificate is handed in.',
    download: 'The certificate is fetched.',
    done: 'The certificate is installed.',
    failed: 'This order failed. You can delete it and begin another.',
  } satisfies Record<OrderStep, string>,
  problem: {
    elsewhere: 'Another window goes on with this order.',
    'switched-off':
      'Certificates are no longer ordered at this authority: it was switched off here, or by your organisation.',
    'no-answer': 'The authority’s server did not answer. Check the address and your connection, then continue.',
    'not-permitted': 'Signet may not ask this server yet. Allow it, then continue.',
    'address-refused':
      'The authority’s server points to another place, or its address is not https. That is not followed.',
    'too-large': 'The server answered with more than is read.',
    'not-acme': 'What answers at this address is no such authority. Check the address of its directory.',
    'bad-nonce': 'The server refused the request again and again (nonce). Try again later.',
    'rate-limited': 'The authority has had too many requests. It can go on later.',
    'server-error': 'The authority’s server is out of order. Continue later.',
    'still-working': 'The authority still works on it. Continue later.',
    terms: 'The authority wants its terms agreed to again. See its web page.',
    'external-account':
      'The authority issues only to its customers. Give the identifier and key of your account there.',
    'external-key': 'What was given as the MAC key is none. Copy it as the authority wrote it (base64url).',
    'account-refused': 'The authority does not know the account here any more. Begin again: another one is opened.',
    'address-rejected': 'The authority issues no certificates for this address.',
    'no-mail-challenge': 'The authority offers no check by mail, and there is no other way for mail addresses.',
    unauthorized: 'The authority did not accept the account or the customer key.',
    refused: 'The authority refused the request.',
    'challenge-expired': 'The time for the check has run out. Begin again.',
    'challenge-invalid': 'The check failed at the authority. Begin again.',
    'response-incorrect':
      'The authority did not accept the answer to its mail: it came from another address, or was changed on the way.',
    'mail-wrong-sender': 'a message came from another address than the authority named',
    'mail-wrong-recipient': 'a message was for another address',
    'mail-not-automatic': 'a message does not say that a machine wrote it',
    'mail-not-authentic':
      'a message could not be shown to be from the authority: it is not signed by S/MIME, and your mail server’s DKIM check is not known or not good',
    'mail-without-token': 'a message holds no valid token',
    'mail-missing':
      'The authority’s mail has not come. Look into the spam folder and move it to the inbox, then continue.',
    'mail-not-read': 'Your mailbox could not be read. Check the connection, then continue.',
    'mail-not-sent': 'The answer could not be sent. Check the connection, then continue.',
    'request-rejected': 'The authority refused the request for the certificate or the kind of key.',
    'order-invalid': 'The authority gave the order up.',
    'certificate-mismatch': 'The certificate that came is for another key or address. It was not installed.',
  } satisfies Record<AcmeProblem, string>,
};

export type AcmeStrings = typeof en;

const de: AcmeStrings = {
  title: 'Von selbst holen (ACME)',
  help: 'Für Zertifizierungsstellen, die Mail-Zertifikate über ACME ausstellen (RFC 8823). Es gibt nur wenige, und an einer echten wurde das hier nie erprobt.',
  off: 'Aus: Es ist keine Zertifizierungsstelle genannt.',
  directory: 'Adresse des Verzeichnisses der Stelle (https)',
  mailServer: 'Name Ihres Mailservers in Authentication-Results',
  mailServerHelp:
    'Nötig, wenn die Stelle ihre Mail mit DKIM belegt: Es ist das, was Ihr eigener Mailserver im Kopf der Nachrichten vor seine Prüfung schreibt. Ohne ihn wird nur Mail beantwortet, die mit S/MIME signiert ist.',
  renews: 'Ab 30 Tagen vor Ablauf eines Zertifikats von selbst erneuern',
  save: 'Speichern',
  saved: 'Gespeichert.',
  permit: 'Diesen Server zu fragen erlauben',
  begin: 'Zertifikat bestellen',
  renew: (address) => `Zertifikat für ${address} erneuern`,
  due: (address, day) => `Das Zertifikat für ${address} läuft am ${day} ab.`,
  orders: 'Bestellungen',
  go: 'Weiter',
  forget: 'Bestellung löschen',
  agree: 'Zustimmen und weiter',
  terms: 'Die Stelle möchte, dass Sie ihren Bedingungen zustimmen:',
  bind: 'Die Stelle fragt, zu welchem Kundenkonto das gehört. Sie hat Ihnen dafür eine Kennung und einen Schlüssel gegeben.',
  kid: 'Schlüsselkennung',
  key: 'MAC-Schlüssel',
  keyHelp: 'Wird einmal verwendet und nirgends aufbewahrt.',
  bindButton: 'Verwenden und weiter',
  passedOver: 'Nachrichten, die wie die Prüfung aussahen, wurden übergangen:',
  said: (words) => `Die Stelle sagt: ${words}`,
  until: (time) => `Weiter geht es ab ${time}.`,
  step: {
    directory: 'Die Stelle wird gefragt, was sie anbietet.',
    terms: 'Sie sollen ihren Bedingungen zustimmen.',
    account: 'Ein Konto wird eröffnet.',
    order: 'Das Zertifikat wird bestellt.',
    authorization: 'Die Prüfung wird abgerufen.',
    mail: 'Warten auf die Mail der Stelle.',
    response: 'Ihre Mail ist da und wird beantwortet.',
    answer: 'Der Stelle wird gesagt, dass die Antwort unterwegs ist.',
    validation: 'Die Stelle prüft die Antwort.',
    status: 'Die Stelle bearbeitet die Bestellung.',
    finalize: 'Der Antrag auf das Zertifikat wird eingereicht.',
    download: 'Das Zertifikat wird abgeholt.',
    done: 'Das Zertifikat ist installiert.',
    failed: 'Diese Bestellung ist gescheitert. Sie können sie löschen und eine neue beginnen.',
  },
  problem: {
    elsewhere: 'Ein anderes Fenster macht mit dieser Bestellung weiter.',
    'switched-off':
      'Bei dieser Stelle werden keine Zertifikate mehr bestellt: Sie wurde hier oder von Ihrer Organisation abgeschaltet.',
    'no-answer':
      'Der Server der Stelle hat nicht geantwortet. Prüfen Sie Adresse und Verbindung, und machen Sie dann weiter.',
    'not-permitted': 'Signet darf diesen Server noch nicht fragen. Erlauben Sie es, und machen Sie dann weiter.',
    'address-refused':
      'Der Server der Stelle verweist an einen anderen Ort, oder seine Adresse ist nicht https. Dem wird nicht gefolgt.',
    'too-large': 'Der Server hat mit mehr geantwortet, als gelesen wird.',
    'not-acme': 'Was an dieser Adresse antwortet, ist keine solche Stelle. Prüfen Sie die Adresse des Verzeichnisses.',
    'bad-nonce': 'Der Server hat die Anfrage immer wieder abgelehnt (Nonce). Versuchen Sie es später noch einmal.',
    'rate-limited': 'Die Stelle hat zu viele Anfragen bekommen. Später geht es weiter.',
    'server-error': 'Der Server der Stelle ist gestört. Machen Sie später weiter.',
    'still-working': 'Die Stelle arbeitet noch daran. Machen Sie später weiter.',
    terms: 'Die Stelle möchte, dass ihren Bedingungen neu zugestimmt wird. Siehe ihre Webseite.',
    'external-account': 'Die Stelle stellt nur für Kunden aus. Geben Sie Kennung und Schlüssel Ihres Kontos dort an.',
    'external-key':
      'Was als MAC-Schlüssel angegeben wurde, ist keiner. Kopieren Sie ihn so, wie die Stelle ihn schrieb (base64url).',
    'account-refused': 'Die Stelle kennt das hiesige Konto nicht mehr. Beginnen Sie neu: Es wird ein anderes eröffnet.',
    'address-rejected': 'Für diese Adresse stellt die Stelle keine Zertifikate aus.',
    'no-mail-challenge': 'Die Stelle bietet keine Prüfung per Mail an, und für Mailadressen gibt es keine andere.',
    unauthorized: 'Die Stelle hat das Konto oder den Kundenschlüssel nicht angenommen.',
    refused: 'Die Stelle hat die Anfrage abgelehnt.',
    'challenge-expired': 'Die Zeit für die Prüfung ist abgelaufen. Beginnen Sie neu.',
    'challenge-invalid': 'Die Prüfung ist bei der Stelle gescheitert. Beginnen Sie neu.',
    'response-incorrect':
      'Die Stelle hat die Antwort auf ihre Mail nicht angenommen: Sie kam von einer anderen Adresse oder wurde unterwegs verändert.',
    'mail-wrong-sender': 'eine Nachricht kam von einer anderen Adresse, als die Stelle genannt hat',
    'mail-wrong-recipient': 'eine Nachricht war für eine andere Adresse',
    'mail-not-automatic': 'eine Nachricht sagt nicht, dass eine Maschine sie schrieb',
    'mail-not-authentic':
      'von einer Nachricht ließ sich nicht zeigen, dass sie von der Stelle ist: Sie ist nicht mit S/MIME signiert, und die DKIM-Prüfung Ihres Mailservers ist nicht bekannt oder nicht gut',
    'mail-without-token': 'eine Nachricht enthält keine gültige Marke',
    'mail-missing':
      'Die Mail der Stelle ist nicht gekommen. Sehen Sie im Spam-Ordner nach, holen Sie sie in den Posteingang, und machen Sie dann weiter.',
    'mail-not-read': 'Ihr Postfach war nicht lesbar. Prüfen Sie die Verbindung, und machen Sie dann weiter.',
    'mail-not-sent': 'Die Antwort ließ sich nicht senden. Prüfen Sie die Verbindung, und machen Sie dann weiter.',
    'request-rejected': 'Die Stelle hat den Antrag auf das Zertifikat oder die Art des Schlüssels abgelehnt.',
    'order-invalid': 'Die Stelle hat die Bestellung aufgegeben.',
    'certificate-mismatch':
      'Das Zertifikat, das kam, ist für einen anderen Schlüssel oder eine andere Adresse. Es wurde nicht installiert.',
  },
};

const CATALOGUES: Readonly<Record<Language, AcmeStrings>> = { en, de };

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useAcmeStrings(language: Language): AcmeStrings {
  return CATALOGUES[language];
}
