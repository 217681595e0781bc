/** @jest-environment ./test/support/jsdom-environment.js */
import { type PaneView } from '../../../addins/thunderbird/host/page-messages';

const asked: ((view: PaneView | undefined) => void)[] = [];
const told: { again: () => void } = { again: () => undefined };

jest.mock('../../../addins/thunderbird/host/environment', () => ({ language: () => 'en' }));
jest.mock('../../../addins/thunderbird/host/page-messages', () => ({
  askForView: () => new Promise((resolve) => asked.push(resolve)),
  askForProgress: () => Promise.resolve(undefined),
  onShowAgain: (again: () => void) => (told.again = again),
}));

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const viewOf = (sentence: string): PaneView => ({ sentence, tone: 'neutral', style: '' });

describe('our view in the document of a message', () => {
  /** A closed shadow tree is the test's to see only if it is kept as it is made. */
  const trees: ShadowRoot[] = [];
  const drawn = (): readonly string[] =>
    trees.filter(({ host }) => host.isConnected).map(({ textContent }) => textContent);

  beforeAll(async () => {
    const attach = Reflect.get<Element, 'attachShadow'>(Element.prototype, 'attachShadow');
    jest.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
      const root = attach.call(this, init);
      trees.push(root);
      return root;
    });
    await import('../../../addins/thunderbird/message-display/index');
  });

  it('is never one that was asked for before the word of a change, whenever it comes', async () => {
    told.again();
    asked[1]?.(viewOf('closed'));
    await turn();
    expect(drawn()).toEqual([expect.stringContaining('closed')]);
    asked[0]?.(viewOf('opened'));
    await turn();
    expect(drawn()).toEqual([expect.stringContaining('closed')]);
  });

  it('is taken away at the word of a change, before the next one is there', async () => {
    told.again();
    expect(drawn()).toEqual([]);
    asked[2]?.(viewOf('opened'));
    await turn();
    expect(drawn()).toEqual([expect.stringContaining('opened')]);
  });
});
