import { hex, type Der } from '../../shared/base/bytes';
import { type CertificateDirectory } from '../../shared/ports/certificate-directory';
import { TestCa, type Party } from '../support/test-ca';

/** What every certificate directory keeps to. `create` gives an empty one. */
export function certificateDirectoryContract(name: string, create: () => Promise<CertificateDirectory>): void {
  describe(`certificate directory contract: ${name}`, () => {
    let bob: Party;
    let renewed: Party;
    let directory: CertificateDirectory;

    beforeAll(async () => {
      const ca = await TestCa.create();
      bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example', 'robert@signet.example'] });
      renewed = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
    });
    beforeEach(async () => {
      directory = await create();
    });
    const found = async (address: string): Promise<string[]> => (await directory.find(address)).map((der) => hex(der));

    it('finds nothing for an address nobody added', async () => {
      await directory.add(bob.certificate);
      expect(await found('dan@signet.example')).toEqual([]);
      expect(await found('signet.example')).toEqual([]);
      expect(await found('')).toEqual([]);
    });

    it('finds a certificate under each of its addresses', async () => {
      await directory.add(bob.certificate);
      expect(await found('bob@signet.example')).toEqual([hex(bob.certificate)]);
      expect(await found('robert@signet.example')).toEqual([hex(bob.certificate)]);
    });

    it('does not count the case of letters', async () => {
      await directory.add(bob.certificate);
      expect(await found('Bob@SIGNET.example')).toEqual([hex(bob.certificate)]);
    });

    it('keeps several certificates of one address', async () => {
      await directory.add(bob.certificate);
      await directory.add(renewed.certificate);
      expect((await found('bob@signet.example')).sort()).toEqual(
        [hex(bob.certificate), hex(renewed.certificate)].sort(),
      );
    });

    it('keeps a certificate once', async () => {
      await directory.add(bob.certificate);
      await Promise.all([directory.add(bob.certificate), directory.add(bob.certificate)]);
      expect(await found('bob@signet.example')).toHaveLength(1);
    });

    const capabilities = (octet: number): Der => Uint8Array.of(0x30, 0x01, octet) as Der;
    const remember = (octet: number, day: number, address = 'bob@signet.example'): Promise<void> =>
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
      const known = await directory.capabilitiesOf('bob@signet.example');
      expect(hex(known?.capabilities ?? new Uint8Array(0))).toBe('300102');
    });

    it('refuses what is no certificate', async () => {
      await expect(directory.add(Uint8Array.of(0x30, 0x00) as Der)).rejects.toMatchObject({
        code: 'malformed-certificate',
      });
      await expect(directory.add(new Uint8Array() as Der)).rejects.toMatchObject({ code: 'malformed-certificate' });
    });
  });
}
