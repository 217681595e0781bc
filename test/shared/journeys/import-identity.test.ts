import { importPfx, previewPfx } from '../../../shared/journeys/import-identity';
import { type Bytes } from '../../../shared/base/bytes';
import { encodePfx } from '../../../shared/pkcs12/pfx';
import { type Party } from '../../support/test-ca';
import { ALICE, type Cast, createCast, issue, NOW } from '../smime/messages';
import { memoryVault } from './memory-ports';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const clock = { now: () => NOW };
const PASSPHRASE = 'correct horse';

function pfxOf(
  ...parties: readonly (Pick<Party, 'certificate' | 'chain'> & { keys: Party['keys'] })[]
): Promise<Bytes> {
  return encodePfx({
    identities: parties.map(({ certificate, chain, keys }) => ({ certificate, chain, privateKey: keys.pkcs8 })),
    passphrase: PASSPHRASE,
    iterations: 1000,
  });
}

describe('the import of an identity', () => {
  it('names what is in the file before anything is kept, and then keeps it', async () => {
    const preview = await previewPfx(await pfxOf(cast.alice), PASSPHRASE, clock);
    expect(preview.identities).toMatchObject([
      {
        name: 'alice',
        addresses: [ALICE],
        uses: ['sign', 'encrypt'],
        state: 'usable',
        problems: [],
        isImportable: true,
      },
    ]);
    expect(JSON.stringify(preview)).not.toContain('privateKey');
    const vault = memoryVault();
    const stored = await importPfx(preview, vault);
    expect(stored.map(({ id }) => id)).toEqual([preview.identities[0]?.id]);
    expect(vault.entries).toHaveLength(1);
  });

  it('refuses a wrong passphrase', async () => {
    await expect(previewPfx(await pfxOf(cast.alice), 'wrong', clock)).rejects.toMatchObject({ code: 'passphrase' });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['something else', Uint8Array.from([1, 2, 3])],
  ])('refuses %s as malformed', async (_, octets) => {
    await expect(previewPfx(octets, PASSPHRASE, clock)).rejects.toMatchObject({ code: 'malformed-pfx' });
  });

  it('refuses a file cut off', async () => {
    const octets = await pfxOf(cast.alice);
    await expect(previewPfx(octets.subarray(0, octets.length >> 1), PASSPHRASE, clock)).rejects.toMatchObject({
      code: 'malformed-pfx',
    });
  });

  it('takes an expired identity, for old mail, and says so', async () => {
    const old = await issue(cast.ca, ALICE, { notAfter: new Date(NOW.getTime() - 1000) });
    const preview = await previewPfx(await pfxOf(old), PASSPHRASE, clock);
    expect(preview.identities).toMatchObject([
      { state: 'expired', problems: ['identity-expired'], isImportable: true },
    ]);
  });

  it('does not take what is not for mail', async () => {
    const server = await issue(cast.ca, ALICE, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] });
    const preview = await previewPfx(await pfxOf(server), PASSPHRASE, clock);
    expect(preview.identities).toMatchObject([{ problems: ['identity-unusable'], isImportable: false }]);
    await expect(importPfx(preview, memoryVault())).rejects.toMatchObject({ code: 'identity-unusable' });
  });

  it('does not take a key that does not belong to its certificate', async () => {
    const crossed = { certificate: cast.alice.certificate, chain: [], keys: cast.impostor.keys };
    const vault = memoryVault();
    const attempt = pfxOf(crossed).then(async (octets) =>
      importPfx(await previewPfx(octets, PASSPHRASE, clock), vault),
    );
    await expect(attempt).rejects.toMatchObject({ name: 'SignetError' });
    expect(vault.entries).toEqual([]);
  });

  it('takes only previews that it made', async () => {
    await expect(importPfx({ identities: [], keysWithoutCertificate: 0 }, memoryVault())).rejects.toMatchObject({
      code: 'defect',
    });
  });
});
