/** @jest-environment ./test/support/jsdom-environment.js */
import { type SelfTest, type SelfTestStep, type SelfTestStepName } from '../../../shared/index';
import { type IdentityScreen, refusing, showPanel } from './identity-screen';
import { fakeLock } from '../../support/key-lock';
import { IDENTITIES } from './samples';

const good = (name: SelfTestStepName): SelfTestStep => ({ name, outcome: 'good' });
const resultOf = (...steps: readonly SelfTestStep[]): SelfTest => ({
  steps,
  isGood: !steps.some(({ outcome }) => outcome === 'failed'),
});

async function tested(result: SelfTest): Promise<IdentityScreen> {
  const asked: string[] = [];
  const selfTest = (id: string): Promise<SelfTest> => {
    asked.push(id);
    return Promise.resolve(result);
  };
  const screen = showPanel({ identities: IDENTITIES.slice(0, 1) }, { selfTest });
  await screen.press('Details of Alice Example');
  await screen.press('Test it');
  expect(asked).toEqual(['aa'.repeat(32)]);
  return screen;
}

const status = ({ root }: IdentityScreen): string =>
  root.querySelector('.sg-self-test [role="status"]')?.textContent ?? '';
const stepTexts = ({ root }: IdentityScreen): readonly string[] =>
  [...root.querySelectorAll('.sg-test-steps > li')].map(({ textContent }) => textContent);

describe('the self-test on the screen', () => {
  it('shows each step in words', async () => {
    const screen = await tested(resultOf(...(['sign', 'encrypt', 'open', 'verify', 'trust'] as const).map(good)));
    expect(status(screen)).toBe('It works: you can sign and read with it.');
    expect(stepTexts(screen)).toEqual([
      'A message was signed',
      'It was encrypted to you',
      'It was opened again',
      'Its signature holds, and is of your address',
      'The issuer behind it is trusted here',
    ]);
  });

  it('says what was left out and why, and what is still good', async () => {
    const leftOut = { name: 'sign', outcome: 'left-out', why: 'expired' } as const;
    const screen = await tested(resultOf(leftOut, good('encrypt'), good('open')));
    expect(status(screen)).toContain('what it is still good for');
    expect(stepTexts(screen)[0]).toBe('Nothing was signed: it has expired');
  });

  it('says what failed, why, and what to do', async () => {
    const sign = { name: 'sign', outcome: 'failed', code: 'locked', reasons: [] } as const;
    const screen = await tested(
      resultOf(sign, { name: 'encrypt', outcome: 'failed', reasons: [{ code: 'key-usage' }] }),
    );
    expect(status(screen)).toBe('It does not work yet.');
    expect(stepTexts(screen)[0]).toContain('Your keys are locked');
    expect(screen.root.querySelector('[data-reason="key-usage"]')).not.toBeNull();
    expect(screen.root.textContent).toContain('add its file again');
  });

  it('asks for the passphrase where keys are locked, and then runs again', async () => {
    const sign = { name: 'sign', outcome: 'failed', code: 'locked', reasons: [] } as const;
    const results = [resultOf(sign), resultOf(good('sign'), good('verify'))];
    const keys = fakeLock({ protection: 'passphrase', isLocked: true });
    const calls = { selfTest: () => Promise.resolve(results.shift() ?? resultOf()), keys };
    const screen = showPanel({ identities: IDENTITIES.slice(0, 1) }, calls);
    await screen.press('Details of Alice Example');
    await screen.press('Test it');
    expect(screen.root.textContent).not.toContain('add its file again');
    await screen.type('correct horse');
    expect(status(screen)).toContain('It works');
  });

  it('says that an issuer is not trusted here without calling it a failure', async () => {
    const trust = { name: 'trust', outcome: 'attention', reasons: [{ code: 'no-path' }] } as const;
    const screen = await tested(resultOf(good('sign'), good('verify'), trust));
    expect(status(screen)).toContain('It works');
    expect(stepTexts(screen)[2]).toContain('ask there how to trust it here');
  });

  it('says in words that it could not be run', async () => {
    const screen = showPanel({ identities: IDENTITIES.slice(0, 1) }, { selfTest: refusing('storage') });
    await screen.press('Details of Alice Example');
    await screen.press('Test it');
    expect(screen.root.querySelector('.sg-self-test [role="alert"]')?.textContent).toContain('store of keys');
  });
});
