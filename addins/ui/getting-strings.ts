import {
  type CertificateFormat,
  type ExportTarget,
  type GeneratedKeyKind,
  type CertificateUse,
} from '../../shared/index';
import { type Language } from './props';

type PhoneTarget = Extract<ExportTarget, 'apple' | 'android'>;

/** Labels of the screens for taking an identity elsewhere and for getting one; they load when these are opened. */
const en = {
  take: {
    open: 'Take it to a phone or another program',
    backup: 'Make a backup file…',
    title: (name: string) => `Take ${name} elsewhere`,
    target: 'Where to?',
    targets: {
      signet: 'Signet on another computer',
      thunderbird: 'Thunderbird’s own certificate store',
      windows: 'Windows',
      apple: 'iPhone, iPad or Mac',
      android: 'Android phone',
      gnupg: 'GnuPG (gpgsm, Kleopatra)',
      'other-program': 'OpenSSL, NSS, Java or another program',
    } satisfies Record<ExportTarget, string>,
    evidence: {
      tested: 'Files for it are opened in the tests of this program.',
      'tested-legacy': 'The tests of this program open the old form with it: version 2.2 refuses the new one.',
      reported: 'Not tested by us on a real device; the steps are from its maker’s and others’ documentation.',
    },
    legacy: 'The device says that the password is wrong: make the file in the old form',
    legacyWarning:
      'The old form uses encryption that is no longer considered strong (3DES, SHA-1). Use it only where the other one was refused, and delete the file right after.',
    make: 'Make the file',
    makeAgain: 'Make a new file',
    secret: 'Password of the file',
    secretHelp:
      'It is shown here once and kept nowhere. Type it on the other device from this screen. Do not send it, and never put it where the file goes.',
    save: 'Save the file (.p12)',
    saved: 'Saved. This file counts as a backup of the key as long as you also have its password.',
    done: 'Done: forget the password',
    ways: 'Bring the file over by one of these ways. Never mail it: mail stays on servers.',
    way: {
      cable: 'Cable or USB stick: nobody else sees it. Delete it from the stick afterwards.',
      airdrop: 'AirDrop or Nearby Share: directly from device to device.',
      cloud:
        'Your own cloud folder: its operator sees the encrypted file, not the password. Delete it there afterwards, from the bin too.',
    },
    tapTitle: 'On the device',
    taps: {
      apple: [
        'Open the file from the Files app or AirDrop; iOS says that a profile was loaded.',
        'Settings, General, VPN & Device Management: choose the profile, Install, and type the password.',
        'Settings, Apps, Mail, Mail Accounts, your account, Account Settings, Advanced: switch S/MIME signing and encryption on and choose this identity.',
        'On a Mac: open the file in Keychain Access and type the password.',
      ],
      android: [
        'Settings, Security, Encryption & credentials, Install a certificate, VPN & app user certificate (names differ by maker): choose the file and type the password.',
        'In your mail app, switch S/MIME on and choose the identity. Some apps import the file themselves instead, in their account settings.',
      ],
    } satisfies Record<PhoneTarget, readonly string[]>,
    afterTitle: 'Afterwards',
    after: 'Delete the file on the way: on the stick, in the cloud, in the downloads of both devices.',
  },
  give: {
    title: 'Your certificate for others',
    help: 'There is no key in it: you may give it to everybody. Whoever has it can encrypt to you.',
    save: {
      cer: 'Save as .cer',
      pem: 'Save as .pem, with issuers',
      p7b: 'Save as .p7b, with issuers',
    } satisfies Record<CertificateFormat, string>,
    attach: 'Attach my certificate',
    attached: 'Your certificate was attached.',
    none: 'There is no certificate for this sender.',
    filename: 'certificate',
  },
  get: {
    request: 'Ask a certification authority by yourself',
    requestHelp:
      'A key is made here and stays here. You give the request to a certification authority on its web page; what it sends back is installed below.',
    newRequest: 'Make a request…',
    address: 'Mail address',
    otherAddress: 'Another address…',
    name: 'Your name, if the authority asks for it',
    organization: 'Organization, if the authority asks for it',
    country: 'Country, two letters, if asked for',
    keyKind: 'Key',
    keyKinds: {
      'rsa-3072': 'RSA, 3072 bits: read by every program',
      'rsa-4096': 'RSA, 4096 bits: larger and slower',
      'ec-p256': 'Elliptic curve P-256: small and fast',
      'ec-p384': 'Elliptic curve P-384',
    } satisfies Record<GeneratedKeyKind, string>,
    use: 'For',
    uses: {
      both: 'signing and encryption',
      sign: 'signing only',
      encrypt: 'encryption only',
    } satisfies Record<CertificateUse, string>,
    make: 'Make key and request',
    making: 'Making a key…',
    waiting: 'Requests that wait for their certificate',
    madeOn: (day: string) => `made on ${day}`,
    show: 'Show the request',
    hide: 'Hide the request',
    copy: 'Copy',
    copied: 'Copied.',
    selected: 'Selected. Copy it with Ctrl+C.',
    save: 'Save (.csr)',
    remove: 'Delete',
    removeTitle: 'Delete this request and its key?',
    removeHelp: 'A certificate that comes for it can then no longer be used.',
    keep: 'Keep',
    install: 'Install the answer…',
    installHelp:
      'The file from the certification authority (.cer, .crt, .pem, .p7b). Which key it is for is found by itself.',
    unproven: {
      title: 'Is this from the authority you asked?',
      help: 'Whoever saw your request could have made this certificate. Install it only if you know that it comes from the authority you asked, such as that of your organisation.',
      accept: 'Install it',
      refuse: 'Leave it',
    },
    installed: (count: number) =>
      count === 1 ? 'Installed: you have a new identity.' : `Installed: you have ${count} new identities.`,
    test: 'Only try it out',
    testHelp:
      'A test identity that you make yourself, good for 30 days. Your programs show it as what it is; nobody else’s program confirms what it signs.',
    testMake: 'Make a test identity',
    testMade: 'The test identity was made.',
  },
};

export type GettingStrings = typeof en;

const de: GettingStrings = {
  take: {
    open: 'Auf ein Telefon oder in ein anderes Programm mitnehmen',
    backup: 'Sicherungsdatei machen…',
    title: (name) => `${name} mitnehmen`,
    target: 'Wohin?',
    targets: {
      signet: 'Signet auf einem anderen Computer',
      thunderbird: 'Thunderbirds eigener Zertifikatspeicher',
      windows: 'Windows',
      apple: 'iPhone, iPad oder Mac',
      android: 'Android-Telefon',
      gnupg: 'GnuPG (gpgsm, Kleopatra)',
      'other-program': 'OpenSSL, NSS, Java oder ein anderes Programm',
    },
    evidence: {
      tested: 'Dateien dafür werden in den Tests dieses Programms geöffnet.',
      'tested-legacy': 'Die Tests dieses Programms öffnen damit die alte Form: Version 2.2 nimmt die neue nicht.',
      reported:
        'Von uns nicht auf einem echten Gerät erprobt; die Schritte stammen aus Unterlagen des Herstellers und anderer.',
    },
    legacy: 'Das Gerät sagt, das Passwort sei falsch: die Datei in der alten Form machen',
    legacyWarning:
      'Die alte Form verwendet eine Verschlüsselung, die nicht mehr als stark gilt (3DES, SHA-1). Nehmen Sie sie nur, wo die andere abgelehnt wurde, und löschen Sie die Datei gleich danach.',
    make: 'Datei machen',
    makeAgain: 'Neue Datei machen',
    secret: 'Passwort der Datei',
    secretHelp:
      'Es steht nur einmal hier und wird nirgends aufbewahrt. Tippen Sie es auf dem anderen Gerät von diesem Bildschirm ab. Verschicken Sie es nicht, und legen Sie es nie dorthin, wo die Datei ist.',
    save: 'Datei speichern (.p12)',
    saved: 'Gespeichert. Diese Datei zählt als Sicherung des Schlüssels, solange Sie auch ihr Passwort haben.',
    done: 'Fertig: Passwort vergessen',
    ways: 'Bringen Sie die Datei auf einem dieser Wege hinüber. Nie per Mail: Mail bleibt auf Servern liegen.',
    way: {
      cable: 'Kabel oder USB-Stick: Niemand sonst sieht sie. Löschen Sie sie danach vom Stick.',
      airdrop: 'AirDrop oder Nearby Share: direkt von Gerät zu Gerät.',
      cloud:
        'Ihr eigener Cloud-Ordner: Der Betreiber sieht die verschlüsselte Datei, nicht das Passwort. Löschen Sie sie dort danach, auch aus dem Papierkorb.',
    },
    tapTitle: 'Auf dem Gerät',
    taps: {
      apple: [
        'Öffnen Sie die Datei in der App „Dateien“ oder aus AirDrop; iOS sagt, dass ein Profil geladen wurde.',
        'Einstellungen, Allgemein, VPN und Geräteverwaltung: das Profil wählen, Installieren, und das Passwort eingeben.',
        'Einstellungen, Apps, Mail, Mail-Accounts, Ihr Account, Account-Einstellungen, Erweitert: S/MIME-Signieren und -Verschlüsseln einschalten und diese Identität wählen.',
        'Auf einem Mac: die Datei in der Schlüsselbundverwaltung öffnen und das Passwort eingeben.',
      ],
      android: [
        'Einstellungen, Sicherheit, Verschlüsselung und Anmeldedaten, Zertifikat installieren, VPN- und App-Nutzerzertifikat (je nach Hersteller heißt es anders): die Datei wählen und das Passwort eingeben.',
        'Schalten Sie in Ihrer Mail-App S/MIME ein und wählen Sie die Identität. Manche Apps nehmen die Datei stattdessen selbst auf, in ihren Kontoeinstellungen.',
      ],
    },
    afterTitle: 'Danach',
    after: 'Löschen Sie die Datei überall unterwegs: auf dem Stick, in der Cloud, unter den Downloads beider Geräte.',
  },
  give: {
    title: 'Ihr Zertifikat für andere',
    help: 'Es ist kein Schlüssel darin: Sie dürfen es allen geben. Wer es hat, kann an Sie verschlüsseln.',
    save: {
      cer: 'Als .cer speichern',
      pem: 'Als .pem speichern, mit Ausstellern',
      p7b: 'Als .p7b speichern, mit Ausstellern',
    },
    attach: 'Mein Zertifikat anhängen',
    attached: 'Ihr Zertifikat wurde angehängt.',
    none: 'Für diesen Absender gibt es kein Zertifikat.',
    filename: 'zertifikat',
  },
  get: {
    request: 'Selbst bei einer Zertifizierungsstelle beantragen',
    requestHelp:
      'Der Schlüssel entsteht hier und bleibt hier. Den Antrag geben Sie auf der Webseite einer Zertifizierungsstelle ab; was sie zurückschickt, wird unten installiert.',
    newRequest: 'Antrag stellen…',
    address: 'Mailadresse',
    otherAddress: 'Eine andere Adresse…',
    name: 'Ihr Name, falls die Stelle danach fragt',
    organization: 'Organisation, falls die Stelle danach fragt',
    country: 'Land, zwei Buchstaben, falls gefragt',
    keyKind: 'Schlüssel',
    keyKinds: {
      'rsa-3072': 'RSA, 3072 Bit: liest jedes Programm',
      'rsa-4096': 'RSA, 4096 Bit: größer und langsamer',
      'ec-p256': 'Elliptische Kurve P-256: klein und schnell',
      'ec-p384': 'Elliptische Kurve P-384',
    },
    use: 'Zum',
    uses: { both: 'Signieren und Verschlüsseln', sign: 'Signieren', encrypt: 'Verschlüsseln' },
    make: 'Schlüssel und Antrag machen',
    making: 'Ein Schlüssel entsteht…',
    waiting: 'Anträge, die auf ihr Zertifikat warten',
    madeOn: (day) => `gemacht am ${day}`,
    show: 'Antrag zeigen',
    hide: 'Antrag verbergen',
    copy: 'Kopieren',
    copied: 'Kopiert.',
    selected: 'Markiert. Kopieren Sie es mit Strg+C.',
    save: 'Speichern (.csr)',
    remove: 'Löschen',
    removeTitle: 'Diesen Antrag und seinen Schlüssel löschen?',
    removeHelp: 'Ein Zertifikat, das dafür kommt, ist dann nicht mehr zu gebrauchen.',
    keep: 'Behalten',
    install: 'Antwort installieren…',
    installHelp:
      'Die Datei von der Zertifizierungsstelle (.cer, .crt, .pem, .p7b). Für welchen Schlüssel sie ist, findet sich von selbst.',
    unproven: {
      title: 'Kommt das von der Stelle, die Sie gefragt haben?',
      help: 'Wer Ihren Antrag gesehen hat, kann dieses Zertifikat gemacht haben. Installieren Sie es nur, wenn Sie wissen, dass es von der Stelle kommt, die Sie gefragt haben, etwa der Ihrer Organisation.',
      accept: 'Installieren',
      refuse: 'Lassen',
    },
    installed: (count) =>
      count === 1 ? 'Installiert: Sie haben eine neue Identität.' : `Installiert: Sie haben ${count} neue Identitäten.`,
    test: 'Nur ausprobieren',
    testHelp:
      'Eine Testidentität, die Sie selbst machen, gültig für 30 Tage. Ihre Programme zeigen sie als das, was sie ist; kein Programm anderer bestätigt, was sie signiert.',
    testMake: 'Testidentität machen',
    testMade: 'Die Testidentität wurde gemacht.',
  },
};

const CATALOGUES: Readonly<Record<Language, GettingStrings>> = { en, de };

/** The labels in one language. A plain look-up; named as a hook because screens read it as one. */
export function useGettingStrings(language: Language): GettingStrings {
  return CATALOGUES[language];
}
