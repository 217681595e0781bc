import { ownerOf } from '../../../../addins/outlook/host/shared-folder';
import { installOffice } from '../support/fake-office';

type Item = Parameters<typeof ownerOf>[0];
const answering = (result: object): Item =>
  ({ getSharedPropertiesAsync: (done: (given: unknown) => void) => done(result) }) as unknown as Item;

describe('the mailbox of an item', () => {
  beforeAll(installOffice);

  it.each<[string, Item, string | undefined]>([
    ['is that of the owner', answering({ status: 'succeeded', value: { owner: 'team@x.example' } }), 'team@x.example'],
    [
      'is the own one where the host tells no owner',
      answering({ status: 'succeeded', value: { owner: '' } }),
      undefined,
    ],
    ['is the own one where the host has no shared folders', {}, undefined],
    [
      'is taken for the own one where the host fails',
      answering({ status: 'failed', error: { code: 9020 } }),
      undefined,
    ],
  ])('%s', async (_, item, owner) => {
    expect(await ownerOf(item)).toBe(owner);
  });
});
