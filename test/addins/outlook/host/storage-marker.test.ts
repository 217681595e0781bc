import { createStorageMarker } from '../../../../addins/outlook/host/storage-marker';

const MARKED = { storage: 's', fingerprints: ['a'], at: '2026-03-04T05:06:07.000Z' };

function memory(): Pick<Storage, 'getItem' | 'setItem'> & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
  };
}

describe('the note outside of the stores', () => {
  it('is read as it was written', async () => {
    const storage = memory();
    const marker = createStorageMarker(() => storage);
    expect(await marker.read()).toBeUndefined();
    await marker.write(MARKED);
    expect(await marker.read()).toEqual(MARKED);
  });

  it('is none where it is no JSON', async () => {
    const storage = memory();
    storage.setItem('signet.identities', '{');
    expect(await createStorageMarker(() => storage).read()).toBeUndefined();
  });

  it('is none, without an error, where the browser forbids storage', async () => {
    const marker = createStorageMarker(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(marker.write(MARKED)).resolves.toBeUndefined();
    expect(await marker.read()).toBeUndefined();
  });
});
