import { equal, fromHex, hex, utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { pemBlocks, pemText } from '../../../shared/base/pem';
import { children, encoded, readTlv } from '../../../shared/asn1/der';
import { encodeCertsOnly } from '../../../shared/cms/certs-only';
import {
  installAnswer,
  requestCertificate,
  waitingRequests,
  type CertificateOrder,
  type WaitingRequest,
} from '../../../shared/journeys/request-certificate';
import { type WaitingKeys } from '../../../shared/ports/key-store';
import { subjectKeyPair } from '../../support/openssl-keys';
import { TestCa, type CertificateOptions, type Party } from '../../support/test-ca';
import { NOW } from '../smime/messages';
import { memoryVault, memoryWaitingKeys, type MemoryVault } from './memory-ports';

const ORDER: CertificateOrder = {
  keyKind: 'ec-p256',
  addresses: ['alice@signet.example'],
  subject: { commonName: 'Alice' },
  use: 'both',
};

let root: TestCa;
let issuing: TestCa;
let waitingKeys: WaitingKeys;
let vault: MemoryVault;

beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  issuing = await root.subordinate({ commonName: 'Issuing' });
});
beforeEach(() => {
  waitingKeys = memoryWaitingKeys();
  vault = memoryVault();
});

/** What an authority answers to a request: it takes the key from there. */
function answerTo(request: WaitingRequest, options: Partial<CertificateOptions> = {}): Promise<Party> {
  const [block] = pemBlocks(utf8Bytes(request.pem));
  const [info] = children(readTlv(block?.octets ?? new Uint8Array(0)));
  const spki = info ? children(info)[2] : undefined;
  if (!spki) throw new Error('no public key in the request');
  const keys = subjectKeyPair(new Uint8Array(0), encoded(spki).slice());
  return issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'], ...options }, keys);
}

const pemOf = (...certificates: readonly Der[]): Bytes =>
  utf8Bytes(certificates.map((one) => pemText('CERTIFICATE', one)).join(''));
const install = (answer: Bytes) => installAnswer(answer, { waitingKeys, vault });

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

describe('the answer of a certification authority', () => {
  it.each([
    ['DER alone', ({ certificate }: Party) => certificate],
    ['PEM with the chain, leaf first', ({ certificate, chain }: Party) => pemOf(certificate, ...chain)],
    ['PEM with the chain, leaf last', ({ certificate, chain }: Party) => pemOf(...chain, certificate)],
    ['certs-only', ({ certificate, chain }: Party) => encodeCertsOnly([...chain, certificate])],
    [
      'certs-only in PEM',
      ({ certificate, chain }: Party) => utf8Bytes(pemText('PKCS7', encodeCertsOnly([certificate, ...chain]))),
    ],
  ])('makes an identity of the key that waits: %s', async (_, write) => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const party = await answerTo(request);
    const answer = write(party);
    const [identity, ...more] = await install(answer);
    expect(more).toEqual([]);
    expect(hex(identity?.certificate ?? new Uint8Array(0))).toBe(hex(party.certificate));
    const hasChain = answer.length > party.certificate.length + 10;
    expect(identity?.chain.map((der) => hex(der))).toEqual(hasChain ? [hex(issuing.certificate)] : []);
    expect(await waitingKeys.all()).toEqual([]);
    expect(await vault.withPrivateKey(identity?.id ?? '', (octets) => Promise.resolve(octets[0]))).toBe(0x30);
  });

  it('finds the right key among several, and leaves the others waiting', async () => {
    const first = await requestCertificate(ORDER, waitingKeys);
    const second = await requestCertificate({ ...ORDER, keyKind: 'ec-p384' }, waitingKeys);
    await install((await answerTo(second)).certificate);
    expect((await waitingKeys.all()).map(({ id }) => id)).toEqual([first.id]);
  });

  it('may hold the answers to two requests', async () => {
    const signing = await requestCertificate({ ...ORDER, use: 'sign' }, waitingKeys);
    const opening = await requestCertificate({ ...ORDER, use: 'encrypt' }, waitingKeys);
    const answers = [await answerTo(signing, { keyUsage: [0] }), await answerTo(opening, { keyUsage: [4] })];
    const installed = await install(pemOf(...answers.map(({ certificate }) => certificate)));
    expect(installed).toHaveLength(2);
    expect(await waitingKeys.all()).toEqual([]);
  });

  it('is refused where it is for another key, and the request goes on waiting', async () => {
    await requestCertificate(ORDER, waitingKeys);
    const stranger = await issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
    await expect(install(stranger.certificate)).rejects.toMatchObject({ code: 'no-waiting-key' });
    await expect(install(pemOf(root.certificate))).rejects.toMatchObject({ code: 'no-waiting-key' });
    expect(vault.entries).toEqual([]);
    expect(await waitingKeys.all()).toHaveLength(1);
  });

  it('is refused where it is for something else than mail', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const server = await answerTo(request, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] });
    await expect(install(server.certificate)).rejects.toMatchObject({ code: 'identity-unusable' });
    expect(await waitingKeys.all()).toHaveLength(1);
  });

  it('is refused where it is no certificate', async () => {
    await requestCertificate(ORDER, waitingKeys);
    await expect(install(utf8Bytes('Dear customer'))).rejects.toMatchObject({ code: 'malformed-certificate' });
    await expect(install(fromHex('3000') as Bytes)).rejects.toMatchObject({ code: 'malformed-certificate' });
  });

  it('is refused where the key that waits is not the one of the certificate after all', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const party = await answerTo(request);
    const other = await requestCertificate(ORDER, waitingKeys);
    const swapped: WaitingKeys = {
      ...waitingKeys,
      withPrivateKey: (id, use) => waitingKeys.withPrivateKey(id === request.id ? other.id : id, use),
    };
    await expect(installAnswer(party.certificate, { waitingKeys: swapped, vault })).rejects.toMatchObject({
      code: 'pair-mismatch',
    });
    expect(vault.entries.some(({ certificate }) => equal(certificate, party.certificate))).toBe(false);
  });
});
