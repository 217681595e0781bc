import { applyProvision } from '../../../addins/worker/provision';
import { type Settings } from '../../../addins/storage/index';
import { encodePfx, type Der, type Identity } from '../../../shared/index';
import { fakeLock } from '../../support/key-lock';
import { memoryDirectory } from '../../support/memory-directory';
import { generateKeyPair, TestCa, type Party } from '../../support/test-ca';

function memorySettings(): Settings {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
  };
}

describe('what an organisation provides', () => {
  let ca: TestCa;
  let alice: Party;
  beforeAll(async () => {
    ca = await TestCa.create();
    alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] }, await generateKeyPair());
  });

  const pfxOf = ({ certificate, keys }: Party) =>
    encodePfx({
      identities: [{ certificate, chain: [], privateKey: keys.pkcs8 }],
      passphrase: 'right',
      iterations: 1_000,
    });
  function provisioning() {
    const imported: Der[] = [];
    const certificateDirectory = memoryDirectory();
    const ports = {
      keyLock: fakeLock({ protection: 'passphrase' }),
      keyStore: {
        add: ({ certificate }: { certificate: Der }): Promise<Identity> => {
          imported.push(certificate);
          return Promise.resolve({ id: 'x', certificate, chain: [] });
        },
        remove: () => Promise.resolve(),
        withPrivateKey: () => Promise.reject(new Error('not asked for')),
      },
      certificateDirectory,
      trustStore: { anchors: () => Promise.resolve([]), intermediates: () => Promise.resolve([]) },
      settings: memorySettings(),
      clock: { now: () => new Date() },
    };
    return { imported, certificateDirectory, ports };
  }

  it('is imported once, and a bad entry does not keep the others out', async () => {
    const { imported, certificateDirectory, ports } = provisioning();
    const pfx = await pfxOf(alice);
    const provision = {
      anchors: [],
      certificates: [alice.certificate],
      identities: [
        { pfx, passphrase: 'wrong' },
        { pfx, passphrase: 'right' },
      ],
    };
    await applyProvision(provision, ports);
    await applyProvision(provision, ports);
    expect(imported).toHaveLength(1);
    const [entry, ...more] = certificateDirectory.entries.values();
    expect([entry?.sources, entry?.accepted.map(({ ground }) => ground), more]).toEqual([
      [{ kind: 'administrator' }],
      ['administrator'],
      [],
    ]);
  });

  it('opens no identity file while the keys are locked, and imports it once they are not', async () => {
    const { imported, ports } = provisioning();
    const provision = { anchors: [], certificates: [], identities: [{ pfx: await pfxOf(alice), passphrase: 'right' }] };
    const anchors = jest.spyOn(ports.trustStore, 'anchors');
    await ports.keyLock.lock();
    await applyProvision(provision, ports);
    expect([imported, anchors.mock.calls]).toEqual([[], []]);
    await ports.keyLock.unlock('correct horse');
    await applyProvision(provision, ports);
    expect(imported).toHaveLength(1);
  });

  it('is imported by one worker where several start together', async () => {
    const { imported, ports } = provisioning();
    let last: Promise<unknown> = Promise.resolve();
    const request = (_: string, work: () => Promise<void>) => (last = last.then(work));
    Object.assign(globalThis, { navigator: { locks: { request } } });
    const provision = { anchors: [], certificates: [], identities: [{ pfx: await pfxOf(alice), passphrase: 'right' }] };
    await Promise.all([applyProvision(provision, ports), applyProvision(provision, ports)]);
    expect(imported).toHaveLength(1);
    Reflect.deleteProperty(globalThis, 'navigator');
  });
});
