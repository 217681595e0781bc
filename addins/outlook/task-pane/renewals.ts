import { type Ordering } from '../../worker/ordering';

/** What the pane was opened for comes first. */
const AFTER_MS = 5_000;
/** Of several panes one renews. */
const LOCK = 'signet-renewals';

const sleepFor = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Renews by itself what is due, where that is wanted, while a pane is open: Outlook runs nothing of an add-in that has a
 * mailbox and a network otherwise. Never rejects. `changed`: an identity came. `locks`: undefined where the browser has none.
 */
export async function renewInPane(
  ordering: Ordering,
  changed: () => void,
  locks: Pick<LockManager, 'request'> | undefined,
  sleep: (milliseconds: number) => Promise<void> = sleepFor,
): Promise<void> {
  if (!ordering.isPossible) return;
  await sleep(AFTER_MS);
  const renew = async (): Promise<void> => {
    const { renewDue } = await import('../../worker/renew-due');
    if (await renewDue(ordering)) changed();
  };
  const isMine = (lock: Lock | null): Promise<void> => (lock ? renew() : Promise.resolve());
  await (locks ? locks.request(LOCK, { ifAvailable: true }, isMine) : renew()).catch(() => undefined);
}
