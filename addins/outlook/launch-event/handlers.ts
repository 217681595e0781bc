import { judgeCompact } from '../../../shared/index';
import { guardStrings } from '../../ui/guard-strings';
import { languageOf } from '../../ui/strings';
import { readDraftFacts } from '../host/draft-facts';
import {
  associate,
  clearDraftHeaders,
  displayLanguage,
  roamingSetting,
  writePresetHeader,
} from '../host/launch-event-host';
import { isNoted } from '../encrypted-conversations';
import { ENCRYPTED, OWN_RULES, SIGN_BY_DEFAULT } from '../preference-names';
import { bothOf, formatProtection, headerValue, parseProtection, PRESET_HEADER } from '../protection-header';
import { builtInPolicy } from './built-in-policy';
import {
  builtInSettings,
  decideDraft,
  type DraftDecision,
  type DraftFacts,
  type SendSettings,
  type SendVerdict,
} from './draft-decision';
import { ending, type Completed } from './ending';
import { ownWishes } from './own-wishes';
import { settingsOf } from './policy-settings';
import { alertOf, notCleared, type GuardTexts, type SmartAlert } from './smart-alert';

const language = (): 'en' | 'de' => languageOf(displayLanguage());
const guardTexts = (): GuardTexts => guardStrings(language());
const alert = (send: SendVerdict, item: DraftFacts['item']): SmartAlert =>
  alertOf(send, item, guardTexts(), language());

function readFacts(item: DraftFacts['item'], done: (facts: DraftFacts) => void): void {
  readDraftFacts(item, builtInPolicy() ? 'all' : 'people', done);
}

/** What the policy of the build wants of this draft; without one, what the user's setting says of every draft. */
function settingsFor(facts: DraftFacts): SendSettings {
  const signByDefault = roamingSetting(SIGN_BY_DEFAULT, 'unreadable');
  const policy = builtInPolicy();
  const quotes = isNoted(roamingSetting(ENCRYPTED, false), facts.conversation);
  if (!policy) return builtInSettings(signByDefault, quotes);
  const { item, from, recipients, subject } = facts;
  const mayAnswer = facts.mayAnswer || quotes;
  const draft = { time: Date.now(), from, recipients, subject, calendar: item === 'appointment' };
  const user = ownWishes(signByDefault, roamingSetting(OWN_RULES, false));
  return { ...settingsOf(judgeCompact(policy, { ...draft, mayAnswerEncrypted: mayAnswer }, user)), quotes };
}

const decide = (facts: DraftFacts): DraftDecision => decideDraft(facts, settingsFor(facts));

/** What is said where something went wrong that nobody thought of: no, in words as far as there are any. */
function refused(item: DraftFacts['item']): SmartAlert {
  try {
    return alert({ kind: 'block', reason: 'unreadable' }, item);
  } catch {
    return { allowEvent: false };
  }
}

/**
 * Plain Send must not carry a message that was to be protected. Whatever goes wrong here, it does not go; what goes has
 * none of our headers.
 */
export function onMessageSend(event: Completed<SmartAlert>): void {
  const { step, end } = ending(event, () => refused('message'));
  const decided = (facts: DraftFacts): void => {
    const { send } = decide(facts);
    if (send.kind === 'block') end(alert(send, 'message'));
    else
      clearDraftHeaders(
        facts.headers,
        step((isClear) => end(isClear ? alert(send, 'message') : notCleared(guardTexts()))),
      );
  };
  step(() => readFacts('message', step(decided)))(undefined);
}

/** An invitation cannot be protected here: it is held where protection is the default, and does not go where it is required. */
export function onAppointmentSend(event: Completed<SmartAlert>): void {
  const { step, end } = ending(event, () => refused('appointment'));
  const decided = (facts: DraftFacts): void => end(alert(decide(facts).send, 'appointment'));
  step(() => readFacts('appointment', step(decided)))(undefined);
}

/** A new draft, or one whose recipients changed, is told what settings want of it. That only ever adds. */
export function settleDraft(event: Completed<undefined>): void {
  const { step, end } = ending<undefined>(event, () => undefined);
  const decided = (facts: DraftFacts): void => {
    const preset = tightened(facts);
    if (preset === undefined) end();
    else writePresetHeader(preset, () => end());
  };
  step(() => readFacts('message', step(decided)))(undefined);
}

/** The preset header that the draft has to get; undefined where it has all of that, or where what it has is not known. */
function tightened(facts: DraftFacts): string | undefined {
  if (facts.headers === undefined) return undefined;
  const before = parseProtection(headerValue(facts.headers, PRESET_HEADER));
  if (before === undefined) return undefined;
  const after = formatProtection(bothOf(before, decide(facts).preset));
  return after === formatProtection(before) ? undefined : after;
}

/** Makes the handlers known under their names in the manifest. */
export function associateLaunchEvents(): void {
  associate('onNewMessageCompose', settleDraft);
  associate('onMessageRecipientsChanged', settleDraft);
  associate('onMessageSend', onMessageSend);
  associate('onAppointmentSend', onAppointmentSend);
}
