import { readinessAfterLookUp, withoutCertificate } from '../../../addins/worker/look-up-missing';
import { type Core } from '../../../addins/worker/core';
import { type DraftRequest, type LookedUp, type Readiness, type RecipientStatus } from '../../../shared/index';

const REQUEST: DraftRequest = {
  from: 'alice@x.example',
  to: ['bob@x.example'],
  cc: [],
  bcc: [],
  protection: { sign: true, encrypt: true },
};
const recipient = (address: string, field: RecipientStatus['field'], state: 'missing' | 'ready'): RecipientStatus =>
  ({ address, field, state }) as RecipientStatus;
const standing = (...recipients: readonly RecipientStatus[]): Readiness => ({
  signer: undefined,
  withOldCertificate: [],
  recipients,
  refusals: [],
});
const MISSING = standing(recipient('bob@x.example', 'to', 'missing'));
const READY = standing(recipient('bob@x.example', 'to', 'ready'));

function coreOf(outcome: LookedUp['outcome'] | 'rejects') {
  const asked: (readonly string[])[] = [];
  let looked = 0;
  const lookUp = (addresses: readonly string[]): Promise<readonly LookedUp[]> => {
    asked.push(addresses);
    if (outcome === 'rejects') return Promise.reject(new Error('gone'));
    return Promise.resolve(addresses.map((address) => ({ address, source: 'dns' as const, outcome, reasons: [] })));
  };
  const readiness = () => Promise.resolve(looked++ === 0 ? MISSING : READY);
  return { core: { readiness, lookingUp: { lookUp } } as unknown as Pick<Core, 'readiness' | 'lookingUp'>, asked };
}

describe('readers without certificate', () => {
  it('are those who are not ready, the sender apart', () => {
    const recipients = [
      recipient('a@x.example', 'to', 'missing'),
      recipient('b@x.example', 'bcc', 'missing'),
      recipient('c@x.example', 'cc', 'ready'),
      recipient('alice@x.example', 'from', 'missing'),
    ];
    expect(withoutCertificate(standing(...recipients))).toEqual(['a@x.example', 'b@x.example']);
  });

  it('are looked for, and the draft is looked at again where somebody was found', async () => {
    const { core, asked } = coreOf('accepted');
    expect(await readinessAfterLookUp(REQUEST, core)).toBe(READY);
    expect(asked).toEqual([['bob@x.example']]);
  });

  it.each(['none', 'no-answer', 'rejects'] as const)('stay so where the look-up ends with %s', async (outcome) => {
    expect(await readinessAfterLookUp(REQUEST, coreOf(outcome).core)).toBe(MISSING);
  });

  it('are nobody where all are ready, and nobody is asked', async () => {
    const { core, asked } = coreOf('accepted');
    await core.readiness(REQUEST);
    expect(await readinessAfterLookUp(REQUEST, core)).toBe(READY);
    expect(asked).toEqual([]);
  });
});
