import { languageOf, useStrings } from '../../ui/strings';
import { readDraftFacts } from '../host/draft-facts';
import {
  associate,
  clearDraftHeaders,
  displayLanguage,
  roamingSetting,
  writePresetHeader,
} from '../host/launch-event-host';
import { SIGN_BY_DEFAULT } from '../preference-names';
import { bothOf, formatProtection, headerValue, parseProtection, PRESET_HEADER } from '../protection-header';
import { builtInSettings, decideDraft, type DraftFacts, type SendSettings } from './draft-decision';
import { alertOf, notCleared, type GuardTexts, type SmartAlert } from './smart-alert';

type Completed<Options> = { completed(options?: Options): void };

function guardTexts(): GuardTexts {
  const { guard } = useStrings(languageOf(displayLanguage())).outlook;
  return guard;
}

const settings = (): SendSettings => builtInSettings(roamingSetting(SIGN_BY_DEFAULT, 'unreadable'));

/**
 * Plain Send must not carry a message that was to be protected. Whatever goes wrong here, it does not go; what goes has
 * none of our headers.
 */
export function onMessageSend(event: Completed<SmartAlert>): void {
  readDraftFacts('message', (facts) => {
    const { send } = decideDraft(facts, settings());
    const texts = guardTexts();
    if (send.kind !== 'allow') event.completed(alertOf(send, 'message', texts));
    else
      clearDraftHeaders(facts.headers, (isClear) =>
        event.completed(isClear ? { allowEvent: true } : notCleared(texts)),
      );
  });
}

/** An invitation cannot be protected here: it is held where protection is the default, and does not go where it is required. */
export function onAppointmentSend(event: Completed<SmartAlert>): void {
  readDraftFacts('appointment', (facts) => {
    event.completed(alertOf(decideDraft(facts, settings()).send, 'appointment', guardTexts()));
  });
}

/** A new draft, or one whose recipients changed, is told what settings want of it. That only ever adds. */
export function settleDraft(event: Completed<undefined>): void {
  readDraftFacts('message', (facts) => {
    const done = (): void => event.completed();
    const preset = tightened(facts);
    if (preset === undefined) done();
    else writePresetHeader(preset, done);
  });
}

/** The preset header that the draft has to get; undefined where it has all of that, or where what it has is not known. */
function tightened(facts: DraftFacts): string | undefined {
  if (facts.headers === undefined) return undefined;
  const before = parseProtection(headerValue(facts.headers, PRESET_HEADER));
  if (before === undefined) return undefined;
  const after = formatProtection(bothOf(before, decideDraft(facts, settings()).preset));
  return after === formatProtection(before) ? undefined : after;
}

/** Makes the handlers known under their names in the manifest. */
export function associateLaunchEvents(): void {
  associate('onNewMessageCompose', settleDraft);
  associate('onMessageRecipientsChanged', settleDraft);
  associate('onMessageSend', onMessageSend);
  associate('onAppointmentSend', onAppointmentSend);
}
