import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { expandLists } from '../../../addins/thunderbird/draft-lists';

const DRAFT = { from: 'alice@signet.example', to: '', cc: '', bcc: '' };
const LISTS = {
  members: (name: string) =>
    name === 'Broken'
      ? Promise.reject(new Error('no answer'))
      : Promise.resolve(
          name === 'Odd'
            ? ['carol at signet.example', 'bob@signet.example']
            : name === 'Friends'
              ? ['bob@signet.example', 'carol@signet.example']
              : undefined,
        ),
};

describe('the lists in a draft', () => {
  it('stand for their members, in their own field', async () => {
    const { draft, unknown } = await expandLists(
      { ...DRAFT, to: 'dan@signet.example', bcc: 'Friends <Friends>' },
      LISTS,
    );
    expect(draft).toMatchObject({ to: 'dan@signet.example', bcc: 'bob@signet.example, carol@signet.example' });
    expect(unknown).toEqual([]);
  });

  it('are newsgroups too, which nobody can encrypt to', async () => {
    const { unknown } = await expandLists({ ...DRAFT, to: 'bob@signet.example', newsgroups: 'some.group' }, LISTS);
    expect(unknown).toEqual([{ name: 'some.group', field: 'to' }]);
  });

  it('name a member whose address is none: nobody is left out in silence', async () => {
    const { draft, unknown } = await expandLists({ ...DRAFT, to: 'Odd' }, LISTS);
    expect(draft.to).toBe('bob@signet.example');
    expect(unknown).toEqual([{ name: 'carol at signet.example', field: 'to' }]);
  });

  it.each(['Strangers', 'Broken'])('are named where nobody says who is in them: %s', async (name) => {
    const { draft, unknown } = await expandLists({ ...DRAFT, cc: `${name}, bob@signet.example` }, LISTS);
    expect(draft.cc).toBe('bob@signet.example');
    expect(unknown).toEqual([{ name, field: 'cc' }]);
  });
});
