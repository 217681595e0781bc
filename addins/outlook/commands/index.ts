import { languageOf, useStrings } from '../../ui/strings';
import { associate } from '../host/launch-event-host';
import { connectToOffice, type Host } from '../host/office';
import { associateLaunchEvents } from '../launch-event/handlers';
import { type ProtectionChoice } from '../protection-header';
import { toggle } from './toggles';

interface CommandEvent {
  completed(): void;
}

const connected = connectToOffice(window);

/** One press of a ribbon toggle: the draft says afterwards what holds, or that it could not be changed. */
async function run(which: 'sign' | 'encrypt'): Promise<void> {
  const host = await connected;
  const selection = host.selection();
  if (selection.kind !== 'compose') return;
  const { item } = selection;
  const text = await toggle(item.headers, which).then(
    (choice) => stateText(host, choice),
    () => texts(host).notChanged,
  );
  await item.notify(text);
}

const texts = ({ environment }: Host) => useStrings(languageOf(environment.locale)).outlook.toggles;

function stateText(host: Host, { sign, encrypt }: ProtectionChoice): string {
  const { both, signOnly, encryptOnly, none } = texts(host);
  if (sign && encrypt) return both;
  if (sign) return signOnly;
  return encrypt ? encryptOnly : none;
}

function command(which: 'sign' | 'encrypt'): (event: CommandEvent) => void {
  return (event) => {
    void run(which)
      .catch(() => undefined)
      .finally(() => event.completed());
  };
}

associate('toggleSign', command('sign'));
associate('toggleEncrypt', command('encrypt'));
associateLaunchEvents();
