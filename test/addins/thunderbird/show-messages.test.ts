import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { OpenedMessages } from '../../../addins/thunderbird/background/opened-messages';
import { MessageShower } from '../../../addins/thunderbird/background/show-messages';
import { type MessagePane } from '../../../addins/thunderbird/host/message-pane';
import { announceChange, onChangedMessage } from '../../../addins/thunderbird/host/page-messages';
import { type OpenMail } from '../../../addins/worker/core';
import { type SummaryState } from '../../../shared/index';

const TAB = 1;
const MESSAGE = 7;
const TONES = { 'signed-valid': 'positive', 'signed-untrusted': 'attention' };
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

const mailOf = (state: SummaryState): OpenMail =>
  ({
    view: {
      summary: { state, encryption: 'opened', reasons: [] },
      encryption: { state: 'opened' },
      from: [],
      subject: '',
    },
    forget: () => undefined,
  }) as unknown as OpenMail;

/** What Thunderbird shows outlasts our page, which `wake` starts once more. */
function thunderbirdShows() {
  const tones: string[] = [];
  const askedAgain: number[] = [];
  const pane = {
    message: () => Promise.resolve(new Blob(['x'])),
    displayed: (tabId: number) => Promise.resolve(tabId === TAB ? MESSAGE : undefined),
    tabs: () => Promise.resolve([TAB, 2]),
    setStatus: (_tab: number, _message: number, { tone }: { readonly tone: string }) => {
      tones.push(tone);
      return Promise.resolve(true);
    },
  } as unknown as MessagePane;
  const sendMessage = (tabId: number): Promise<void> => Promise.resolve(void askedAgain.push(tabId));
  Object.assign(fakeBrowser, { tabs: { sendMessage } });
  const wake = (open: () => Promise<OpenMail>) => {
    const opened = new OpenedMessages(pane, { open });
    const choice = () => Promise.resolve({ options: { lookup: 'off' } }) as never;
    return { opened, shower: new MessageShower(pane, opened, { choice }, 'en') };
  };
  return { tones, askedAgain, wake };
}

describe('what stands beside a message that is shown', () => {
  it('is written anew after a change, also by a page that slept since it wrote it', async () => {
    const { tones, wake } = thunderbirdShows();
    await wake(() => Promise.resolve(mailOf('signed-valid'))).shower.showStatus(TAB, MESSAGE);
    const { opened, shower } = wake(() => Promise.resolve(mailOf('signed-untrusted')));
    opened.clear();
    await shower.showAgain();
    expect(tones).toEqual([TONES['signed-valid'], TONES['signed-untrusted']]);
  });

  it('changes with what stands in the place of its text', async () => {
    const { askedAgain, wake } = thunderbirdShows();
    await wake(() => Promise.resolve(mailOf('signed-untrusted'))).shower.showAgain();
    expect(askedAgain).toEqual([TAB, 2]);
  });

  it('is never what an opening begun before the change found', async () => {
    const { tones, wake } = thunderbirdShows();
    const ends: ((mail: OpenMail) => void)[] = [];
    const { opened, shower } = wake(() => new Promise((resolve) => ends.push(resolve)));
    const first = shower.showStatus(TAB, MESSAGE);
    await turn();
    opened.clear();
    const second = shower.showAgain();
    await turn();
    ends[1]?.(mailOf('signed-untrusted'));
    await turn();
    ends[0]?.(mailOf('signed-valid'));
    await Promise.all([first, second]);
    expect(new Set(tones)).toEqual(new Set([TONES['signed-untrusted']]));
  });
});

describe('word of a change', () => {
  it('goes to the background page as a message, which wakes it, and is over when that has shown it', async () => {
    const steps: string[] = [];
    type Listener = (message: unknown) => Promise<unknown> | undefined;
    let listener: Listener = () => undefined;
    const onMessage = { addListener: (given: Listener) => (listener = given), removeListener: () => undefined };
    const sendMessage = (message: unknown): Promise<unknown> => Promise.resolve(listener(message));
    Object.assign(fakeBrowser.runtime, { onMessage, sendMessage });
    onChangedMessage(async () => {
      await turn();
      steps.push('shown');
    });
    await announceChange();
    expect(steps).toEqual(['shown']);
    expect(listener({ kind: 'view' })).toBeUndefined();
  });
});
