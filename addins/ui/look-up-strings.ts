import { type LookUpOutcome, type LookUpSourceName } from '../../shared/index';
import { type Language } from './props';

/** Labels of looking for certificates of recipients. */
const en = {
  heading: 'Certificates of recipients',
  help: 'To encrypt, Signet needs a certificate of each recipient. It keeps those of people who sent you signed mail. For anybody else it can look here, in this order; whatever it finds is checked like any other certificate.',
  source: {
    'address-book': 'Thunderbird’s address books',
    'host-store': 'Thunderbird’s certificate store',
    exchange: 'Exchange: your contacts, or your organisation’s own server',
    ldap: 'LDAP directories that are set up in Thunderbird',
    web: 'A web address',
    dns: 'DNS (SMIMEA)',
  } satisfies Record<LookUpSourceName, string>,
  cost: {
    'address-book': 'Stays on this computer.',
    'host-store': 'Stays on this computer.',
    exchange:
      'Tells the server of your mailbox whom you write to, before you send. Asks for the right to read your contacts.',
    ldap: 'Tells the servers of those directories whom you write to, before you send. The password that Thunderbird keeps is used.',
    web: 'Tells the server at that address whom you write to, when, and from which internet address, whether you send or not.',
    dns: 'Tells the resolver at that address, and whoever runs the recipient’s domain by way of it, whom somebody is about to write to: the name before the @ is hashed, which is easily guessed. The resolver also vouches for DNSSEC: one that lies can name another key.',
  } satisfies Record<LookUpSourceName, string>,
  template: 'Web address, with {address} in place of the recipient’s',
  templateExample: 'https://keys.example.org/{address}.cer',
  templateWrong: 'An https address with {address} or {local} in it is needed.',
  resolver: 'Resolver that speaks DNS over HTTPS',
  resolverExample: 'https://dns.example.org/dns-query',
  resolverWrong: 'An https address of a resolver is needed.',
  save: 'Save',
  saved: 'Saved.',
  fixed: 'Your organisation has set this.',
  none: 'Here Signet can ask nobody.',
  searching: 'Looking for a certificate…',
  outcome: {
    waiting: 'There is a new key, which waits for you to confirm it.',
    accepted: 'found',
    none: 'nothing there',
    'address-refused': 'not asked: the address may not be asked',
    'too-many': 'not asked: too many recipients',
    'not-permitted': 'not asked: Signet may not reach it (see the settings)',
    'too-slow': 'no answer in time',
    'too-large': 'the answer was too large',
    'no-answer': 'no answer',
    'not-accepted': 'what came could not be accepted',
    'not-authenticated': 'what came is not signed, or a password was missing',
    cancelled: 'stopped',
  } satisfies Record<LookUpOutcome, string>,
};

export type LookUpStrings = typeof en;

const de: LookUpStrings = {
  heading: 'Zertifikate von Empfängern',
  help: 'Zum Verschlüsseln braucht Signet ein Zertifikat jedes Empfängers. Die von Menschen, die Ihnen signierte Mails geschickt haben, hebt es auf. Für alle anderen kann es hier nachsehen, in dieser Reihenfolge; was es findet, wird geprüft wie jedes andere Zertifikat.',
  source: {
    'address-book': 'Adressbücher von Thunderbird',
    'host-store': 'Zertifikatspeicher von Thunderbird',
    exchange: 'Exchange: Ihre Kontakte, oder der eigene Server Ihrer Organisation',
    ldap: 'LDAP-Verzeichnisse, die in Thunderbird eingerichtet sind',
    web: 'Eine Webadresse',
    dns: 'DNS (SMIMEA)',
  },
  cost: {
    'address-book': 'Bleibt auf diesem Computer.',
    'host-store': 'Bleibt auf diesem Computer.',
    exchange:
      'Verrät dem Server Ihres Postfachs, wem Sie schreiben, noch bevor Sie senden. Fragt nach dem Recht, Ihre Kontakte zu lesen.',
    ldap: 'Verrät den Servern dieser Verzeichnisse, wem Sie schreiben, noch bevor Sie senden. Verwendet wird das Passwort, das Thunderbird aufhebt.',
    web: 'Verrät dem Server an dieser Adresse, wem Sie schreiben, wann und von welcher Internetadresse aus, auch wenn Sie nicht senden.',
    dns: 'Verrät dem Resolver an dieser Adresse, und über ihn dem Betreiber der Domain, wem jemand schreiben will: Der Name vor dem @ wird als Prüfsumme gesendet, die leicht zu erraten ist. Der Resolver steht auch für DNSSEC ein: Einer, der lügt, kann einen anderen Schlüssel nennen.',
  },
  template: 'Webadresse, mit {address} an der Stelle der Adresse des Empfängers',
  templateExample: 'https://keys.example.org/{address}.cer',
  templateWrong: 'Gebraucht wird eine https-Adresse, in der {address} oder {local} steht.',
  resolver: 'Resolver, der DNS über HTTPS spricht',
  resolverExample: 'https://dns.example.org/dns-query',
  resolverWrong: 'Gebraucht wird die https-Adresse eines Resolvers.',
  save: 'Speichern',
  saved: 'Gespeichert.',
  fixed: 'Das hat Ihre Organisation festgelegt.',
  none: 'Hier kann Signet niemanden fragen.',
  searching: 'Ein Zertifikat wird gesucht…',
  outcome: {
    waiting: 'Es gibt einen neuen Schlüssel, der auf Ihre Bestätigung wartet.',
    accepted: 'gefunden',
    none: 'nichts da',
    'address-refused': 'nicht gefragt: die Adresse darf nicht gefragt werden',
    'too-many': 'nicht gefragt: zu viele Empfänger',
    'not-permitted': 'nicht gefragt: Signet darf sie nicht erreichen (siehe Einstellungen)',
    'too-slow': 'keine Antwort in der Zeit',
    'too-large': 'die Antwort war zu groß',
    'no-answer': 'keine Antwort',
    'not-accepted': 'was kam, konnte nicht angenommen werden',
    'not-authenticated': 'was kam, ist nicht signiert, oder ein Passwort fehlte',
    cancelled: 'abgebrochen',
  },
};

const CATALOGUES: Readonly<Record<Language, LookUpStrings>> = { en, de };

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useLookUpStrings(language: Language): LookUpStrings {
  return CATALOGUES[language];
}
