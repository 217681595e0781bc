import { type Ordering } from '../../worker/ordering';
import { renewDue } from '../../worker/renew-due';

/** Thunderbird puts the background page to sleep after half a minute without a call of its own. */
const AWAKE_MS = 15_000;

/** Renews by itself what is due, where that is wanted, and keeps the page awake for it. Never rejects. */
export async function renewInBackground(
  ordering: Ordering,
  stayAwake: () => Promise<void>,
  changed: () => void,
): Promise<void> {
  const timer = setInterval(() => void stayAwake(), AWAKE_MS);
  try {
    if (await renewDue(ordering)) changed();
  } finally {
    clearInterval(timer);
  }
}
