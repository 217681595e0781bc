import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { OpenedMessages } from '../../../addins/thunderbird/background/opened-messages';
import { type MessagePane } from '../../../addins/thunderbird/host/message-pane';
import { type OpenMail } from '../../../addins/worker/core';
import { SignetError, type Work } from '../../../shared/index';

interface Opening {
  readonly work: Work;
  readonly resolve: (mail: OpenMail) => void;
}

function opened(): { messages: OpenedMessages; openings: Opening[] } {
  const openings: Opening[] = [];
  const pane = { message: () => Promise.resolve(new Blob(['x'])) } as unknown as MessagePane;
  const open = (_message: Blob, work: Work = {}): Promise<OpenMail> =>
    new Promise((resolve, reject) => {
      openings.push({ work, resolve });
      work.signal?.addEventListener('abort', () => {
        reject(new SignetError('cancelled', 'called off'));
      });
    });
  return { messages: new OpenedMessages(pane, { open }), openings };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const mail = (forget: () => void = () => undefined): OpenMail => ({ forget }) as unknown as OpenMail;

describe('messages that are being opened', () => {
  it('are opened once, whoever asks', async () => {
    const { messages, openings } = opened();
    const both = [messages.open(1), messages.open(1)];
    await turn();
    openings[0]?.resolve(mail());
    const [first, second] = await Promise.all(both);
    expect([openings.length, first === second]).toEqual([1, true]);
  });

  it('tell how far they are, and nothing more once they are open', async () => {
    const { messages, openings } = opened();
    const opening = messages.open(1);
    expect([messages.progress(1), messages.progress(2)]).toEqual([{ done: 0, total: 0 }, undefined]);
    await turn();
    openings[0]?.work.progress?.(1, 2);
    expect(messages.progress(1)).toEqual({ done: 1, total: 2 });
    openings[0]?.resolve(mail());
    await opening;
    expect(messages.progress(1)).toBeUndefined();
  });

  it('can be called off, and are opened anew when asked again', async () => {
    const { messages, openings } = opened();
    const opening = messages.open(1);
    await turn();
    messages.cancel(1);
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    void messages.open(1);
    await turn();
    expect(openings).toHaveLength(2);
  });

  it('do not tell what was found before a change, to nobody who waits', async () => {
    const { messages, openings } = opened();
    const [before, after] = [mail(), mail()];
    const waiting = messages.open(1);
    await turn();
    openings[0]?.resolve(before);
    messages.clear();
    await turn();
    openings[1]?.resolve(after);
    expect(await waiting).toBe(after);
    expect(await messages.open(1)).toBe(after);
  });

  it('are ended and begun anew where a change comes in between', async () => {
    const { messages, openings } = opened();
    const waiting = messages.open(1);
    await turn();
    messages.clear();
    expect(openings[0]?.work.signal?.aborted).toBe(true);
    await turn();
    const after = mail();
    openings[1]?.resolve(after);
    expect(await waiting).toBe(after);
  });

  it('are forgotten where there are many, and when something has changed', async () => {
    const { messages, openings } = opened();
    const forget = jest.fn();
    const opening = messages.open(0);
    await turn();
    openings[0]?.resolve(mail(forget));
    await opening;
    for (let id = 1; id <= 8; id++) void messages.open(id);
    await turn();
    expect(forget).toHaveBeenCalledTimes(1);
    messages.clear();
    expect(messages.progress(8)).toBeUndefined();
  });
});
