import { type Bytes } from '../../../../shared/index';
import { type Session } from '../session';

/** Presses Send in the window that is open and gives what left. */
export async function sent({ chrome, mail }: Session): Promise<Bytes | undefined> {
  const before = mail.submissions.length;
  await chrome.pressSend();
  const all = await mail.submitted(before + 1);
  await chrome.composeWindowClosed();
  return all.at(-1)?.octets;
}
