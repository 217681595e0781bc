import { createKeyStore } from '../../../addins/storage/key-store';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { createVault } from '../../../addins/storage/vault';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { type Core } from '../../../addins/worker/core';
import { type CorePorts } from '../../../addins/worker/wiring';
import {
  hex,
  isTestCertificate,
  openPfx,
  parseCertificate,
  parseCertificates,
  type Identity,
  type Publishing,
} from '../../../shared/index';
import { TestCa, type Party } from '../../support/test-ca';
import { freshDatabase } from '../storage/fresh-database';
import { fakeLock } from '../../support/key-lock';
import { localCore } from './thread';

let alice: Party;
let stranger: Party;
let core: Core;
let id: string;
/** Another worker over the same stores. */
let coreOf: () => Core;
let makeHere: (party: Party) => Promise<Identity>;

beforeAll(async () => {
  const issuing = await (await TestCa.create('Root')).subordinate({ commonName: 'Issuing' });
  alice = await issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
  stranger = await issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
});
/** What the organisation wants; the default is nothing. */
let publishing: Publishing;
beforeEach(async () => {
  publishing = 'always';
  const database = await freshDatabase();
  const keyStore = createKeyStore(database);
  const waitingKeys = createWaitingKeys(database, createVault(database));
  const { certificate, chain, keys } = alice;
  ({ id } = await keyStore.add({ certificate, chain, privateKey: keys.pkcs8.slice() }));
  coreOf = () =>
    localCore({
      keyStore,
      waitingKeys,
      keyLock: fakeLock(),
      trustStore: createTrustStore(database, { anchors: [] }),
      clock: { now: () => new Date() },
      publishing,
    } as unknown as CorePorts);
  core = coreOf();
  makeHere = (party) => keyStore.add({ ...party, privateKey: party.keys.pkcs8.slice(), origin: 'here' });
});

describe('taking an identity elsewhere', () => {
  it.each([false, true])('gives a file and what opens it (legacy: %s)', async (isLegacy) => {
    const { file, passphrase } = await core.getting.exportIdentity({ id, target: 'android', isLegacy });
    const { identities } = await openPfx(file, passphrase);
    expect(identities.map(({ privateKey }) => hex(privateKey))).toEqual([hex(alice.keys.pkcs8)]);
  });

  it('gives the certificate alone in each form', async () => {
    for (const format of ['cer', 'pem', 'p7b'] as const) {
      const { octets } = await core.getting.certificateFile(id, format);
      expect(parseCertificates(octets).map(({ der }) => hex(der))).toContain(hex(alice.certificate));
    }
  });

  it('gives no certificate of a key that is to be backed up first', async () => {
    const made = await makeHere(stranger);
    expect((await core.getting.certificateFile(made.id, 'cer')).ending).toBe('cer');
    publishing = 'after-backup';
    core = coreOf();
    await expect(core.getting.certificateFile(made.id, 'cer')).rejects.toMatchObject({ code: 'not-backed-up' });
    await core.noteBackups([made.id]);
    expect((await core.getting.certificateFile(made.id, 'cer')).ending).toBe('cer');
  });

  it('says that an identity is not here', async () => {
    const absent = '00'.repeat(32);
    const exported = core.getting.exportIdentity({ id: absent, target: 'signet', isLegacy: false });
    await expect(exported).rejects.toMatchObject({ code: 'no-private-key' });
    await expect(core.getting.certificateFile(absent, 'cer')).rejects.toMatchObject({ code: 'no-private-key' });
  });
});

describe('getting an identity', () => {
  const order = {
    keyKind: 'ec-p256',
    addresses: ['alice@signet.example'],
    subject: { commonName: 'Alice' },
    use: 'both',
  } as const;

  it('lists requests until they are deleted', async () => {
    const { requests } = core.getting;
    const made = await requests.make(order);
    expect(await requests.waiting()).toEqual([made]);
    await requests.remove(made.id);
    expect(await requests.waiting()).toEqual([]);
  });

  it('refuses an answer that is for no request', async () => {
    await core.getting.requests.make(order);
    await expect(
      core.getting.requests.install({ octets: stranger.certificate.slice(), confirmed: [] }),
    ).rejects.toMatchObject({
      code: 'no-waiting-key',
    });
  });

  it('makes a test identity that says what it is', async () => {
    const made = await core.getting.makeTestIdentity('bob@signet.example');
    expect((await core.identities()).at(-1)?.id).toBe(made);
    const certificates = (await core.identities()).map(({ certificate }) => parseCertificate(certificate));
    expect(certificates.map(isTestCertificate)).toEqual([false, true]);
  });
});
