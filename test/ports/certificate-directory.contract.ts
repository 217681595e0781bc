import { hex, type Bytes, type Der } from '../../shared/base/bytes';
import { type CertificateDirectory, type KnownCertificate } from '../../shared/ports/certificate-directory';
import { accepted, fingerprintOf } from '../support/memory-directory';
import { TestCa, type Party } from '../support/test-ca';

const BOB = 'bob@signet.example';
const ROBERT = 'robert@signet.example';

/** What every certificate directory keeps to. `create` gives an empty one. */
export function certificateDirectoryContract(name: string, create: () => Promise<CertificateDirectory>): void {
  describe(`certificate directory contract: ${name}`, () => {
    let bob: Party;
    let renewed: Party;
    let ca: TestCa;
    let directory: CertificateDirectory;

    beforeAll(async () => {
      ca = await TestCa.create();
      bob = await ca.issue({ commonName: 'Bob', addresses: [BOB, ROBERT] });
      renewed = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
    });
    beforeEach(async () => {
      directory = await create();
    });
    const found = async (address: string): Promise<string[]> =>
      (await directory.find(address)).map(({ certificate }) => hex(certificate));
    const add = (...entries: readonly KnownCertificate[]): Promise<void> =>
      directory.update({ addresses: [], fingerprints: [] }, () => entries);

    it('finds nothing for an address nobody added', async () => {
      await add(accepted(bob.certificate));
      expect(await found('dan@signet.example')).toEqual([]);
      expect(await found('signet.example')).toEqual([]);
      expect(await found('')).toEqual([]);
    });

    it('finds a certificate under each of its addresses', async () => {
      await add(accepted(bob.certificate));
      expect(await found(BOB)).toEqual([hex(bob.certificate)]);
      expect(await found(ROBERT)).toEqual([hex(bob.certificate)]);
    });

    it('does not count the case of letters', async () => {
      await add(accepted(bob.certificate));
      expect(await found('Bob@SIGNET.example')).toEqual([hex(bob.certificate)]);
    });

    it('keeps several certificates of one address', async () => {
      await add(accepted(bob.certificate), accepted(renewed.certificate));
      expect((await found(BOB)).sort()).toEqual([hex(bob.certificate), hex(renewed.certificate)].sort());
    });

    it('keeps a certificate once', async () => {
      const entry = accepted(bob.certificate);
      await add(entry);
      await Promise.all([add(entry), add(entry)]);
      expect(await found(BOB)).toHaveLength(1);
    });

    it('gives back all that was noted of an entry, and what is no certificate of a person keeps its role', async () => {
      const at = new Date('2026-05-04T03:02:01Z');
      const entry: KnownCertificate = {
        ...accepted(bob.certificate),
        sources: [{ kind: 'looked-up', from: 'dns' }, { kind: 'harvested' }],
        accepted: [{ address: BOB, ground: 'confirmed', at }],
        waiting: [ROBERT],
        expiredAllowedAt: at,
      };
      await add(entry, accepted(ca.certificate));
      expect(await directory.find(ROBERT)).toEqual([entry]);
      let authority: readonly KnownCertificate[] = [];
      await directory.update({ addresses: [], fingerprints: [fingerprintOf(ca.certificate)] }, (known) => {
        authority = known;
        return [];
      });
      expect(authority.map(({ role }) => role)).toEqual(['authority']);
    });

    it('shows a change what is known of its addresses and names, and of nobody else', async () => {
      const carol = await ca.issue({ commonName: 'Carol', addresses: ['carol@signet.example'] });
      await add(accepted(bob.certificate), accepted(renewed.certificate), accepted(carol.certificate));
      const seen = async (addresses: readonly string[], ...named: readonly Der[]): Promise<readonly string[]> => {
        let names: readonly string[] = [];
        await directory.update({ addresses, fingerprints: named.map(fingerprintOf) }, (known) => {
          names = known.map(({ fingerprint }) => fingerprint).sort();
          return [];
        });
        return names;
      };
      const both = [fingerprintOf(bob.certificate), fingerprintOf(renewed.certificate)].sort();
      expect(await seen(['BOB@signet.example'])).toEqual(both);
      expect(await seen([BOB, ROBERT], bob.certificate)).toEqual(both);
      expect(await seen([], carol.certificate)).toEqual([fingerprintOf(carol.certificate)]);
      expect(await seen([])).toEqual([]);
    });

    it('makes changes one after the other, so that none is lost', async () => {
      await add(accepted(bob.certificate));
      const scope = { addresses: [BOB], fingerprints: [] };
      const note = (from: string): Promise<void> =>
        directory.update(scope, (known) =>
          known.map((entry) => ({ ...entry, sources: [...entry.sources, { kind: 'looked-up', from }] })),
        );
      await Promise.all(['a', 'b', 'c', 'd'].map(note));
      const [entry] = await directory.find(BOB);
      expect(entry?.sources).toHaveLength(5);
    });

    it('leaves everything as it was where a change throws', async () => {
      await add(accepted(bob.certificate));
      const failing = directory.update({ addresses: [BOB], fingerprints: [] }, () => {
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await found(BOB)).toHaveLength(1);
    });

    const capabilities = (octet: number): Der => Uint8Array.of(0x30, 0x01, octet) as Der;
    const remember = (octet: number, day: number, address = BOB): Promise<void> =>
      directory.rememberCapabilities(address, { capabilities: capabilities(octet), signedAt: new Date(2026, 0, day) });

    it('knows no capabilities of an address that told none', async () => {
      await remember(1, 1);
      expect(await directory.capabilitiesOf('dan@signet.example')).toBeUndefined();
    });

    it('keeps capabilities with the time they were signed, whatever the case of letters', async () => {
      await remember(1, 1);
      const known = await directory.capabilitiesOf('Bob@SIGNET.example');
      expect(hex(known?.capabilities ?? new Uint8Array(0))).toBe('300101');
      expect(known?.signedAt).toEqual(new Date(2026, 0, 1));
    });

    it('lets newer capabilities replace older ones, and never the other way', async () => {
      await remember(1, 2);
      await remember(2, 3);
      await remember(3, 1);
      const known = await directory.capabilitiesOf(BOB);
      expect(hex(known?.capabilities ?? new Uint8Array(0))).toBe('300102');
    });

    it('refuses what is no certificate, and then keeps nothing of the change', async () => {
      for (const octets of [Uint8Array.of(0x30, 0x00), new Uint8Array(0)] as Bytes[]) {
        const broken = { ...accepted(renewed.certificate), certificate: octets as Der };
        await expect(add(accepted(bob.certificate), broken)).rejects.toMatchObject({ code: 'malformed-certificate' });
        expect(await found(BOB)).toEqual([]);
      }
    });
  });
}
