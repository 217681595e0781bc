import { keepDraft } from '../../../../addins/outlook/graph/draft-keeper';
import { fakeGraph } from './fake-graph';

const DRAFT = { to: 'dan@signet.example', subject: 'Please', text: 'One <b>line</b>\nand another' };

describe('a draft that Outlook cannot open', () => {
  it('is put with the others, to one person, as text', async () => {
    const { client, requests } = fakeGraph(() => ({ status: 201, json: {} }));
    await keepDraft(client, DRAFT);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /me/messages']);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      subject: 'Please',
      body: { contentType: 'text', content: DRAFT.text },
      toRecipients: [{ emailAddress: { address: DRAFT.to } }],
    });
  });

  it.each([{ status: 403 }, { status: 503 }, 'no answer'] as const)(
    'is not said to be there after %j',
    async (answer) => {
      const { client } = fakeGraph(() => answer);
      await expect(keepDraft(client, DRAFT)).rejects.toMatchObject({ code: 'host' });
    },
  );
});
