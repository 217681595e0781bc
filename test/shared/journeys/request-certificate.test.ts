import {
  requestCertificate,
  waitingRequests,
  type CertificateOrder,
} from '../../../shared/journeys/request-certificate';
import { type WaitingKeys } from '../../../shared/ports/key-store';
import { memoryWaitingKeys } from './memory-ports';

const ORDER: CertificateOrder = {
  keyKind: 'ec-p256',
  addresses: ['alice@signet.example'],
  subject: { commonName: 'Alice' },
  use: 'both',
};

let waitingKeys: WaitingKeys;

beforeEach(() => {
  waitingKeys = memoryWaitingKeys();
});

describe('a request for a certificate', () => {
  it('waits with its key and can be shown again', async () => {
    const made = await requestCertificate(ORDER, waitingKeys);
    expect(made).toMatchObject({ subject: 'CN=Alice', addresses: ['alice@signet.example'], keyAlgorithm: 'ec-p256' });
    expect(made.pem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n[\s\S]+-----END CERTIFICATE REQUEST-----\n$/);
    expect(await waitingRequests(waitingKeys)).toEqual([made]);
    expect(JSON.stringify(made)).not.toContain('privateKey');
  });

  it('is listed only where a person made it', async () => {
    await requestCertificate(ORDER, waitingKeys, 'acme-order');
    expect(await waitingRequests(waitingKeys)).toEqual([]);
    expect(await waitingKeys.all()).toHaveLength(1);
  });

  it.each([
    ['addresses', { addresses: [] }],
    ['addresses', { addresses: ['not an address'] }],
    ['addresses', { addresses: Array<string>(11).fill('a@signet.example') }],
    ['commonName', { subject: { commonName: 'x'.repeat(65) } }],
    ['organization', { subject: { organization: 'a\nb' } }],
    ['country', { subject: { country: 'de' } }],
    ['country', { subject: { country: 'DEU' } }],
  ] satisfies [string, Partial<CertificateOrder>][])(
    'is refused for its %s, and no key waits',
    async (field, wrong) => {
      await expect(requestCertificate({ ...ORDER, ...wrong }, waitingKeys)).rejects.toMatchObject({
        code: 'request-field',
        subject: field,
      });
      expect(await waitingKeys.all()).toEqual([]);
    },
  );
});
