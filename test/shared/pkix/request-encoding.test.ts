import { readTlv } from '../../../shared/asn1/der';
import { utf8Text, type Der } from '../../../shared/base/bytes';
import { certificationRequestFacts } from '../../../shared/pkix/certification-request';
import { generateKeys, type GeneratedKeys } from '../../../shared/pkix/key-generation';
import { GENERATED_KEY_KINDS, type GeneratedKeyKind } from '../../../shared/pkix/key-kinds';
import {
  encodeCertificationRequest,
  readRequestContents,
  type RequestedNames,
} from '../../../shared/pkix/request-encoding';
import { withFolder } from '../../support/openssl';

const ALICE: RequestedNames = {
  subject: { commonName: 'Alice Example', organization: 'Example & Söhne', country: 'DE' },
  addresses: ['alice@signet.example'],
  use: 'both',
};
const keys = new Map<GeneratedKeyKind, GeneratedKeys>();

beforeAll(async () => {
  for (const kind of GENERATED_KEY_KINDS) keys.set(kind, await generateKeys(kind));
}, 120_000);

const requestOf = (kind: GeneratedKeyKind, names = ALICE): Promise<Der> =>
  encodeCertificationRequest(names, keys.get(kind) as GeneratedKeys);

/** What OpenSSL says of a request; throws where its signature does not hold. */
function byOpenssl(request: Der): Promise<string> {
  return withFolder((folder) => {
    folder.write('csr', request);
    const run = folder.openssl('req', '-verify', '-inform', 'DER', '-in', 'csr', '-noout', '-text', '-nameopt', 'utf8');
    if (run.status !== 0 || !/verify OK/.test(run.stderr)) throw new Error(run.stderr);
    return utf8Text(run.stdout) ?? '';
  });
}

describe('a certification request', () => {
  it.each(GENERATED_KEY_KINDS)('is verified by OpenSSL and by our own reader: %s', async (kind) => {
    const request = await requestOf(kind);
    expect(await byOpenssl(request)).toContain('Subject: C=DE, O=Example & Söhne, CN=Alice Example');
    const facts = await certificationRequestFacts(request);
    expect(facts).toMatchObject({ subject: 'CN=Alice Example,O=Example & Söhne,C=DE', signature: 'good' });
    expect(facts.keyAlgorithm).toBe(kind.startsWith('rsa') ? 'rsa' : kind);
    expect(readTlv(request).end).toBe(request.length);
  });

  it.each([
    ['rsa-3072', 'both', 'Digital Signature, Key Encipherment'],
    ['rsa-3072', 'sign', 'Digital Signature'],
    ['rsa-3072', 'encrypt', 'Key Encipherment'],
    ['ec-p256', 'both', 'Digital Signature, Key Agreement'],
    ['ec-p384', 'encrypt', 'Key Agreement'],
  ] as const)('asks for what the key is to be used for: %s, %s', async (kind, use, shown) => {
    const text = await byOpenssl(await requestOf(kind, { ...ALICE, use }));
    const [, usage] = /Key Usage: critical\s+(.*)/.exec(text) ?? [];
    expect(usage?.trim()).toBe(shown);
    expect(text).toContain('E-mail Protection');
    expect(text).toContain('email:alice@signet.example');
  });

  it('says an address with other letters before the "@" as SmtpUTF8Mailbox, any other as rfc822Name', async () => {
    const addresses = ['jürgen@müller.example', 'Alice@MÜLLER.example'];
    const request = await requestOf('ec-p256', { ...ALICE, addresses });
    const text = await byOpenssl(request);
    expect(text).toMatch(/othername: SmtpUTF8Mailbox::jürgen@xn--mller-kva\.example/);
    expect(text).toContain('email:Alice@xn--mller-kva.example');
    expect(readRequestContents(request).addresses).toEqual([
      'jürgen@xn--mller-kva.example',
      'Alice@xn--mller-kva.example',
    ]);
  });

  it('may have no subject but the addresses', async () => {
    const request = await requestOf('ec-p256', { ...ALICE, subject: {} });
    await byOpenssl(request);
    expect(readRequestContents(request)).toEqual({
      subject: '',
      addresses: ['alice@signet.example'],
      keyAlgorithm: 'ec-p256',
    });
  });

  it('is refused by its own reader where parts are missing', () => {
    expect(() => readRequestContents(Uint8Array.of(0x30, 0x02, 0x30, 0x00) as Der)).toThrow('lacks its parts');
  });
});
