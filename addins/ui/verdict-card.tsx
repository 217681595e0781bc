import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  continuityText,
  nextStepText,
  statementOf,
  type Continuity,
  type ContinuityKind,
  type Reader,
  type Summary,
  type SummaryState,
} from '../../shared/index';
import { type SaveOctets } from './certificate-view';
import { EncryptionLine } from './encryption';
import { Sentence } from './foreign';
import { foreignIn } from './foreign-text';
import { Icon, type IconName } from './icons';
import { Busy, Notice } from './notices';
import { type Language, type Rendering, type Tone, type VerdictView } from './props';
import { useStrings } from './strings';
import type * as DetailsModule from './verdict-details';

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
  /** What earlier messages from the same address say of this one. */
  readonly continuity?: Continuity | undefined;
  /** Whose rendering of the message a person sees besides ours. */
  readonly rendering?: Rendering;
  /** How a certificate is saved; left out: by the browser. */
  readonly onSave?: SaveOctets;
  readonly detailsOpen?: boolean;
}

/**
 * What a message is worth: a word, a sign, one sentence and one step that are always there, everything else on demand.
 * Stands in our own surface, which the message cannot style.
 */
export function VerdictCard(props: VerdictCardProps): JSX.Element {
  const { verdict, language, readers, continuity } = props;
  const { read } = useStrings(language);
  const { summary, encryption } = verdict;
  const isClosed = isUnopened(verdict);
  const mark = isClosed ? CLOSED : MARKS[summary.state];
  const foreign = foreignIn(verdict, continuity);
  const step = nextStepText(summary, language);
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
            <Sentence text={statementOf(spoken, language)} foreign={foreign} />
          </p>
          {step !== '' && <p class="sg-step">{step}</p>}
        </div>
      </div>
      {continuity && <ContinuityLine continuity={continuity} language={language} foreign={foreign} />}
      {!isClosed && <EncryptionLine encryption={encryption} language={language} readers={readers} />}
      <LaterDetails {...props} />
    </section>
  );
}

/** Nothing is known about what is inside: the encryption is all there is to say. */
function isUnopened({ summary, encryption }: VerdictView): boolean {
  return summary.state === 'unsigned' && (encryption.state === 'not-for-us' || encryption.state === 'failed');
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

type Details = typeof DetailsModule;
let details: Details | undefined;

/** Loads the details, which are not part of what a page loads first. */
export async function loadDetails(): Promise<Details> {
  details ??= await import('./verdict-details');
  return details;
}

/** The details, loaded when they are first opened. */
function LaterDetails(props: VerdictCardProps): JSX.Element {
  const { verdict, language, readers, rendering, onSave, detailsOpen = false } = props;
  const { common } = useStrings(language);
  const [loaded, setLoaded] = useState<Details | 'failed' | undefined>(details);
  const load = (isOpen: boolean): void => {
    if (!isOpen || typeof loaded === 'object') return;
    setLoaded(undefined);
    loadDetails().then(setLoaded, () => setLoaded('failed'));
  };
  useEffect(() => load(detailsOpen), [detailsOpen]);
  return (
    <details class="sg-details" open={detailsOpen} onToggle={({ currentTarget }) => load(currentTarget.open)}>
      <summary>{common.details}</summary>
      {loaded === undefined && <Busy language={language} />}
      {loaded === 'failed' && <Notice tone="error">{common.notLoaded}</Notice>}
      {typeof loaded === 'object' && (
        <loaded.VerdictDetails
          verdict={verdict}
          language={language}
          readers={readers}
          rendering={rendering}
          onSave={onSave}
        />
      )}
    </details>
  );
}
