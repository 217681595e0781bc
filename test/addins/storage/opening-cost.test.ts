import { createTrustStore } from '../../../addins/storage/trust-store';
import { type Bytes, type Der } from '../../../shared/base/bytes';
import { openMessage } from '../../../shared/journeys/open-message';
import { readExtensions } from '../../../shared/pkix/extension';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, entityOf, issue, messageOf, NOW, signerOf } from '../../shared/smime/messages';
import { type Party, TestCa } from '../../support/test-ca';
import { freshDatabase } from './fresh-database';

/**
 * What it costs to open a signed message as a mail program does, with stored and public anchors: signature verifications and
 * certificates read are counted, since both grow with the work and neither with the machine.
 */
jest.mock('../../../shared/pkix/extension', () => {
  const actual = jest.requireActual<{ readExtensions: typeof readExtensions }>('../../../shared/pkix/extension');
  return { ...actual, readExtensions: jest.fn(actual.readExtensions) };
});

let root: TestCa;
let middle: TestCa;
let alice: Party;

/** Authorities that no certificate here comes from; none was read before. */
const strangers = async (count: number): Promise<readonly Der[]> => {
  const made = Array.from({ length: count }, (_, i) => TestCa.create(`Other ${i}`, { now: NOW }));
  return (await Promise.all(made)).map(({ certificate }) => certificate);
};

beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  middle = await root.subordinate({ commonName: 'Middle' });
  alice = await issue(middle, ALICE);
});

async function signedBy(party: Party, text: string): Promise<Bytes> {
  const sign = { signer: signerOf(party), form: 'clear', signingTime: NOW } as const;
  return messageOf(await protectEntity({ entity: entityOf(text), sign }));
}

interface Cost {
  readonly verifications: number;
  readonly certificates: number;
  readonly state: OpenedMessage['summary']['state'];
}

/** A mail program with its stores, from its start on. */
async function reader(anchors?: readonly Der[]): Promise<(octets: Bytes) => Promise<Cost>> {
  const clock = { now: () => NOW };
  const provided = { anchors: anchors ?? [...(await strangers(40)), root.certificate] };
  const trustStore = createTrustStore(await freshDatabase(), provided, clock);
  return async (octets) => {
    const verify = jest.spyOn(crypto.subtle, 'verify');
    jest.mocked(readExtensions).mockClear();
    const { summary } = await openMessage(octets, { trustStore, clock });
    const cost = {
      verifications: verify.mock.calls.length,
      certificates: jest.mocked(readExtensions).mock.calls.length,
    };
    verify.mockRestore();
    return { ...cost, state: summary.state };
  };
}

describe('a signed message whose signer has an authority between himself and the anchor', () => {
  it('costs three verifications at first: one of the message, two of certificates', async () => {
    expect(await (await reader())(await signedBy(alice, 'first'))).toMatchObject({
      verifications: 3,
      state: 'signed-valid',
    });
  });

  it('costs one where the same path was taken before', async () => {
    const open = await reader();
    await open(await signedBy(alice, 'before'));
    expect(await open(await signedBy(alice, 'next'))).toMatchObject({ verifications: 1, state: 'signed-valid' });
  });

  it('costs two of another person of the same authority', async () => {
    const open = await reader();
    await open(await signedBy(alice, 'before'));
    const carol = await issue(middle, ALICE, { commonName: 'Carol' });
    expect(await open(await signedBy(carol, 'next'))).toMatchObject({ verifications: 2, state: 'signed-valid' });
  });

  it('reads each anchor once, and nothing anew for the next message', async () => {
    const anchors = [...(await strangers(12)), root.certificate];
    const open = await reader(anchors);
    expect(await open(await signedBy(alice, 'before'))).toMatchObject({ certificates: 12 });
    expect(await open(await signedBy(alice, 'next'))).toMatchObject({ certificates: 0 });
  });

  it('of nobody known costs only the message, however many are trusted', async () => {
    const stranger = await TestCa.create('Stranger', { now: NOW });
    const eve = await issue(stranger, ALICE, { commonName: 'Eve' });
    expect(await (await reader())(await signedBy(eve, 'x'))).toMatchObject({
      verifications: 1,
      state: 'signed-untrusted',
    });
  });
});
