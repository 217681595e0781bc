import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { expandLists } from '../../../addins/thunderbird/draft-lists';
import { mainAddress } from '../../../addins/thunderbird/host/mailing-lists';

const DRAFT = { from: 'alice@signet.example', to: '', cc: '', bcc: '' };
const LISTS = {
  members: (name: string) =>
    name === 'Broken'
      ? Promise.reject(new Error('no answer'))
      : Promise.resolve(name === 'Friends' ? ['bob@signet.example', 'carol@signet.example'] : undefined),
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

  it.each(['Strangers', 'Broken'])('are named where nobody says who is in them: %s', async (name) => {
    const { draft, unknown } = await expandLists({ ...DRAFT, cc: `${name}, bob@signet.example` }, LISTS);
    expect(draft.cc).toBe('bob@signet.example');
    expect(unknown).toEqual([{ name, field: 'cc' }]);
  });
});

describe('the address of a contact', () => {
  it.each([
    ['BEGIN:VCARD\r\nEMAIL:a@b.example\r\nEMAIL;PREF=1:c@d.example\r\nEND:VCARD', 'c@d.example'],
    ['EMAIL;TYPE=work:first@b.example\nEMAIL:second@b.example', 'first@b.example'],
    ['item1.EMAIL;PREF=1;VALUE=TEXT:very.long@dom\r\n ain.example', 'very.long@domain.example'],
    ['FN:Nobody', undefined],
    ['EMAIL:', undefined],
  ])('is the preferred one, else the first: %j', (vCard, expected) => {
    expect(mainAddress(vCard)).toBe(expected);
  });
});
