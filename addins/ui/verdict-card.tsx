import { type JSX } from 'preact';
import { sentenceOf, type Reader, type Summary, type SummaryState } from '../../shared/index';
import { EncryptionDetails, EncryptionLine } from './encryption';
import { Foreign, Sentence } from './foreign';
import { Icon, type IconName } from './icons';
import { type Language, type Tone, type VerdictView } from './props';
import { Reasons } from './reasons';
import { foreignIn, SignerDetails } from './signer-details';
import { useStrings } from './strings';

interface Mark {
  readonly icon: IconName;
  readonly tone: Tone;
}

/**
 * The only positive mark is that of `signed-valid`. A broken signature is told without alarm: it is worth no less than
 * none at all (RFC 9787 6.4), and has its reason beside it.
 */
const MARKS: Readonly<Record<SummaryState, Mark>> = {
  'signed-valid': { icon: 'shield-check', tone: 'positive' },
  'signed-untrusted': { icon: 'shield-question', tone: 'attention' },
  'signed-invalid': { icon: 'shield-alert', tone: 'attention' },
  'partly-signed': { icon: 'shield-question', tone: 'neutral' },
  uncheckable: { icon: 'shield-question', tone: 'attention' },
  unsigned: { icon: 'shield', tone: 'neutral' },
};

const CLOSED: Mark = { icon: 'lock', tone: 'neutral' };

export interface VerdictCardProps {
  readonly verdict: VerdictView;
  readonly language: Language;
  /** Who holds a key that opens it, where that is known better than by key identifiers. */
  readonly readers?: readonly Reader[];
  readonly detailsOpen?: boolean;
}

/**
 * What a message is worth: a word, a sign and one sentence that are always there, everything else on demand. Stands in
 * our own surface, which the message cannot style.
 */
export function VerdictCard({ verdict, language, readers, detailsOpen }: VerdictCardProps): JSX.Element {
  const { read, common } = useStrings(language);
  const { summary, encryption } = verdict;
  const isClosed = isUnopened(verdict);
  const mark = isClosed ? CLOSED : MARKS[summary.state];
  // What the line below the sentence says about an opened message need not be said twice.
  const spoken: Summary = encryption.state === 'opened' ? { ...summary, encryption: 'none' } : summary;
  return (
    <section class={`sg-card sg-tone-${mark.tone}`} aria-label={read.heading} data-state={summary.state}>
      <div class="sg-verdict">
        <span class={`sg-mark sg-mark-${mark.tone}`}>
          <Icon name={mark.icon} />
        </span>
        <div class="sg-verdict-text" role="status">
          <h2 class="sg-word">{isClosed ? read.encryptionWord[encryption.state] : read.word[summary.state]}</h2>
          <p class="sg-sentence">
            <Sentence text={sentenceOf(spoken, language)} foreign={foreignIn(verdict)} />
          </p>
        </div>
      </div>
      {!isClosed && <EncryptionLine encryption={encryption} language={language} readers={readers} />}
      <details class="sg-details" open={detailsOpen}>
        <summary>{common.details}</summary>
        <Details verdict={verdict} language={language} readers={readers} />
      </details>
    </section>
  );
}

/** Nothing is known about what is inside: the encryption is all there is to say. */
function isUnopened({ summary, encryption }: VerdictView): boolean {
  return summary.state === 'unsigned' && (encryption.state === 'not-for-us' || encryption.state === 'failed');
}

function Details(props: {
  readonly verdict: VerdictView;
  readonly language: Language;
  readonly readers: readonly Reader[] | undefined;
}): JSX.Element {
  const { verdict, language, readers } = props;
  const { read } = useStrings(language);
  return (
    <>
      <Reasons
        title={read.whyTitle}
        reasons={verdict.summary.reasons}
        language={language}
        foreign={foreignIn(verdict)}
      />
      {verdict.from.length > 0 && (
        <section class="sg-group">
          <h3>{read.claimedFrom}</h3>
          {verdict.from.map(({ name, address }) => (
            <p key={address} class="sg-person">
              <Foreign>{name === '' ? address : name}</Foreign>
              {name !== '' && (
                <span class="sg-second">
                  <Foreign>{address}</Foreign>
                </span>
              )}
            </p>
          ))}
        </section>
      )}
      {verdict.signatures.map((signature, index) => (
        <SignerDetails
          key={signature.layer + String(index)}
          signature={signature}
          language={language}
          position={verdict.signatures.length > 1 ? { number: index + 1, of: verdict.signatures.length } : undefined}
        />
      ))}
      <EncryptionDetails encryption={verdict.encryption} language={language} readers={readers} />
    </>
  );
}
