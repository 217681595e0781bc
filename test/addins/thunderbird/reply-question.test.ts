import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { replyQuestion } from '../../../addins/thunderbird/background/reply-question';
import { type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { agree, keepQuestion, openQuestion } from '../../../addins/thunderbird/reply-agreement';
import { type Summary, type ViewedMessage } from '../../../shared/index';

const FROM = { name: 'Bob', address: 'bob@signet.example' };
const ELSEWHERE = { code: 'reply-elsewhere', found: 'bob@other.example', expected: FROM.address } as const;
const DRAFT: Draft = { from: 'alice@signet.example', to: 'bob@other.example', cc: '', bcc: '' };

const original =
  (reasons: Summary['reasons'], from = [FROM]) =>
  (messageId: number): Promise<{ view: Pick<ViewedMessage, 'summary' | 'from'> }> => {
    expect(messageId).toBe(7);
    const summary: Summary = { state: 'signed-valid', encryption: 'none', reasons };
    return Promise.resolve({ view: { summary, from } });
  };

let tab = 0;
beforeEach(() => {
  tab += 1;
});

describe('an answer that leaves the domain of the one who is answered', () => {
  it('raises a question with everybody there whom it would go to, once each', async () => {
    const draft = { ...DRAFT, cc: 'Eve <eve@other.example>, carol@signet.example', bcc: 'bob@other.example' };
    expect(await replyQuestion(tab, draft, 7, original([ELSEWHERE]))).toEqual({
      from: 'bob@signet.example',
      addresses: ['bob@other.example', 'eve@other.example'],
    });
  });

  it('raises none where the message asks for nothing of the kind, or the answer stays', async () => {
    expect(await replyQuestion(tab, DRAFT, 7, original([{ code: 'pinned' }]))).toBeUndefined();
    const stays = { ...DRAFT, to: 'bob@signet.example, bob@mail.signet.example' };
    expect(await replyQuestion(tab, stays, 7, original([ELSEWHERE]))).toBeUndefined();
  });

  it('raises none in a message that answers nothing, and then opens nothing', async () => {
    const fresh: Draft = { from: DRAFT.from, to: DRAFT.to, cc: '', bcc: '' };
    const never = (): Promise<never> => Promise.reject(new Error('opened'));
    expect(await replyQuestion(tab, fresh, undefined, never)).toBeUndefined();
  });

  it('is asked about with everybody where the message cannot be opened, until the user agrees', async () => {
    const closed = (): Promise<never> => Promise.reject(new Error('host'));
    const draft = { ...DRAFT, cc: 'carol@signet.example' };
    const question = await replyQuestion(tab, draft, 7, closed);
    expect(question).toEqual({ addresses: ['bob@other.example', 'carol@signet.example'] });
    if (question) await agree(tab, question);
    expect(await replyQuestion(tab, draft, 7, closed)).toBeUndefined();
    const more = { ...draft, bcc: 'eve@third.example' };
    expect(await replyQuestion(tab, more, 7, closed)).toMatchObject({ addresses: { length: 3 } });
  });

  it('is asked about with everybody where the message cannot be found', async () => {
    const never = (): Promise<never> => Promise.reject(new Error('opened'));
    expect(await replyQuestion(tab, DRAFT, 'unknown', never)).toEqual({ addresses: ['bob@other.example'] });
  });

  it('is asked about once, and again only for whom the user did not agree to', async () => {
    const question = await replyQuestion(tab, DRAFT, 7, original([ELSEWHERE]));
    await keepQuestion(tab, question);
    expect(await openQuestion(tab)).toEqual(question);
    if (question) await agree(tab, question);
    expect(await openQuestion(tab)).toBeUndefined();
    expect(await replyQuestion(tab, DRAFT, 7, original([ELSEWHERE]))).toBeUndefined();
    expect(await replyQuestion(tab + 1_000, DRAFT, 7, original([ELSEWHERE]))).toEqual(question);
    const more = { ...DRAFT, cc: 'eve@third.example' };
    expect((await replyQuestion(tab, more, 7, original([ELSEWHERE])))?.addresses).toContain('eve@third.example');
  });
});
