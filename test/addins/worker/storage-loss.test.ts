import { acceptLoss, noticeLoss, type Marked } from '../../../addins/worker/storage-loss';
import { createSettings } from '../../../addins/storage/settings';
import { asDer, type Identity } from '../../../shared/index';
import { freshDatabase } from '../storage/fresh-database';

const clock = { now: () => new Date('2026-03-04T05:06:07Z') };
const identity = (id: string): Identity => ({ id, certificate: asDer(new Uint8Array(0)), chain: [] });

/** A place outside of the stores, and stores that can be cleared. */
async function world(written?: unknown) {
  const place = { written };
  const marker = {
    read: () => Promise.resolve(place.written),
    write: (marked: Marked) => {
      place.written = marked;
      return Promise.resolve();
    },
  };
  let settings = createSettings(await freshDatabase());
  let identities: readonly Identity[] = [];
  const look = (): Promise<Marked | undefined> =>
    noticeLoss({ settings, identities: () => Promise.resolve(identities) }, marker, clock);
  return {
    place,
    look,
    keep: (...ids: readonly string[]) => {
      identities = ids.map(identity);
    },
    accept: () => acceptLoss({ settings, identities: () => Promise.resolve(identities) }, marker, clock),
    clear: async () => {
      settings = createSettings(await freshDatabase());
      identities = [];
    },
  };
}

describe('stores that a browser cleared', () => {
  it('are missed with what was in them, until that is imported again', async () => {
    const { look, keep, clear } = await world();
    keep('a', 'b');
    expect(await look()).toBeUndefined();
    await clear();
    expect(await look()).toEqual({
      storage: expect.any(String) as string,
      fingerprints: ['a', 'b'],
      at: clock.now().toISOString(),
    });
    keep('b');
    expect((await look())?.fingerprints).toEqual(['a']);
    keep('a', 'b');
    expect(await look()).toBeUndefined();
  });

  it('are missed no more once the user has read it', async () => {
    const { look, keep, clear, accept } = await world();
    keep('a');
    await look();
    await clear();
    expect(await look()).toBeDefined();
    await accept();
    expect(await look()).toBeUndefined();
  });

  it('are not missed where there was nothing in them', async () => {
    const { look, clear } = await world();
    await look();
    await clear();
    expect(await look()).toBeUndefined();
  });

  it('are told from identities that the user removed', async () => {
    const { look, keep } = await world();
    keep('a');
    await look();
    keep();
    expect(await look()).toBeUndefined();
  });

  it('are marked by fingerprints alone', async () => {
    const { look, keep, place } = await world();
    keep('a');
    await look();
    expect(Object.keys(place.written as object).sort()).toEqual(['at', 'fingerprints', 'storage']);
  });

  it.each([
    [null],
    ['text'],
    [{}],
    [{ storage: 's', fingerprints: [1], at: 'now' }],
    [{ storage: 's', fingerprints: ['a'], at: 'x' }],
  ])('are not claimed to be lost by a mark that cannot be read: %j', async (written) => {
    expect(await (await world(written)).look()).toBeUndefined();
  });
});
