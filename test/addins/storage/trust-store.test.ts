import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { createKeyStore } from '../../../addins/storage/key-store';
import { createSettings } from '../../../addins/storage/settings';
import { createTrustStore, type EditableTrustStore, type HostTrust } from '../../../addins/storage/trust-store';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { certificateFingerprint } from '../../../shared/pkix/certificate-fingerprint';
import { publicAnchors } from '../../../shared/pkix/public-anchors';
import { RECORDS } from '../../../shared/pkix/mozilla-anchors';
import { fromBase64 } from '../../../shared/base/base64';
import { type Bytes, type Der, asDer } from '../../../shared/base/bytes';
import { accepted } from '../../support/memory-directory';
import { TestCa } from '../../support/test-ca';
import { freshDatabase } from './fresh-database';

const [record] = RECORDS;
const root = parseCertificate(fromBase64(record?.der ?? '') as Bytes);

describe('public roots in the store', () => {
  it('count until someone says otherwise', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    expect(await store.publicAnchorChoice()).toEqual({ isOn: true, without: [] });
    expect(await (await store.anchorIndex?.())?.named(root.subject)).toEqual(await publicAnchors().named(root.subject));
  });

  it('can be switched off one by one and all at once, and on again', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    const count = async (): Promise<number | undefined> =>
      (await (await store.anchorIndex?.())?.named(root.subject))?.length;
    await store.choosePublicAnchors({ isOn: true, without: [record?.fingerprint ?? ''] });
    expect(await count()).toBe(0);
    await store.choosePublicAnchors({ isOn: false, without: [] });
    expect(await count()).toBe(0);
    await store.choosePublicAnchors({ isOn: true, without: [] });
    expect(await count()).toBe(1);
  });

  it('stay off where the organisation wants none, whatever the user chose', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [], withoutPublicAnchors: true });
    await store.choosePublicAnchors({ isOn: true, without: [] });
    expect(await (await store.anchorIndex?.())?.named(root.subject)).toEqual([]);
  });

  it('are as the organisation suggests until someone chooses', async () => {
    const store = createTrustStore(await freshDatabase(), {
      anchors: [],
      usual: { publicAnchors: false, hostAnchors: false },
    });
    expect(await store.publicAnchorChoice()).toEqual({ isOn: false, without: [] });
    expect(await store.hostAnchorChoice()).toEqual({ isOn: false, isFixed: false });
    await store.choosePublicAnchors({ isOn: true, without: [] });
    await store.chooseHostAnchors(true);
    expect((await store.publicAnchorChoice()).isOn).toBe(true);
    expect((await store.hostAnchorChoice()).isOn).toBe(true);
  });

  it('are without those that the organisation removed, whoever trusts them', async () => {
    const provided = (await TestCa.create('Provided')).certificate;
    const added = (await TestCa.create('Added')).certificate;
    const left = (await TestCa.create('Left')).certificate;
    const names = await Promise.all([provided, added].map(certificateFingerprint));
    const removedAnchors = [...names.map((name) => name.toUpperCase()), record?.fingerprint ?? ''];
    const store = createTrustStore(await freshDatabase(), { anchors: [provided, left], removedAnchors });
    await store.addAnchor(added);
    expect((await store.anchors()).map(({ der }) => der)).toEqual([left]);
    expect(await (await store.anchorIndex?.())?.named(root.subject)).toEqual([]);
    expect(store.anchorRules().removed).toHaveLength(3);
  });

  it.each([[null], ['on'], [{ isOn: 'yes', without: [] }], [{ isOn: true }], [{ isOn: true, without: [1] }]])(
    'are none where the choice cannot be read: %j',
    async (stored) => {
      const database = await freshDatabase();
      await createSettings(database).set('public-anchors', stored);
      expect((await createTrustStore(database, { anchors: [] }).publicAnchorChoice()).isOn).toBe(false);
    },
  );
});

describe('authorities that people added', () => {
  it('count no more, and are added no more, where the organisation wants none', async () => {
    const database = await freshDatabase();
    const [before, now] = [await TestCa.create('Before'), await TestCa.create('Now')];
    await createTrustStore(database, { anchors: [] }).addAnchor(before.certificate);
    const store = createTrustStore(database, { anchors: [], withoutUserAnchors: true });
    expect(await store.anchors()).toEqual([]);
    await expect(store.addAnchor(now.certificate)).rejects.toMatchObject({ code: 'malformed-policy' });
    // The user can still take it away.
    expect(await store.addedAnchors()).toHaveLength(1);
  });
});

describe('certificates that may stand between', () => {
  it('come in the order in which they may be believed: with identities, by signed mail and look-ups, from files', async () => {
    const database = await freshDatabase();
    const names = ['From a file', 'From mail and a file', 'With an identity'] as const;
    const [file, mail, own] = await Promise.all(names.map((name) => TestCa.create(name)));
    if (!file || !mail || !own) throw new Error('three authorities were expected');
    const directory = createCertificateDirectory(database);
    const entries = [
      accepted(file.certificate, { sources: [{ kind: 'imported' }], accepted: [] }),
      accepted(mail.certificate, { sources: [{ kind: 'imported' }, { kind: 'harvested' }], accepted: [] }),
    ];
    await directory.update({ addresses: [], fingerprints: [] }, () => entries);
    const person = await own.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
    await createKeyStore(database).add({
      certificate: person.certificate,
      chain: [own.certificate],
      privateKey: person.keys.pkcs8,
    });
    const found = await createTrustStore(database, { anchors: [] }).intermediates();
    expect(found.map((der) => parseCertificate(der).subject.commonName)).toEqual([...names].reverse());
  });
});

describe('pins in the store', () => {
  it('are there once for each certificate and address, until they are taken away', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    const { certificate } = await TestCa.create('Alice herself');
    await store.addPin({ certificate, address: 'alice@signet.example' });
    await store.addPin({ certificate, address: 'Alice@SIGNET.example' });
    await store.addPin({ certificate, address: 'bob@signet.example' });
    expect((await store.pins()).map(({ address }) => address.toLowerCase()).sort()).toEqual([
      'alice@signet.example',
      'bob@signet.example',
    ]);
    await store.removePin({ certificate, address: 'bob@signet.example' });
    await store.removePin({ certificate, address: 'nobody@signet.example' });
    expect(await store.pins()).toHaveLength(1);
    expect(await store.anchors()).toEqual([]);
    expect(await store.intermediates()).toEqual([]);
  });

  it('are taken away however they were named when they were kept', async () => {
    const database = await freshDatabase();
    const store = createTrustStore(database, { anchors: [] });
    const { certificate } = await TestCa.create('Alice herself');
    const pin = { certificate, address: 'alice@signet.example.' };
    await store.addPin(pin);
    await database.run(async (connection) => {
      const [kept] = await connection.getAll('pins');
      if (!kept) throw new Error('no pin');
      await connection.clear('pins');
      await connection.put('pins', { ...kept, id: `${kept.id}.` });
    });
    await store.removePin({ ...pin, address: 'bob@signet.example' });
    expect(await store.pins()).toHaveLength(1);
    await store.removePin({ ...pin, address: 'alice@signet.example' });
    expect(await store.pins()).toEqual([]);
  });

  it('are certificates and nothing else', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    const pin = { certificate: asDer(new Uint8Array(3)), address: 'alice@signet.example' };
    await expect(store.addPin(pin)).rejects.toMatchObject({ code: 'malformed-certificate' });
    expect(await store.pins()).toEqual([]);
  });
});

describe('what the host’s own store trusts', () => {
  const trusting = (...authorities: readonly Der[]): HostTrust => ({ authorities, untrusted: [] });
  const namesOf = async (store: EditableTrustStore): Promise<readonly (string | undefined)[]> =>
    (await store.anchors()).map(({ subject }) => subject.commonName);

  it('counts as long as the host says so, beside what was added and provided', async () => {
    const [own, provided, ofHost] = await Promise.all(['Own', 'Provided', 'Host'].map((name) => TestCa.create(name)));
    if (!own || !provided || !ofHost) throw new Error('three authorities were expected');
    const store = createTrustStore(await freshDatabase(), { anchors: [provided.certificate] });
    await store.addAnchor(own.certificate);
    expect(await namesOf(store)).toEqual(['Own', 'Provided']);
    await store.setHostTrust(trusting(ofHost.certificate));
    expect(await namesOf(store)).toEqual(['Own', 'Provided', 'Host']);
    await store.setHostTrust(trusting());
    expect(await namesOf(store)).toEqual(['Own', 'Provided']);
    expect(await store.addedAnchors()).toHaveLength(1);
  });

  it('is authorities only: no person’s certificate, and nothing that cannot be read', async () => {
    const ca = await TestCa.create('Host');
    const { certificate } = await ca.issue({ commonName: 'Person', addresses: ['p@signet.example'] });
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    await store.setHostTrust(trusting(certificate, asDer(new Uint8Array(3)), ca.certificate));
    expect(await namesOf(store)).toEqual(['Host']);
  });

  it('makes no public root trusted: those are switched on and off in their own list', async () => {
    const ca = await TestCa.create('Host');
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    await store.setHostTrust(trusting(root.der, ca.certificate));
    expect(await namesOf(store)).toEqual(['Host']);
  });

  it('takes public roots away that it does not trust for mail, and those only, until it trusts them again', async () => {
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    const counts = async (): Promise<boolean> =>
      ((await (await store.anchorIndex?.())?.named(root.subject)) ?? []).length > 0;
    const name = await certificateFingerprint(root.der);
    expect(await counts()).toBe(true);
    await store.setHostTrust({ authorities: [], untrusted: ['00'.repeat(32), name] });
    expect(await counts()).toBe(false);
    expect([...(await store.untrustedByHost())]).toContain(name);
    await store.setHostTrust({ authorities: [], untrusted: ['00'.repeat(32)] });
    expect(await counts()).toBe(true);
  });

  it('takes away nothing that was added here: that was someone’s own decision', async () => {
    const ca = await TestCa.create('Own');
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    await store.addAnchor(ca.certificate);
    await store.setHostTrust({ authorities: [], untrusted: [await certificateFingerprint(ca.certificate)] });
    expect(await namesOf(store)).toEqual(['Own']);
  });

  it('trusts nobody where it cannot be read, and what it did not trust stays untrusted', async () => {
    const { certificate } = await TestCa.create('Host');
    const store = createTrustStore(await freshDatabase(), { anchors: [] });
    await store.setHostTrust({ authorities: [certificate], untrusted: [await certificateFingerprint(root.der)] });
    await store.setHostTrust(undefined);
    expect(await namesOf(store)).toEqual([]);
    expect(await (await store.anchorIndex?.())?.named(root.subject)).toEqual([]);
  });

  it('is remembered by the next worker for as long as it cannot be read; where it never was, no public root counts', async () => {
    const counts = async (store: EditableTrustStore): Promise<boolean> =>
      ((await (await store.anchorIndex?.())?.named(root.subject)) ?? []).length > 0;
    const database = await freshDatabase();
    const before = createTrustStore(database, { anchors: [] });
    await before.setHostTrust(undefined);
    expect(await counts(before)).toBe(false);
    await before.setHostTrust({ authorities: [], untrusted: [await certificateFingerprint(root.der)] });
    const after = createTrustStore(database, { anchors: [] });
    await after.setHostTrust(undefined);
    expect(await counts(after)).toBe(false);
    await after.setHostTrust({ authorities: [], untrusted: [] });
    await after.setHostTrust(undefined);
    expect(await counts(after)).toBe(true);
  });

  it('counts until someone switches it off, and not where the organisation did or the choice cannot be read', async () => {
    const { certificate } = await TestCa.create('Host');
    const database = await freshDatabase();
    const store = createTrustStore(database, { anchors: [] });
    await store.setHostTrust(trusting(certificate));
    expect(await store.hostAnchorChoice()).toEqual({ isOn: true, isFixed: false });
    await store.chooseHostAnchors(false);
    expect(await namesOf(store)).toEqual([]);
    await store.chooseHostAnchors(true);
    expect(await namesOf(store)).toEqual(['Host']);
    await createSettings(database).set('host-anchors', 'yes');
    expect(await namesOf(store)).toEqual([]);
    const strict = createTrustStore(await freshDatabase(), { anchors: [], withoutHostAnchors: true });
    await strict.setHostTrust(trusting(certificate));
    await strict.chooseHostAnchors(true);
    expect(await strict.hostAnchorChoice()).toEqual({ isOn: false, isFixed: true });
    expect(await namesOf(strict)).toEqual([]);
  });
});
