import { SignetError } from '../../../shared/base/errors';
import { selfTest, type SelfTest, type SelfTestPorts } from '../../../shared/journeys/self-test';
import { generateKeyPair, type Party } from '../../support/test-ca';
import { ALICE, type Cast, createCast, issue, NOW } from '../smime/messages';
import { idOf, memoryPorts, type World } from './memory-ports';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const outcomes = ({ steps }: SelfTest): unknown =>
  Object.fromEntries(steps.map((step) => [step.name, step.outcome === 'left-out' ? step.why : step.outcome]));

interface Trial extends Partial<World> {
  readonly change?: (ports: SelfTestPorts) => Partial<SelfTestPorts>;
}

async function tested(party: Party, { change, ...world }: Trial = {}): Promise<SelfTest> {
  const ports = await memoryPorts({ own: [party], anchors: [cast.ca.certificate], ...world });
  return selfTest(await idOf(party.certificate), { ...ports, ...change?.(ports) });
}

describe('the self-test of an identity', () => {
  it.each(['ec-p256', 'ec-p384', 'rsa-2048'] as const)('signs, encrypts, opens and verifies with %s', async (kind) => {
    const result = await tested(await issue(cast.ca, ALICE, {}, kind));
    expect(outcomes(result)).toEqual({ sign: 'good', encrypt: 'good', open: 'good', verify: 'good', trust: 'good' });
    expect(result.isGood).toBe(true);
  });

  it('leaves no record of a signature or a sender, whatever its caller has to remember in', async () => {
    const note = jest.fn(() => Promise.reject(new Error('a record')));
    const store = { find: note, update: note, remember: note, add: note };
    const ports = await memoryPorts({ own: [cast.alice], anchors: [cast.ca.certificate] });
    const memory = { signatureRecords: store, senderHistory: store, certificateDirectory: store };
    expect((await selfTest(await idOf(cast.alice.certificate), { ...ports, ...memory })).isGood).toBe(true);
    expect(note).not.toHaveBeenCalled();
  });

  it('says that the issuer is not trusted here, and is good all the same', async () => {
    const result = await tested(cast.alice, { anchors: [] });
    expect(outcomes(result)).toEqual({
      sign: 'good',
      encrypt: 'good',
      open: 'good',
      verify: 'good',
      trust: 'attention',
    });
    expect(result.isGood).toBe(true);
    expect(result.steps.at(-1)).toMatchObject({ reasons: [{ code: 'no-path', expected: 'CN=Known CA' }] });
  });

  it('of one that only signs leaves out reading, of one that only reads signing', async () => {
    const signing = await issue(cast.ca, ALICE, { keyUsage: [0] });
    expect(outcomes(await tested(signing))).toEqual({ sign: 'good', encrypt: 'usage', verify: 'good', trust: 'good' });
    const reading = await issue(cast.ca, ALICE, { keyUsage: [2, 4] });
    expect(outcomes(await tested(reading))).toEqual({ sign: 'usage', encrypt: 'good', open: 'good' });
  });

  it.each([
    ['expired', { notBefore: inDays(-9), notAfter: inDays(-1) }],
    ['not-yet-valid', { notBefore: inDays(1) }],
    ['address-absent', { addresses: [] }],
  ])('of one that is %s signs nothing and still opens', async (why, more) => {
    const result = await tested(await issue(cast.ca, ALICE, more));
    expect(outcomes(result)).toEqual({ sign: why, encrypt: 'good', open: 'good' });
    expect(result.isGood).toBe(true);
  });

  it('tests the identity that was named, not a newer one of the same address', async () => {
    const older = await issue(cast.ca, ALICE, { notBefore: inDays(-5) });
    const used: string[] = [];
    const change = ({ keyStore }: SelfTestPorts): Partial<SelfTestPorts> => ({
      keyStore: {
        ...keyStore,
        sign: (id, scheme, toBeSigned) => {
          used.push(id);
          return keyStore.sign(id, scheme, toBeSigned);
        },
      },
    });
    const result = await tested(older, { own: [cast.alice, older], change });
    expect([result.isGood, used]).toEqual([true, [await idOf(older.certificate)]]);
  });

  it('fails where the stored key is another than the certificate has', async () => {
    const crossed = { ...cast.alice, keys: await generateKeyPair('ec-p256') };
    const result = await tested(crossed);
    expect(result.isGood).toBe(false);
    expect(outcomes(result)).toMatchObject({ sign: 'good', open: 'failed' });
  });

  it('fails with the code of the key store where that gives no signature', async () => {
    const locked = (): Promise<never> => Promise.reject(new SignetError('locked', 'locked'));
    const change = ({ keyStore }: SelfTestPorts): Partial<SelfTestPorts> => ({
      keyStore: { ...keyStore, sign: locked },
    });
    const result = await tested(cast.alice, { change });
    expect(result.isGood).toBe(false);
    expect(result.steps[0]).toMatchObject({ name: 'sign', outcome: 'failed', code: 'locked' });
  });

  it('rejects for an identity that is not here', async () => {
    await expect(tested(cast.alice, { own: [] })).rejects.toMatchObject({ code: 'no-private-key' });
  });
});
