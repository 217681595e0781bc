import { type Language } from '../../ui/index';

/** Why Thunderbird does not take a signature for good. */
export type NativeReason = 'untrusted' | 'altered' | 'algorithm' | 'address' | 'time';

/* Words about what Thunderbird's own S/MIME says of a message. */
const en = {
  good: 'Thunderbird’s own S/MIME says that the signature is good. Signet does not, for the reason above.',
  bad: 'Thunderbird’s own S/MIME does not say that the signature is good.',
  opened: 'Thunderbird’s own S/MIME has a key that opens this message; Signet has none that does.',
  reasons: {
    untrusted: 'It does not trust who issued the certificate: what it trusts is in its own list.',
    altered: 'It finds the message changed after it was signed.',
    algorithm: 'It does not accept the method of the signature.',
    address: 'It does not find the sender’s address in the certificate.',
    time: 'It finds over an hour between the date of the message and the time of the signature.',
  } satisfies Readonly<Record<NativeReason, string>>,
  noReason: (code: number) => `It gives no reason that can be read (${code}).`,
};

const de: typeof en = {
  good: 'Thunderbirds eigenes S/MIME nennt die Signatur gut. Signet nicht, aus dem Grund, der oben steht.',
  bad: 'Thunderbirds eigenes S/MIME nennt die Signatur nicht gut.',
  opened: 'Thunderbirds eigenes S/MIME hat einen Schlüssel, der diese Nachricht öffnet; Signet hat keinen.',
  reasons: {
    untrusted: 'Es vertraut dem Aussteller des Zertifikats nicht: Wem es vertraut, steht in seiner eigenen Liste.',
    altered: 'Ihm zufolge wurde die Nachricht nach dem Signieren verändert.',
    algorithm: 'Es nimmt das Verfahren der Signatur nicht an.',
    address: 'Es findet die Adresse des Absenders nicht im Zertifikat.',
    time: 'Zwischen dem Datum der Nachricht und der Zeit der Signatur liegt ihm zufolge über eine Stunde.',
  },
  noReason: (code) => `Es nennt keinen lesbaren Grund (${code}).`,
};

export const nativeVerdictStrings = (language: Language): typeof en => (language === 'de' ? de : en);
