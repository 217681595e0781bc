import { installCertificate } from '../../../addins/acme/install';
import { generateAccountKey, requestCertificate, utf8Bytes, type Bytes } from '../../../shared/index';
import { octets, sequence } from '../../../shared/asn1/der';
import { pemText } from '../../../shared/base/pem';
import { subjectKeyPair } from '../../support/openssl-keys';
import { type CertificateOptions, TestCa } from '../../support/test-ca';
import { ADDRESS, createAcmeWorld } from './world';

async function setUp() {
  const { ports } = await createAcmeWorld();
  const { waitingKeys, keyStore, trustStore, clock } = ports;
  const ca = await TestCa.create('ACME CA');
  const own = await requestCertificate(
    { keyKind: 'ec-p256', addresses: [ADDRESS], subject: {}, use: 'both' },
    waitingKeys,
    'acme-order',
  );
  const certify = async (id: string, options: Partial<CertificateOptions> = {}): Promise<string> => {
    const spki = (await waitingKeys.all()).find((one) => one.id === id)?.spki ?? new Uint8Array(0);
    const keys = subjectKeyPair(new Uint8Array(0), spki);
    const { certificate } = await ca.issue({ commonName: 'A', addresses: [ADDRESS], ...options }, keys);
    return pemText('CERTIFICATE', certificate);
  };
  const install = (chain: Bytes) =>
    installCertificate({ requestId: own.id }, chain, { waitingKeys, vault: keyStore, trustStore, clock });
  const waiting = async () => (await waitingKeys.all()).map(({ id }) => id);
  return { waitingKeys, keyStore, own, certify, install, waiting };
}

describe('the chain of an order', () => {
  it('fills no key that waits for another authority, and the order names its own identity', async () => {
    const { waitingKeys, keyStore, own, certify, install, waiting } = await setUp();
    const order = { keyKind: 'ec-p256', addresses: [ADDRESS], subject: {}, use: 'both' } as const;
    const other = await requestCertificate(order, waitingKeys);
    const id = await install(utf8Bytes((await certify(other.id)) + (await certify(own.id))));
    expect(await waiting()).toEqual([other.id]);
    expect((await keyStore.identities()).map((one) => one.id)).toEqual([id]);
  });

  it('turns no account key into an identity, which would end the account', async () => {
    const { waitingKeys, keyStore, own, certify, install, waiting } = await setUp();
    const account = await generateAccountKey(waitingKeys);
    await install(utf8Bytes((await certify(own.id)) + (await certify(account.id))));
    expect(await waiting()).toEqual([account.id]);
    expect(await keyStore.identities()).toHaveLength(1);
  });

  it('may be installed again, and is the same identity', async () => {
    const { keyStore, own, certify, install, waiting } = await setUp();
    const chain = utf8Bytes(await certify(own.id));
    expect(await install(chain)).toBe(await install(chain));
    expect([await waiting(), (await keyStore.identities()).length]).toEqual([[], 1]);
  });

  it.each<[string, Partial<CertificateOptions> | string]>([
    ['no certificate', 'Dear customer'],
    ['more than is read', pemText('CERTIFICATE', sequence(octets(new Uint8Array((1 << 20) + 1))))],
    ['another address', { addresses: ['other@signet.example'] }],
    ['another use', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }],
  ])('ends the order where it is for %s, and its key goes on waiting', async (_, answer) => {
    const { own, certify, install, waiting } = await setUp();
    const chain = typeof answer === 'string' ? answer : await certify(own.id, answer);
    await expect(install(utf8Bytes(chain))).rejects.toMatchObject({ problem: 'certificate-mismatch' });
    expect(await waiting()).toEqual([own.id]);
  });
});
