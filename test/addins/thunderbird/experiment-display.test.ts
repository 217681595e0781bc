import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';

const FILE = resolve(__dirname, '../../../addins/thunderbird/experiment/display.js');

interface Header {
  readonly folder: { readonly URI: string } | null;
  readonly messageKey: number;
  readonly messageId: string;
}
interface DisplayApi {
  getAPI(context: object): {
    readonly signetDisplay: { setStatus(tabId: number, messageId: number, status: object): Promise<boolean> };
  };
}

/** As much of Thunderbird as one word beside the subject takes. */
async function writeBeside(shown: Header, asked: Header): Promise<{ isWritten: boolean; words: readonly string[] }> {
  const words: string[] = [];
  const element = {
    remove: () => undefined,
    getAttribute: () => null,
    style: { removeProperty: () => undefined },
    before: (badge: { readonly textContent: string }) => words.push(badge.textContent),
  };
  const document = {
    getElementById: () => element,
    querySelector: () => null,
    createElement: () => ({ dataset: {}, style: {}, addEventListener: () => undefined }),
  };
  const contentWindow = { document, gMessage: shown };
  const extension = {
    tabManager: { get: () => ({ windowId: 1, nativeTab: { chromeBrowser: { contentWindow } } }) },
    messageManager: { get: () => asked },
  };
  class EventManager {
    api(): object {
      return {};
    }
  }
  const context = createContext({
    ChromeUtils: { importESModule: () => ({ ExtensionSupport: {} }) },
    ExtensionCommon: { ExtensionAPIPersistent: Object, EventManager },
  });
  runInContext(readFileSync(FILE, 'utf8'), context);
  const Api = (context as { signetDisplay: new () => DisplayApi }).signetDisplay;
  const status = { text: 'Signed', tone: 'positive', tooltip: '' };
  const isWritten = await new Api().getAPI({ extension }).signetDisplay.setStatus(1, 7, status);
  return { isWritten, words };
}

describe('a word beside the subject', () => {
  const header: Header = { folder: { URI: 'imap://inbox' }, messageKey: 3, messageId: 'a@signet.example' };
  const written = { isWritten: true, words: ['Signed'] };

  it('is written where the tab shows that very message, also one from a file', async () => {
    expect(await writeBeside(header, { ...header, folder: { URI: 'imap://inbox' } })).toEqual(written);
    expect(await writeBeside({ ...header, folder: null }, { ...header, folder: null })).toEqual(written);
  });

  it.each<[string, Partial<Header>]>([
    ['of the same key and Message-ID in another folder', { folder: { URI: 'imap://junk' } }],
    ['of the same key and Message-ID from a file', { folder: null }],
    ['of another key', { messageKey: 4 }],
    ['of another Message-ID', { messageId: 'b@signet.example' }],
  ])('is not written where the tab by now shows one %s', async (_, other) => {
    expect(await writeBeside({ ...header, ...other }, header)).toEqual({ isWritten: false, words: [] });
  });
});
