import { createKeyStore } from '../../../addins/storage/key-store';
import { createSettings } from '../../../addins/storage/settings';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { createVault } from '../../../addins/storage/vault';
import { type Database } from '../../../addins/storage/database';
import { coreHandlers, type CoreCalls } from '../../../addins/worker/core-calls';
import { type Handlers } from '../../../addins/worker/protocol';
import { REPEATABLE } from '../../../addins/worker/repeatable-calls';
import { type CorePorts } from '../../../addins/worker/wiring';
import { encodePfx, type Bytes } from '../../../shared/index';
import { TestCa } from '../../support/test-ca';
import { freshDatabase } from '../storage/fresh-database';

interface Asked {
  readonly id: string;
  readonly file: Bytes;
}

let database: Database;
let handlers: () => Handlers<CoreCalls>;
let asked: Asked;
const clear = jest.fn(() => Promise.resolve());

beforeEach(async () => {
  database = await freshDatabase();
  const clock = { now: () => new Date(0) };
  const vault = createVault(database, { clock });
  const keyStore = createKeyStore(database, clock, vault);
  const forgotten = { clear };
  const ports = {
    ...{ keyStore, keyLock: vault, clock, settings: createSettings(database) },
    trustStore: createTrustStore(database, { anchors: [] }),
    ...{ signatureRecords: forgotten, senderHistory: forgotten, lookUpRecords: forgotten },
  } as unknown as CorePorts;
  // What is asked again is asked of another worker.
  handlers = () => coreHandlers(ports);
  const { certificate, keys } = await (await TestCa.create()).issue({ commonName: 'Alice' });
  const identity = { certificate, chain: [], privateKey: keys.pkcs8.slice() };
  const file = await encodePfx({ identities: [identity], passphrase: 'p', iterations: 1_000 });
  asked = { id: (await keyStore.add({ ...identity, privateKey: keys.pkcs8.slice() })).id, file };
});

const kept = (): Promise<unknown> =>
  database.run((connection) => Promise.all([connection.getAll('settings'), connection.getAll('identities')]));

type Ask = (core: Handlers<CoreCalls>, asked: Asked) => unknown;

describe('what may be asked again of another worker', () => {
  it.each<[keyof CoreCalls, Ask]>([
    ['dismissReminder', (core, { id }) => core.dismissReminder({ id, threshold: 30 }, {})],
    ['noteBackups', (core, { id }) => core.noteBackups([id], {})],
    ['setUnlockTime', (core) => core.setUnlockTime(15, {})],
    ['setSetting', (core) => core.setSetting({ name: 'n', value: { a: 1 } }, {})],
    ['chooseHostAnchors', (core) => core.chooseHostAnchors(false, {})],
  ])('%s leaves the same, and something', async (name, ask) => {
    expect(REPEATABLE.has(name)).toBe(true);
    const before = await kept();
    await ask(handlers(), asked);
    const once = await kept();
    expect(once).not.toEqual(before);
    await ask(handlers(), asked);
    expect(await kept()).toEqual(once);
  });

  it('what is remembered is erased, which leaves nothing to erase again', async () => {
    expect(REPEATABLE.has('eraseRemembered')).toBe(true);
    await handlers().eraseRemembered(undefined, {});
    expect(clear).toHaveBeenCalledTimes(3);
  });

  it('a look at files keeps nothing, and its number is none of another worker', async () => {
    expect(['previewIdentities', 'discardPreview', 'importIdentities'].map((name) => REPEATABLE.has(name))).toEqual([
      ...[true, true, false],
    ]);
    const before = await kept();
    const [one, other] = [handlers(), handlers()];
    const request = { files: [asked.file], passphrase: 'p', accounts: [] };
    const first = (await one.previewIdentities(request, {})) as { readonly serial: number };
    const second = (await other.previewIdentities(request, {})) as { readonly serial: number };
    expect(await kept()).toEqual(before);
    expect(second.serial).not.toBe(first.serial);
    await expect(other.importIdentities(first.serial, {})).rejects.toMatchObject({ code: 'host', subject: 'closed' });
    await other.discardPreview(first.serial, {});
    expect(await other.importIdentities(second.serial, {})).toEqual([asked.id]);
  });
});
