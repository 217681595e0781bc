import { conversationMessages } from '../../../../addins/outlook/graph/conversation';
import { fakeGraph } from './fake-graph';

const message = (id: string, itemClass?: string, isDraft = false) => ({
  id,
  isDraft,
  ...(itemClass !== undefined && { singleValueExtendedProperties: [{ id: 'String 0x001A', value: itemClass }] }),
});
const asked = (json: object) => {
  const graph = fakeGraph(() => ({ status: 200, json }));
  return { ...graph, found: conversationMessages(graph.client, "AAQk-it's_") };
};

describe('a conversation in the mailbox', () => {
  it('is asked for by its id, with the class of each message and no text', async () => {
    const { found, requests } = asked({ value: [] });
    expect(await found).toEqual([]);
    const path = requests[0]?.path ?? '';
    expect(path).toContain("$filter=conversationId eq 'AAQk-it''s_'");
    expect(path).toMatch(
      /\$expand=singleValueExtendedProperties\(\$filter=id eq 'String 0x001A'\)&\$select=id,isDraft&/,
    );
  });

  it('is all but its drafts; what does not say its class may be S/MIME', async () => {
    const value = [
      message('1', 'IPM.Note'),
      message('2', 'IPM.Note.SMIME'),
      message('3', 'IPM.Note.SMIME.MultipartSigned'),
      message('4'),
      message('5', 'IPM.Note.SMIME', true),
    ];
    expect(await asked({ value }).found).toEqual([
      { restId: '1', isSmime: false },
      { restId: '2', isSmime: true },
      { restId: '3', isSmime: true },
      { restId: '4', isSmime: true },
    ]);
  });

  it.each([[{ value: [message('1')], '@odata.nextLink': 'https://more' }], [{}]])(
    'is not known where that is not all of it: %j',
    async (json) => {
      await expect(asked(json).found).rejects.toMatchObject({ code: 'host' });
    },
  );
});
