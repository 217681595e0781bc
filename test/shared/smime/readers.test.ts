import { hex } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { readersOf } from '../../../shared/smime/readers';
import { type RecipientSummary } from '../../../shared/verdict/verdict';
import { TestCa } from '../../support/test-ca';

describe('certificates at hand', () => {
  it('put names to recipients, by issuer and serial number or by key identifier, the user first', async () => {
    const ca = await TestCa.create('Issuer');
    const issue = async (commonName: string): Promise<ReturnType<typeof parseCertificate>> =>
      parseCertificate((await ca.issue({ commonName, addresses: [`${commonName}@x.example`] })).certificate);
    const [alice, bob, carol] = [await issue('alice'), await issue('bob'), await issue('carol')];
    const ktri = (id: string): RecipientSummary => ({ kind: 'ktri', algorithm: 'rsa', id });
    const readers = readersOf(
      [
        ktri(`${bob.serial}@${bob.issuer.text}`),
        ktri(`ski:${hex(alice.subjectKeyIdentifier ?? new Uint8Array())}`),
        ktri('ff@CN=Elsewhere'),
      ],
      [alice.der],
      [bob.der, carol.der, alice.der],
    );
    expect(readers.map(({ label, isUser, isKnown }) => [label, isUser, isKnown])).toEqual([
      ['alice', true, true],
      ['bob', false, true],
      ['ff@CN=Elsewhere', false, false],
    ]);
  });
});
