import { chooseSigner, ownEncryptionCertificates, ownIdentities } from '../../../shared/journeys/choose-certificates';
import { renewalReminders } from '../../../shared/journeys/renewal-reminders';
import { makeTestIdentity } from '../../../shared/journeys/test-identity';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { validatePath } from '../../../shared/pkix/path-validation';
import { isTestCertificate } from '../../../shared/pkix/test-certificate';
import { TestCa } from '../../support/test-ca';
import { NOW } from '../smime/messages';
import { memoryVault } from './memory-ports';

const clock = { now: () => NOW };

describe('a test identity', () => {
  it('is kept with its key, marked, and in date for a month', async () => {
    const vault = memoryVault();
    const identity = await makeTestIdentity('alice@signet.example', { vault, clock });
    const certificate = parseCertificate(identity.certificate);
    expect(isTestCertificate(certificate)).toBe(true);
    expect(certificate.addresses).toEqual(['alice@signet.example']);
    const days = (certificate.notAfter.getTime() - NOW.getTime()) / 86_400_000;
    expect(days).toBeCloseTo(30);
    expect(vault.entries).toEqual([identity]);
  });

  it('is trusted by nobody who was not told to', async () => {
    const { certificate } = await makeTestIdentity('alice@signet.example', { vault: memoryVault(), clock });
    const verdict = await validatePath({
      certificate: parseCertificate(certificate),
      candidates: [],
      anchors: [],
      at: NOW,
      purpose: 'sign',
    });
    expect(verdict).toMatchObject({ state: 'invalid', reasons: [{ code: 'self-signed' }] });
  });

  it('signs and is encrypted to only where there is no other', async () => {
    const address = 'alice@signet.example';
    const vault = memoryVault();
    const test = await makeTestIdentity(address, { vault, clock });
    const ca = await TestCa.create('CA', { now: new Date(NOW.getTime() - 86_400_000 * 100) });
    const real = await ca.issue({ commonName: 'Alice', addresses: [address] });
    await vault.add({ ...real, privateKey: real.keys.pkcs8 });
    const chosen = (own = ownIdentities(vault.entries)) => [
      (chooseSigner(own, address, NOW) as { certificate?: { der: unknown } }).certificate?.der,
      ownEncryptionCertificates(own, address, NOW)[0]?.der,
    ];
    expect(chosen()).toEqual([real.certificate, real.certificate]);
    expect(chosen(ownIdentities([test]))).toEqual([test.certificate, test.certificate]);
  });

  it('stands in for a real one neither when that has ended nor in its reminder', async () => {
    const address = 'alice@signet.example';
    const vault = memoryVault();
    await makeTestIdentity(address, { vault, clock });
    const ca = await TestCa.create('CA', { now: new Date(NOW.getTime() - 86_400_000 * 100) });
    const notAfter = new Date(NOW.getTime() + 86_400_000);
    const real = await ca.issue({ commonName: 'Alice', addresses: [address], notAfter });
    const { id } = await vault.add({ ...real, privateKey: real.keys.pkcs8 });
    const later = new Date(notAfter.getTime() + 1_000);
    const own = ownIdentities(vault.entries);
    expect(chooseSigner(own, address, later)).toEqual({ code: 'identity-expired', address });
    expect(ownEncryptionCertificates(own, address, later)).toEqual([]);
    expect(renewalReminders(vault.entries, NOW).map((reminder) => reminder.id)).toEqual([id]);
  });

  it('is not made for what is no address', async () => {
    const vault = memoryVault();
    await expect(makeTestIdentity('nobody', { vault, clock })).rejects.toMatchObject({ code: 'request-field' });
    expect(vault.entries).toEqual([]);
  });
});
