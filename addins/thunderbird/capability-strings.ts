import { type Language } from '../ui/index';
import { type Capability } from './host/capabilities';

/* Words about what the build without the Experiment does otherwise, and not at all. */
const en = {
  heading: 'What this build of Signet cannot do',
  help: 'This is the build for Thunderbird Release: it has no Experiment, so Thunderbird keeps some doors closed. The build for Thunderbird ESR can do all of this.',
  lacks: {
    'send-in-place':
      'Send itself. A protected message goes into the Outbox, and leaves when you choose File, Send Unsent Messages, or by itself where mailnews.sendInBackground is true in Thunderbird’s config editor since it was started.',
    'watch-leaving':
      'See what leaves without a compose window: filters, other add-ons and programs, and what lies in the Outbox.',
    'keep-drafts':
      'Encrypt drafts. They are kept as Thunderbird keeps them, on the server readable: choose a folder on this computer in the account settings. One that you sent protected stays there: delete it. Drafts that the other build encrypted are not opened here.',
    'show-in-place':
      'Write beside the subject, or show text in the message pane that Thunderbird cannot decrypt. Press Signet’s button in the toolbar instead.',
    'host-store': 'Use the certificates and authorities in Thunderbird’s own store.',
    'native-smime': 'Have Thunderbird’s own S/MIME sign and encrypt.',
    ldap: 'Look for certificates in LDAP directories.',
    'answer-challenges': 'Get a certificate by ACME.',
  } satisfies Record<Capability, string>,
  outbox:
    'Send puts the protected message into the Outbox. It leaves when you choose File, Send Unsent Messages, unless Thunderbird sends in the background.',
  openText: 'Open in a window',
  refused: {
    filelink: 'A file in it is linked from the web (FileLink). Take the link out, and attach the file itself.',
    attachment: (name: string) =>
      `“${name}” cannot be read here, as is so of attached messages. Save it as a file, and attach that.`,
    picture:
      'A picture in the text lies elsewhere, as pictures in quoted text do. Take it out, or copy it into the text anew.',
    vcard: 'It is to carry your vCard. Switch that off for this message, or attach the card as a file.',
    'pgp-key': 'It is to carry your OpenPGP key. Switch that off for this message.',
    delivery: 'It asks for a delivery status notification. Switch that off for this message.',
    copy: 'A copy of it is to go to a folder of its own. Switch that off for this message.',
    newsgroup: 'It goes to a newsgroup. Take the newsgroup out.',
    nobody: 'Nobody is in it yet.',
    unknown: (name: string) => `“${name}” is no address, and no list that is known. Put addresses in its place.`,
    recipient: 'A recipient of it cannot be read. Type the address anew.',
  },
  refusedHere:
    'This build of Signet makes the message itself, and cannot carry all that is in it. Nothing was sent, and the message is as it was.',
  notStored:
    'It could not be put into the Outbox. Try again; if that does not help, look whether the Outbox can be opened.',
  partlyStored:
    'Some of its messages are in the Outbox, or have left it, and not all. Press Send again without changing anything: only the missing ones are added. To change it, delete those in the Outbox and write a new message.',
  alreadyThere:
    'This message is in the Outbox already, or has left it: it is not put there again. Close this window. Where it is neither in the Outbox nor in Sent, write a new message.',
  earlierForm:
    'This message was put into the Outbox before, whole or in part, in another form. So that nobody gets two, it is not put there again from this window. Delete it in the Outbox where it still waits, and write a new message.',
  waits: 'Your message is protected, and waits in the Outbox. It has not left yet.',
  waitsHelp:
    'Choose File, Send Unsent Messages. To have Thunderbird do that by itself, set mailnews.sendInBackground to true in its config editor (Settings, General), and start Thunderbird anew.',
  notAgain: 'Do not tell me again',
  sealedDraft: {
    closed: 'This draft is encrypted. Its window was closed, and the draft is untouched.',
    open: 'This draft is encrypted, and its window does not show its text. Close that window and save nothing.',
  },
  sealedDraftHelp:
    'Signet’s build for Thunderbird ESR encrypted it, and can open it. This build would show it empty, and what is saved from an empty window takes the place of the draft.',
};

const de: typeof en = {
  heading: 'Was diese Ausgabe von Signet nicht kann',
  help: 'Dies ist die Ausgabe für Thunderbird Release: Sie hat kein Experiment, und Thunderbird hält darum manche Tür geschlossen. Die Ausgabe für Thunderbird ESR kann all das.',
  lacks: {
    'send-in-place':
      'Selbst senden. Eine geschützte Nachricht kommt in den Postausgang und geht hinaus, wenn Sie Datei, Nachrichten aus Postausgang senden wählen, oder von selbst, wo mailnews.sendInBackground im Konfigurationseditor von Thunderbird seit dessen Start true ist.',
    'watch-leaving':
      'Sehen, was ohne Verfassen-Fenster hinausgeht: Filter, andere Add-ons und Programme, und was im Postausgang liegt.',
    'keep-drafts':
      'Entwürfe verschlüsseln. Sie werden aufbewahrt, wie Thunderbird es tut, auf dem Server lesbar: Wählen Sie in den Konten-Einstellungen einen Ordner auf diesem Rechner. Einer, den Sie geschützt gesendet haben, bleibt dort: Löschen Sie ihn. Entwürfe, die die andere Ausgabe verschlüsselt hat, werden hier nicht geöffnet.',
    'show-in-place':
      'Neben den Betreff schreiben, oder Text, den Thunderbird nicht entschlüsseln kann, dort zeigen, wo Nachrichten stehen. Drücken Sie stattdessen die Schaltfläche von Signet in der Symbolleiste.',
    'host-store': 'Die Zertifikate und Aussteller in Thunderbirds eigenem Speicher verwenden.',
    'native-smime': 'Thunderbirds eigenes S/MIME signieren und verschlüsseln lassen.',
    ldap: 'In LDAP-Verzeichnissen nach Zertifikaten suchen.',
    'answer-challenges': 'Ein Zertifikat per ACME beziehen.',
  },
  outbox:
    'Senden legt die geschützte Nachricht in den Postausgang. Sie geht hinaus, wenn Sie Datei, Nachrichten aus Postausgang senden wählen, außer Thunderbird sendet im Hintergrund.',
  openText: 'In einem Fenster öffnen',
  refused: {
    filelink:
      'Eine Datei darin ist aus dem Web verlinkt (FileLink). Nehmen Sie den Link heraus, und hängen Sie die Datei selbst an.',
    attachment: (name) =>
      `„${name}“ lässt sich hier nicht lesen, so auch angehängte Nachrichten. Speichern Sie es als Datei, und hängen Sie diese an.`,
    picture:
      'Ein Bild im Text liegt anderswo, wie es Bilder in zitiertem Text tun. Nehmen Sie es heraus, oder kopieren Sie es neu in den Text.',
    vcard:
      'Sie soll Ihre vCard enthalten. Schalten Sie das für diese Nachricht ab, oder hängen Sie die Karte als Datei an.',
    'pgp-key': 'Sie soll Ihren OpenPGP-Schlüssel enthalten. Schalten Sie das für diese Nachricht ab.',
    delivery: 'Sie verlangt eine Zustellbestätigung (DSN). Schalten Sie das für diese Nachricht ab.',
    copy: 'Eine Kopie von ihr soll in einen eigenen Ordner. Schalten Sie das für diese Nachricht ab.',
    newsgroup: 'Sie geht an eine Newsgroup. Nehmen Sie die Newsgroup heraus.',
    nobody: 'Es steht noch niemand darin.',
    unknown: (name) => `„${name}“ ist keine Adresse und keine bekannte Liste. Setzen Sie Adressen an die Stelle.`,
    recipient: 'Ein Empfänger lässt sich nicht lesen. Geben Sie die Adresse neu ein.',
  },
  refusedHere:
    'Diese Ausgabe von Signet baut die Nachricht selbst und kann nicht alles darin mitnehmen. Nichts wurde gesendet, und die Nachricht ist, wie sie war.',
  notStored:
    'Sie ließ sich nicht in den Postausgang legen. Versuchen Sie es noch einmal; hilft das nicht, sehen Sie nach, ob sich der Postausgang öffnen lässt.',
  partlyStored:
    'Ein Teil ihrer Nachrichten ist im Postausgang oder hat ihn schon verlassen, und nicht alle. Drücken Sie noch einmal auf Senden, ohne etwas zu ändern: Nur die fehlenden kommen dazu. Um etwas zu ändern, löschen Sie die im Postausgang und schreiben eine neue Nachricht.',
  alreadyThere:
    'Diese Nachricht ist schon im Postausgang oder hat ihn verlassen: Sie wird nicht noch einmal hineingelegt. Schließen Sie dieses Fenster. Ist sie weder im Postausgang noch unter „Gesendet“, schreiben Sie eine neue Nachricht.',
  earlierForm:
    'Diese Nachricht wurde schon ganz oder zum Teil in anderer Form in den Postausgang gelegt. Damit niemand zwei bekommt, kommt sie von diesem Fenster aus nicht noch einmal dorthin. Löschen Sie sie im Postausgang, wenn sie dort noch wartet, und schreiben Sie eine neue Nachricht.',
  waits: 'Ihre Nachricht ist geschützt und wartet im Postausgang. Sie ist noch nicht hinausgegangen.',
  waitsHelp:
    'Wählen Sie Datei, Nachrichten aus Postausgang senden. Damit Thunderbird das von selbst tut, setzen Sie in seinem Konfigurationseditor (Einstellungen, Allgemein) mailnews.sendInBackground auf true, und starten Sie Thunderbird neu.',
  notAgain: 'Nicht mehr darauf hinweisen',
  sealedDraft: {
    closed: 'Dieser Entwurf ist verschlüsselt. Sein Fenster wurde geschlossen, der Entwurf ist unverändert.',
    open: 'Dieser Entwurf ist verschlüsselt, und sein Fenster zeigt seinen Text nicht. Schließen Sie das Fenster, und speichern Sie nichts.',
  },
  sealedDraftHelp:
    'Die Ausgabe von Signet für Thunderbird ESR hat ihn verschlüsselt und kann ihn öffnen. Diese Ausgabe würde ihn leer zeigen, und was aus einem leeren Fenster gespeichert wird, tritt an die Stelle des Entwurfs.',
};

export type CapabilityStrings = typeof en;

export const capabilityStrings = (language: Language): CapabilityStrings => (language === 'de' ? de : en);
