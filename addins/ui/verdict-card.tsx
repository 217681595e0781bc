import { type JSX } from 'preact';
import {
  continuityText,
  nextStepText,
  type Continuity,
  type ContinuityKind,
  type SummaryState,
} from '../../shared/index';
import { EncryptionLine } from './encryption';
import { Sentence } from './foreign';
import { foreignIn } from './foreign-text';
import { Icon, type IconName } from './icons';
import { later, LaterDetails } from './later';
import { type Language, type Tone } from './props';
import { useStrings } from './strings';
import { type VerdictDetailsProps } from './verdict-details';
import { isUnopened, sentenceUnder, wordOf } from './verdict-words';

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

export interface VerdictCardProps extends VerdictDetailsProps {
  /** What earlier messages from the same address say of this one. */
  readonly continuity?: Continuity | undefined;
  readonly detailsOpen?: boolean;
}

/**
 * What a message is worth: a word, a sign, one sentence and one step that are always there, everything else on demand.
 * Stands in our own surface, which the message cannot style.
 */
export function VerdictCard(props: VerdictCardProps): JSX.Element {
  const { verdict, language, readers, continuity } = props;
  const { read, common } = useStrings(language);
  const { summary, encryption } = verdict;
  const isClosed = isUnopened(verdict);
  const mark = isClosed ? CLOSED : MARKS[summary.state];
  const foreign = foreignIn(verdict, continuity);
  const step = nextStepText(summary, language);
  return (
    <section class={`sg-card sg-tone-${mark.tone}`} aria-label={read.heading} data-state={summary.state}>
      <div class="sg-verdict">
        <span class={`sg-mark sg-mark-${mark.tone}`}>
          <Icon name={mark.icon} />
        </span>
        <div class="sg-verdict-text" role="status">
          <h2 class="sg-word">{wordOf(verdict, language)}</h2>
          <p class="sg-sentence">
            <Sentence text={sentenceUnder(verdict, language)} foreign={foreign} />
          </p>
          {step !== '' && <p class="sg-step">{step}</p>}
        </div>
      </div>
      {continuity && <ContinuityLine continuity={continuity} language={language} foreign={foreign} />}
      {!isClosed && <EncryptionLine encryption={encryption} language={language} readers={readers} />}
      <LaterDetails summary={common.details} part={DETAILS} language={language} isOpen={props.detailsOpen ?? false}>
        {({ VerdictDetails }) => <VerdictDetails {...props} />}
      </LaterDetails>
    </section>
  );
}

const CONTINUITY_ICONS: Readonly<Record<ContinuityKind, IconName>> = {
  first: 'note',
  same: 'key',
  'new-certificate': 'warning',
  'new-authority': 'warning',
  'usually-signed': 'warning',
};

/** What is usual for this address. Never a mark of its own: it says nothing about what a signature is worth. */
function ContinuityLine(props: {
  readonly continuity: Continuity;
  readonly language: Language;
  readonly foreign: readonly string[];
}): JSX.Element {
  const { continuity, language, foreign } = props;
  return (
    <p class="sg-encryption" data-continuity={continuity.kind}>
      <Icon name={CONTINUITY_ICONS[continuity.kind]} />
      <span>
        <Sentence text={continuityText(continuity, language)} foreign={foreign} />
      </span>
    </p>
  );
}

/** The details, which are not part of what a page loads first. */
const DETAILS = later(() => import('./verdict-details'));
export const loadDetails = DETAILS.load;
