import { languageOf, useStrings } from '../../ui/strings';
import {
  associate,
  displayLanguage,
  readProtectionHeader,
  roamingSetting,
  writeProtectionHeader,
} from '../host/launch-event-host';
import { SIGN_BY_DEFAULT } from '../preference-names';
import { formatProtection } from '../protection-header';
import { guardSend, type GuardDecision, type GuardTexts } from './send-guard';

type Completed<Options> = { completed(options?: Options): void };

function guardTexts(): GuardTexts {
  const { guard } = useStrings(languageOf(displayLanguage())).outlook;
  return guard;
}

/** Plain Send must not carry a message that was to be protected. Whatever goes wrong here, it does not go. */
export function onMessageSend(event: Completed<GuardDecision>): void {
  readProtectionHeader((headers) => event.completed(guardSend(headers, guardTexts())));
}

/** A new draft starts with signing on where the user, who then has an identity, wanted it so. */
export function onNewMessageCompose(event: Completed<undefined>): void {
  const done = (): void => event.completed();
  if (!wantsSigning()) {
    done();
    return;
  }
  writeProtectionHeader(formatProtection({ sign: true, encrypt: false }), done);
}

function wantsSigning(): boolean {
  try {
    return roamingSetting(SIGN_BY_DEFAULT) === true;
  } catch {
    return false;
  }
}

/** Makes the handlers known under their names in the manifest. */
export function associateLaunchEvents(): void {
  associate('onNewMessageCompose', onNewMessageCompose);
  associate('onMessageSend', onMessageSend);
}
