import { openPage, outboxTold } from '../host/environment';
import { isInOutbox } from '../host/outbox';

/** Thunderbird sends in the background within this time, where it does. */
const PATIENCE_MS = 6_000;

/** Says that a message is in the Outbox, where Thunderbird has not sent it after a while. Never throws. */
export function tellWaiting(messageId: string): void {
  const look = async (): Promise<void> => {
    if ((await outboxTold.is()) || !(await isInOutbox(messageId))) return;
    await openPage('sending.html?waits', { width: 440, height: 320 });
  };
  setTimeout(() => void look().catch(() => undefined), PATIENCE_MS);
}
