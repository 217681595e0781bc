import { type JSX } from 'preact';
import { protectionText, type EncryptionVerdict, type RecipientSummary } from '../../shared/index';
import { WhoCanRead, type EncryptionProps } from './encryption';
import { Facts } from './facts';
import { Foreign } from './foreign';
import { algorithmText } from './formats';
import { Reasons } from './reasons';
import { useStrings, type Strings } from './strings';
import { useTrustStrings } from './trust-strings';

/** The encryption in full; nothing for a message that was not encrypted. */
export function EncryptionDetails({ encryption, language, readers }: EncryptionProps): JSX.Element | null {
  const { read } = useStrings(language);
  if (encryption.state === 'none') return null;
  const trust = useTrustStrings(language);
  const { contentAlgorithm, recipients, openedWith, protection } = encryption;
  const opened = openedWith === undefined ? undefined : recipients[openedWith];
  const shown = readers ?? recipients.map(({ id }) => ({ label: id, isUser: false, isKnown: false }));
  return (
    <section class="sg-group">
      <h3>{read.encryption}</h3>
      <Facts
        rows={[
          [read.algorithms, contentAlgorithm === undefined ? undefined : algorithmText(contentAlgorithm)],
          ['', protection ? undefined : changesText(encryption, read)],
          [trust.openedWith, opened && <Opened reader={opened} />],
        ]}
      />
      {protection && <p data-protection={protection}>{protectionText(protection, language)}</p>}
      <Reasons
        reasons={encryption.reasons.filter(({ code }) => !protection || code !== 'not-authenticated')}
        language={language}
      />
      <WhoCanRead readers={shown} language={language} />
    </section>
  );
}

/** Of an envelope that stays closed: only what its algorithm would notice is known. */
const changesText = ({ authenticated }: EncryptionVerdict, read: Strings['read']): string =>
  authenticated ? read.detectsChanges : read.noticesNoChanges;

/** Which key it was: how the message names it, and how the content key was wrapped for it. */
function Opened({ reader }: { readonly reader: RecipientSummary }): JSX.Element {
  return (
    <>
      <Foreign>{reader.id}</Foreign>
      <span class="sg-second">{algorithmText(reader.algorithm)}</span>
    </>
  );
}
