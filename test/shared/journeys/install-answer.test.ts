import { equal, fromHex, hex, utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { pemBlocks, pemText } from '../../../shared/base/pem';
import { children, encoded, readTlv } from '../../../shared/asn1/der';
import { encodeCertsOnly } from '../../../shared/cms/certs-only';
import { type AnswerOptions, installAnswer } from '../../../shared/journeys/install-answer';
import {
  requestCertificate,
  type CertificateOrder,
  type WaitingRequest,
} from '../../../shared/journeys/request-certificate';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type Identity, type WaitingKeys } from '../../../shared/ports/key-store';
import { subjectKeyPair } from '../../support/openssl-keys';
import { generateKeyPair, TestCa, type CertificateOptions, type Party } from '../../support/test-ca';
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
  anchors = [root.certificate];
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

const NONE = new Uint8Array(0);
const pemOf = (...certificates: readonly Der[]): Bytes =>
  utf8Bytes(certificates.map((one) => pemText('CERTIFICATE', one)).join(''));
const clock = { now: () => NOW };
let anchors: readonly Der[];
const trustStore = {
  anchors: () => Promise.resolve(anchors.map(parseCertificate)),
  intermediates: () => Promise.resolve([issuing.certificate]),
};
const portsOf = () => ({ waitingKeys, vault, trustStore, clock });
const answered = (answer: Bytes, options: AnswerOptions = {}) => installAnswer(answer, portsOf(), options);
/** Somebody is shown what an answer holds, and agrees to just that. */
async function agreedTo(answer: Bytes): Promise<AnswerOptions> {
  return { confirmed: (await answered(answer)).unproven.map(({ id }) => id) };
}
/** What was installed; nothing is left without a proof. */
async function install(answer: Bytes, options: AnswerOptions = {}): Promise<readonly [Identity, ...Identity[]]> {
  const { installed, unproven } = await answered(answer, options);
  const [first, ...more] = installed;
  if (!first || unproven.length > 0) throw new Error(`nothing proves ${unproven.map(({ name }) => name).join()}`);
  return [first, ...more];
}
/** An answer that anybody could have made. */
async function forge(request: WaitingRequest, options: Partial<CertificateOptions> = {}): Promise<Party> {
  const real = issuing;
  issuing = await TestCa.create('Nobody knows', { now: NOW });
  const forged = await answerTo(request, options);
  issuing = real;
  return forged;
}

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
    expect(hex(identity.certificate)).toBe(hex(party.certificate));
    const hasChain = answer.length > party.certificate.length + 10;
    expect(identity.chain.map((der) => hex(der))).toEqual(hasChain ? [hex(issuing.certificate)] : []);
    expect(await waitingKeys.all()).toEqual([]);
    expect(await vault.withPrivateKey(identity.id, (octets) => Promise.resolve(octets[0]))).toBe(0x30);
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
    await expect(installAnswer(party.certificate, { ...portsOf(), waitingKeys: swapped })).rejects.toMatchObject({
      code: 'pair-mismatch',
    });
    expect(vault.entries.some(({ certificate }) => equal(certificate, party.certificate))).toBe(false);
  });
});

describe('several certificates for one key', () => {
  const nameOf = ({ certificate }: Pick<Identity, 'certificate'>) => parseCertificate(certificate).subject.commonName;
  const DAY = 86_400_000;

  it('do not use the key up where they name no address that was asked for', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const forged = await answerTo(request, { addresses: ['mallory@evil.example'] });
    await expect(install(forged.certificate)).rejects.toMatchObject({ code: 'no-waiting-key', subject: 'addresses' });
    expect([vault.entries, (await waitingKeys.all()).length]).toEqual([[], 1]);
    expect(await install((await answerTo(request)).certificate)).toHaveLength(1);
  });

  it('do not use the key up where anybody made them, and are not installed', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const { installed, unproven } = await answered((await forge(request, { commonName: 'Forged' })).certificate);
    expect([installed, vault.entries, (await waitingKeys.all()).length]).toEqual([[], [], 1]);
    expect(unproven).toMatchObject([
      { name: 'Forged', issuer: 'Nobody knows', isTrusted: false, problems: ['chain-missing', 'not-trusted'] },
    ]);
    const [identity] = await install((await answerTo(request, { commonName: 'Real' })).certificate);
    expect(nameOf(identity)).toBe('Real');
    expect(await waitingKeys.all()).toEqual([]);
  });

  it('are taken for a key in use only with a valid path: anybody can make them', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const { certificate } = await answerTo(request);
    await install(certificate);
    const forged = await forge(request, { notBefore: new Date(NOW.getTime() - 1), notAfter: new Date('2099-01-01') });
    for (const answer of [forged.certificate, pemOf(forged.certificate, ...forged.chain)]) {
      expect(await answered(answer)).toMatchObject({ installed: [], unproven: [{ issuer: 'Nobody knows' }] });
    }
    const [renewed] = await install(pemOf(forged.certificate, (await answerTo(request)).certificate));
    expect(vault.entries.map((one) => hex(one.certificate))).toEqual([hex(certificate), hex(renewed.certificate)]);
    expect(hex(renewed.certificate)).not.toBe(hex(forged.certificate));
  });

  it('are installed without a path where a person vouches for them, and the request waits no more', async () => {
    anchors = [];
    const request = await requestCertificate(ORDER, waitingKeys);
    const { certificate } = await answerTo(request);
    expect(await answered(certificate)).toMatchObject({ installed: [], unproven: [{ issuer: 'Issuing' }] });
    const [first] = await install(certificate, await agreedTo(certificate));
    expect(await waitingKeys.all()).toEqual([]);
    expect(await install(certificate)).toEqual([first]);
    const next = await answerTo(request);
    expect(await answered(next.certificate)).toMatchObject({ installed: [], unproven: [{ issuer: 'Issuing' }] });
    const [second] = await install(next.certificate, await agreedTo(next.certificate));
    expect([second.id === first.id, vault.entries.length]).toEqual([false, 2]);
  });

  it('are asked about anew where the answer was replaced since a person agreed to it', async () => {
    anchors = [];
    const request = await requestCertificate(ORDER, waitingKeys);
    const agreed = await agreedTo((await answerTo(request)).certificate);
    const replaced = await forge(request, { commonName: 'Forged' });
    const { installed, unproven } = await answered(replaced.certificate, agreed);
    expect([installed, unproven.map(({ issuer }) => issuer)]).toEqual([[], ['Nobody knows']]);
    expect([vault.entries, (await waitingKeys.all()).length]).toEqual([[], 1]);
  });

  it('give up a key that was left waiting beside its identity, once somebody vouches for that', async () => {
    anchors = [];
    const request = await requestCertificate(ORDER, waitingKeys);
    const { certificate } = await answerTo(request);
    const add = (privateKey: Bytes) => vault.add({ certificate, chain: [], privateKey, origin: 'here' });
    const { id } = await waitingKeys.withPrivateKey(request.id, add);
    expect(await answered(certificate)).toMatchObject({ installed: [], unproven: [{ id }] });
    expect(await waitingKeys.all()).toHaveLength(1);
    anchors = [root.certificate];
    expect((await install(certificate)).map((one) => one.id)).toEqual([id]);
    expect(await waitingKeys.all()).toEqual([]);
  });

  it('are told apart: one is installed, the other is asked about', async () => {
    const proven = await requestCertificate(ORDER, waitingKeys);
    const open = await requestCertificate(ORDER, waitingKeys);
    const file = pemOf((await forge(open)).certificate, (await answerTo(proven)).certificate);
    const { installed, unproven } = await answered(file);
    expect([installed.map(nameOf), unproven.map(({ issuer }) => issuer)]).toEqual([['Alice'], ['Nobody knows']]);
    expect((await waitingKeys.all()).map(({ id }) => id)).toEqual([open.id]);
  });

  it('give one with a valid path before one without, whatever their order', async () => {
    for (const isFirst of [true, false]) {
      const request = await requestCertificate(ORDER, waitingKeys);
      const forged = await forge(request, { commonName: 'Forged', notAfter: new Date('2099-01-01') });
      const pair = [forged.certificate, (await answerTo(request)).certificate];
      const installed = await install(pemOf(...(isFirst ? pair : [...pair].reverse())));
      expect(installed.map(nameOf)).toEqual(['Alice']);
    }
  });

  it('are installed when they come one after the other: issued anew, with the same key', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const [first] = await install((await answerTo(request, { commonName: 'Alcie' })).certificate);
    const [corrected] = await install((await answerTo(request)).certificate);
    expect([nameOf(first), nameOf(corrected), corrected.id === first.id]).toEqual(['Alcie', 'Alice', false]);
    const keyOf = (id: string) => vault.withPrivateKey(id, (octets) => Promise.resolve(hex(octets)));
    expect(await keyOf(corrected.id)).toBe(await keyOf(first.id));
  });

  it('leave an identity as it is where it is here already', async () => {
    const request = await requestCertificate(ORDER, waitingKeys);
    const { certificate } = await answerTo(request);
    const [first] = await install(certificate);
    expect(await install(certificate)).toEqual([first]);
    expect(vault.entries).toHaveLength(1);
  });

  it.each<[string, Partial<CertificateOptions>]>([
    ['not for mail', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }],
    ['over', { notBefore: new Date(NOW.getTime() - 9 * DAY), notAfter: new Date(NOW.getTime() - DAY) }],
    ['not good yet', { notBefore: new Date(NOW.getTime() + DAY) }],
    ['for signing alone', { keyUsage: [0] }],
    ['over earlier', { notAfter: new Date(NOW.getTime() + DAY) }],
    ['for another address', { addresses: ['mallory@evil.example'] }],
  ])('give the best of them, whatever their order, before one that is %s', async (_, worse) => {
    for (const isFirst of [true, false]) {
      const request = await requestCertificate(ORDER, waitingKeys);
      const parties = [await answerTo(request, { commonName: 'Worse', ...worse }), await answerTo(request)];
      const ordered = isFirst ? parties : [...parties].reverse();
      const installed = await install(pemOf(...ordered.map(({ certificate }) => certificate)));
      expect(installed.map(nameOf)).toEqual(['Alice']);
    }
  });
});

describe('an answer for one key alone', () => {
  it('fills no other that waits, and gives back what it installed', async () => {
    const other = await requestCertificate(ORDER, waitingKeys);
    const own = await requestCertificate(ORDER, waitingKeys, 'acme-order');
    const parties = [await answerTo(other), await answerTo(own)];
    const installed = await install(pemOf(...parties.map(({ certificate }) => certificate)), { keyId: own.id });
    expect(installed.map(({ certificate }) => hex(certificate))).toEqual([hex(parties[1]?.certificate ?? NONE)]);
    expect((await waitingKeys.all()).map(({ id }) => id)).toEqual([other.id]);
  });

  it('is installed without a path where its order vouches for it', async () => {
    anchors = [];
    const own = await requestCertificate(ORDER, waitingKeys, 'acme-order');
    await install((await answerTo(own)).certificate, { keyId: own.id, proof: 'order' });
    expect(await waitingKeys.all()).toEqual([]);
  });

  it.each(['acme-order', 'acme-account'] as const)(
    'is not one that a person brings for a key of %s',
    async (purpose) => {
      const { pkcs8, spki } = await generateKeyPair('ec-p256');
      const request = purpose === 'acme-order' ? await requestCertificate(ORDER, waitingKeys, purpose) : undefined;
      if (!request) await waitingKeys.add({ purpose: 'acme-account', spki, privateKey: pkcs8 });
      const [key] = await waitingKeys.all();
      const keys = subjectKeyPair(new Uint8Array(0), key?.spki ?? NONE);
      const { certificate } = await issuing.issue({ commonName: 'A', addresses: ORDER.addresses }, keys);
      await expect(install(certificate)).rejects.toMatchObject({ code: 'no-waiting-key' });
      expect(await waitingKeys.all()).toHaveLength(1);
    },
  );
});
