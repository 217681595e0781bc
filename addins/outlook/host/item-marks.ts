import { SignetError } from '../../../shared/index';
import { officeCall } from './call';
import { notice, putNotice } from './notice';

/**
 * What Outlook shows of a received message besides its text. Hosts act on the message that is on the screen, whichever object
 * is called: each call rejects with `host` (`item-changed`) where Office.js knows already that it is another one. For the moment
 * in which it does not know yet nothing can be done here: whoever opens the next message sets right what stands there.
 */
export interface ItemMarks {
  /** Names of its categories; undefined where the host tells add-ins of none (before Mailbox 1.8). */
  categories(): Promise<readonly string[] | undefined>;
  /** Rejects with `host` where the mailbox has no category of that name. */
  addCategory(name: string): Promise<void>;
  removeCategories(names: readonly string[]): Promise<void>;
  /** One line above the message, in the place of ours that stands there; undefined: none. Without effect before Mailbox 1.3. */
  showBar(bar: Bar | undefined): Promise<void>;
}

export interface Bar {
  readonly kind: 'information' | 'error';
  /** At most 150 characters. */
  readonly text: string;
}

export type MarkedItem = Partial<Pick<Office.MessageRead, 'categories' | 'notificationMessages'>>;

/** At most 32 characters. */
const BAR = 'signet.verdict';

export function createItemMarks(item: MarkedItem, isSelected: () => boolean): ItemMarks {
  const call = <T>(name: string, start: (done: (result: Office.AsyncResult<T>) => void) => void): Promise<T> => {
    if (isSelected()) return officeCall(name, start);
    return Promise.reject(new SignetError('host', `${name}: another item is selected`, 'item-changed'));
  };
  const { categories, notificationMessages: notices } = item;
  const removeBar = async (): Promise<void> => {
    // There may be none.
    await officeCall('notificationMessages.removeAsync', (done) => notices?.removeAsync(BAR, done)).catch(
      () => undefined,
    );
  };
  return {
    async categories() {
      if (categories === undefined) return undefined;
      // Where there are none it is null in some clients (documented).
      const found = await call<Office.CategoryDetails[] | null>('categories.getAsync', (done) =>
        categories.getAsync(done as (result: Office.AsyncResult<Office.CategoryDetails[]>) => void),
      );
      return (found ?? []).map(({ displayName }) => displayName);
    },
    addCategory: (name) => call('categories.addAsync', (done) => categories?.addAsync([name], done)),
    removeCategories: (names) => call('categories.removeAsync', (done) => categories?.removeAsync([...names], done)),
    async showBar(bar) {
      if (!notices || !isSelected()) return;
      if (!bar) await removeBar();
      else await putNotice(notices, BAR, notice(bar.kind, bar.text));
      // It stands at whatever is on the screen now.
      if (bar && !isSelected()) await removeBar();
    },
  };
}
