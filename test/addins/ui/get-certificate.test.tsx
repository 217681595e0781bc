/** @jest-environment ./test/support/jsdom-environment.js */
import { SignetError, type CertificateOrder, type IdentityPreview, type WaitingRequest } from '../../../shared/index';
import { type OrderView } from '../../../addins/acme/order';
import { type AcmeOptions } from '../../../addins/worker/acme-options';
import { type BeginOrder } from '../../../addins/worker/acme-calls';
import { type AnswerFile, type AnswerOutcome } from '../../../addins/worker/getting-calls';
import { type IdentityCore } from '../../../addins/ui/identity-core';
import { type AddedIdentities } from '../../../addins/ui/import-later';
import { fakeLock, type FakeLock } from '../../support/key-lock';
import { choose, fakeGetting, fakeOrdering, type IdentityScreen, refusing, showPanel } from './identity-screen';

const ALICE = 'alice@signet.example';
const CREATED = new Date('2026-11-20T10:00:00Z');
/** jsdom's files cannot be read. */
const ANSWER = Object.assign(new File(['x'], 'answer.p7b'), {
  arrayBuffer: () => Promise.resolve(Uint8Array.of(1).buffer),
});
const REQUEST: WaitingRequest = {
  id: 'r1',
  created: CREATED,
  pem: '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n',
  subject: '',
  addresses: [ALICE],
  keyAlgorithm: 'rsa',
};

const UNTRUSTED: IdentityPreview = {
  id: 'u1',
  name: 'Alice',
  addresses: [ALICE],
  accounts: undefined,
  issuer: 'Somebody',
  notBefore: CREATED,
  notAfter: new Date('2027-11-20T10:00:00Z'),
  uses: ['sign'],
  keyAlgorithm: 'rsa',
  keyBits: 3072,
  state: 'usable',
  isTrusted: false,
  reasons: [{ code: 'no-path' }],
  problems: ['not-trusted'],
  isImportable: true,
};
const INSTALLED: AnswerOutcome = { installed: ['i1'], unproven: [] };

/** `added`: what the page is told to show at the end. */
async function open(calls: Partial<IdentityCore>, added: AddedIdentities[] = []): Promise<IdentityScreen> {
  const accounts = (): Promise<readonly string[]> => Promise.resolve([ALICE, 'team@signet.example']);
  const onAdded = (one: AddedIdentities): void => void added.push(one);
  const screen = showPanel({ accounts, onAdded }, calls);
  const details = screen.root.querySelector<HTMLDetailsElement>('details.sg-get-ways');
  details?.setAttribute('open', '');
  details?.dispatchEvent(new Event('toggle'));
  for (let i = 0; i < 6; i++) await screen.settle();
  return screen;
}

describe('a request for a certificate', () => {
  const requestsOf = (more: Partial<IdentityCore['getting']['requests']>) =>
    fakeGetting({ requests: { ...fakeGetting().requests, ...more } });

  it('asks for an address of the user and what the authority wants, and then waits', async () => {
    const orders: CertificateOrder[] = [];
    const waiting: WaitingRequest[] = [];
    const make = (order: CertificateOrder): Promise<WaitingRequest> => {
      orders.push(order);
      waiting.push(REQUEST);
      return Promise.resolve(REQUEST);
    };
    const screen = await open({ getting: requestsOf({ make, waiting: () => Promise.resolve([...waiting]) }) });
    await screen.press('Make a request…');
    await choose(screen, 'input[name="commonName"]', ' Alice Example ');
    await choose(screen, 'input[name="country"]', 'de');
    await choose(screen, 'select[name="keyKind"]', 'ec-p256');
    await screen.submit('.sg-request-form');
    expect(orders).toEqual([
      {
        keyKind: 'ec-p256',
        addresses: [ALICE],
        subject: { commonName: 'Alice Example', country: 'DE' },
        use: 'both',
      },
    ]);
    expect(screen.root.querySelector('[data-request="r1"]')?.textContent).toContain('made on 20 Nov 2026');
    await screen.press('Show the request');
    expect(screen.root.querySelector('.sg-pem')?.textContent).toBe(REQUEST.pem);
  });

  it('is deleted after a question, in which keeping it is at hand', async () => {
    const removed: string[] = [];
    const remove = (id: string): Promise<void> => {
      removed.push(id);
      return Promise.resolve();
    };
    const screen = await open({ getting: requestsOf({ remove, waiting: () => Promise.resolve([REQUEST]) }) });
    await screen.press('Delete');
    expect(document.activeElement?.textContent).toBe('Keep');
    await screen.press('Keep');
    expect(removed).toEqual([]);
    await screen.press('Delete');
    const question = screen.root.querySelector('[role="alertdialog"]');
    question?.querySelectorAll('button')[1]?.click();
    await screen.settle();
    expect(removed).toEqual(['r1']);
  });

  it('takes the answer in and says what came of it', async () => {
    const added: AddedIdentities[] = [];
    const screen = await open(
      { getting: requestsOf({ install: () => Promise.resolve(INSTALLED), waiting: () => Promise.resolve([REQUEST]) }) },
      added,
    );
    await screen.chooseIn('input[name="answer"]', ANSWER);
    expect(screen.root.textContent).toContain('Installed: you have a new identity.');
    expect(added).toEqual([{ added: ['i1'], isFirst: true }]);
  });

  describe('whose answer nothing vouches for', () => {
    const UNPROVEN: AnswerOutcome = { installed: [], unproven: [UNTRUSTED] };
    const answered = async (): Promise<readonly [IdentityScreen, readonly string[], readonly AddedIdentities[]]> => {
      const confirmed: string[] = [];
      const added: AddedIdentities[] = [];
      const install = (answer: AnswerFile): Promise<AnswerOutcome> => {
        confirmed.push(answer.confirmed.join());
        return Promise.resolve(answer.confirmed.includes(UNTRUSTED.id) ? INSTALLED : UNPROVEN);
      };
      const waiting = () => Promise.resolve([REQUEST]);
      const screen = await open({ getting: requestsOf({ install, waiting }) }, added);
      await screen.chooseIn('input[name="answer"]', ANSWER);
      return [screen, confirmed, added];
    };

    it('is told who issued it before it is installed, and leaving it is at hand', async () => {
      const [screen, confirmed, added] = await answered();
      const question = screen.root.querySelector('[role="alertdialog"]');
      expect(question?.textContent).toContain('Somebody');
      expect(question?.querySelector('[data-problem="not-trusted"]')).not.toBeNull();
      expect(document.activeElement?.textContent).toBe('Leave it');
      await screen.press('Leave it');
      expect(screen.root.querySelector('[role="alertdialog"]')).toBeNull();
      expect([confirmed, added]).toEqual([[''], []]);
    });

    it('has it once the user says where it is from', async () => {
      const [screen, confirmed, added] = await answered();
      await screen.press('Install it');
      expect(confirmed).toEqual(['', UNTRUSTED.id]);
      expect(added).toEqual([{ added: ['i1'], isFirst: true }]);
      expect(screen.root.querySelector('[role="alertdialog"]')).toBeNull();
    });
  });

  it('says that an answer is for no request', async () => {
    const screen = await open({
      getting: requestsOf({ install: refusing('no-waiting-key'), waiting: () => Promise.resolve([REQUEST]) }),
    });
    await screen.chooseIn('input[name="answer"]', ANSWER);
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('for a key that waits here');
    expect(screen.root.querySelector('[data-request]')).not.toBeNull();
  });
});

describe('where the organisation wants a passphrase and none is set', () => {
  /** Refuses until one is set. */
  const after =
    <Result,>(keys: FakeLock, result: Result) =>
    (): Promise<Result> =>
      keys.asked.includes('set')
        ? Promise.resolve(result)
        : Promise.reject(new SignetError('locked', 'no', 'passphrase-required'));
  async function setPassphrase(screen: IdentityScreen): Promise<void> {
    for (let i = 0; i < 20 && !screen.root.querySelector('input[name="next"]'); i++) await screen.settle();
    await choose(screen, 'input[name="next"]', 'battery staple');
    await choose(screen, 'input[name="repeat"]', 'battery staple');
    await screen.submit('.sg-unlock form');
  }

  it('a request leads to setting it, and is made then', async () => {
    const keys = fakeLock({ isLocked: true, isRequired: true });
    const make = jest.fn(after(keys, REQUEST));
    const getting = fakeGetting({ requests: { ...fakeGetting().requests, make } });
    const screen = await open({ getting, keys });
    await screen.press('Make a request…');
    await screen.submit('.sg-request-form');
    await setPassphrase(screen);
    expect(make).toHaveBeenCalledTimes(2);
    expect(screen.root.querySelector('.sg-unlock, .sg-request-form')).toBeNull();
  });

  it('a test identity leads to setting it, and is made then', async () => {
    const keys = fakeLock({ isLocked: true, isRequired: true });
    const screen = await open({ getting: fakeGetting({ makeTestIdentity: after(keys, 'i1') }), keys });
    await screen.submit('form[aria-label="Only try it out"]');
    await setPassphrase(screen);
    expect(screen.root.textContent).toContain('The test identity was made.');
  });

  it('an order leads to setting it, and is begun then', async () => {
    const keys = fakeLock({ isLocked: true, isRequired: true });
    const begin = jest.fn(after(keys, undefined as never));
    const options = { directory: 'https://ca.example/directory', mailServer: '', renews: false };
    const choice = () => Promise.resolve({ options, fixed: [] });
    const screen = await open({ ordering: fakeOrdering({ isPossible: true, choice, begin }), keys });
    await screen.submit('form:has(select[name="orderAddress"])');
    await setPassphrase(screen);
    expect(begin).toHaveBeenCalledTimes(2);
  });
});

describe('a test identity', () => {
  it('is made for an address, and what it is is said before', async () => {
    const made: string[] = [];
    const makeTestIdentity = (address: string): Promise<string> => {
      made.push(address);
      return Promise.resolve('i1');
    };
    const added: AddedIdentities[] = [];
    const screen = await open({ getting: fakeGetting({ makeTestIdentity }) }, added);
    expect(screen.root.textContent).toContain('nobody else’s program confirms what it signs');
    await choose(screen, 'select[name="testAddress"]', 'team@signet.example');
    await screen.submit('form[aria-label="Only try it out"]');
    expect(made).toEqual(['team@signet.example']);
    expect(added).toEqual([{ added: ['i1'], isFirst: true }]);
    expect(screen.root.textContent).toContain('The test identity was made.');
  });
});

const ORDER: OrderView = {
  id: 'o1',
  directory: 'https://ca.example/directory',
  address: ALICE,
  created: CREATED,
  step: 'mail',
  passedOver: [],
};
const ON = { options: { directory: ORDER.directory, mailServer: '', renews: false }, fixed: [] };

describe('orders at a certification authority', () => {
  it('are not offered where the host cannot run them', async () => {
    expect((await open({})).root.textContent).not.toContain('ACME');
  });

  it('are off until an authority is named', async () => {
    const stored: AcmeOptions[] = [];
    const permitted: string[] = [];
    const ordering = fakeOrdering({
      isPossible: true,
      permit: (directory) => Promise.resolve(void permitted.push(directory)),
      store: (options) => Promise.resolve(void stored.push(options)),
    });
    const screen = await open({ ordering });
    expect(screen.root.textContent).toContain('Off: no certification authority is named.');
    expect(screen.root.querySelector('select[name="orderAddress"]')).toBeNull();
    await choose(screen, 'input[name="directory"]', ' https://ca.example/directory ');
    await screen.submit('.sg-get .sg-request-form');
    expect(stored).toEqual([{ directory: 'https://ca.example/directory', mailServer: '', renews: false }]);
    expect(permitted).toEqual(['https://ca.example/directory']);
  });

  it('show what the organisation has set as fixed', async () => {
    const choice = () => Promise.resolve({ ...ON, fixed: ['directory'] as const });
    const screen = await open({ ordering: fakeOrdering({ isPossible: true, choice }) });
    expect(screen.root.querySelector<HTMLInputElement>('input[name="directory"]')?.disabled).toBe(true);
    expect(screen.root.querySelector<HTMLInputElement>('input[name="mailServer"]')?.disabled).toBe(false);
    expect(screen.root.textContent).toContain('Set by your organisation');
  });

  it('begin for an address of the user, and a renewal that is due with its own', async () => {
    const begun: BeginOrder[] = [];
    const due = [
      {
        identityId: 'i1',
        address: ALICE,
        directory: ORDER.directory,
        keyKind: 'ec-p256' as const,
        notAfter: CREATED,
        isHeldBack: false,
      },
    ];
    const ordering = fakeOrdering({
      isPossible: true,
      choice: () => Promise.resolve(ON),
      due: () => Promise.resolve(due),
      begin: (request) => Promise.resolve((begun.push(request), ORDER)),
    });
    const screen = await open({ ordering });
    await screen.press('Renew the certificate for alice@signet.example');
    await screen.submit('form:has(select[name="orderAddress"])');
    expect(begun).toEqual([
      { address: ALICE, keyKind: 'ec-p256', renews: 'i1' },
      { address: ALICE, keyKind: 'rsa-3072' },
    ]);
  });

  const withOrder = (
    order: OrderView,
    more: Partial<IdentityCore['ordering']> = {},
    added: AddedIdentities[] = [],
  ): Promise<IdentityScreen> => {
    const choice = () => Promise.resolve(ON);
    const all = () => Promise.resolve([order]);
    return open({ ordering: fakeOrdering({ isPossible: true, choice, all, ...more }) }, added);
  };

  it('say where they stand, what was passed over and what the authority said', async () => {
    const screen = await withOrder({
      ...ORDER,
      problem: 'mail-missing',
      detail: 'look again',
      passedOver: ['mail-wrong-sender', 'mail-not-authentic'],
    });
    const text = screen.root.querySelector('[data-order="o1"]')?.textContent;
    expect(text).toContain('Waiting for the authority’s mail.');
    expect(text).toContain('Look into the spam folder');
    expect(text).toContain('The authority says: look again');
    expect(text).toContain('came from another address than the authority named');
    expect(text).toContain('could not be shown to be from the authority');
  });

  it('wait for a person to agree, and go on with what was agreed to', async () => {
    const terms = 'https://ca.example/terms';
    const given: unknown[] = [];
    const added: AddedIdentities[] = [];
    const run: IdentityCore['ordering']['run'] = (_, first) => {
      given.push(first);
      const order: OrderView = { ...ORDER, terms, ...(first ? { step: 'done', identityId: 'i1' } : { step: 'terms' }) };
      return Promise.resolve({ order, task: first ? { kind: 'end' } : { kind: 'agree', terms } });
    };
    const screen = await withOrder(ORDER, { run }, added);
    await screen.press('Continue');
    expect(screen.root.querySelector('.sg-question a')?.getAttribute('href')).toBe(terms);
    expect(added).toEqual([]);
    await screen.press('Agree and continue');
    expect(added).toEqual([{ added: ['i1'], isFirst: true }]);
    expect(given).toEqual([undefined, { kind: 'agreed', terms }]);
    expect(screen.root.querySelector('[data-order="o1"]')?.getAttribute('data-step')).toBe('done');
  });

  it('ask for the customer account and hand it over once', async () => {
    const bound: unknown[] = [];
    const screen = await withOrder(ORDER, {
      bind: (id, external) => Promise.resolve(void bound.push([id, external])),
      run: () =>
        Promise.resolve({ order: { ...ORDER, step: 'account', problem: 'external-account' }, task: { kind: 'bind' } }),
    });
    await screen.press('Continue');
    await choose(screen, 'input[name="kid"]', 'customer');
    await choose(screen, 'input[name="macKey"]', 'secret');
    expect(screen.root.querySelector('input[name="macKey"]')?.getAttribute('type')).toBe('password');
    await screen.submit('form.sg-question');
    expect(bound).toEqual([['o1', { kid: 'customer', key: 'secret' }]]);
  });

  it('can be deleted when they failed', async () => {
    const forgotten: string[] = [];
    const screen = await withOrder(
      { ...ORDER, step: 'failed', problem: 'address-rejected' },
      { forget: (id) => Promise.resolve(void forgotten.push(id)) },
    );
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('no certificates for this address');
    await screen.press('Delete the order');
    expect(forgotten).toEqual(['o1']);
  });

  it.each<[string, OrderView, Partial<IdentityCore['ordering']>]>([
    ['Delete the order', ORDER, { forget: refusing('storage') }],
    ['Allow asking this server', { ...ORDER, problem: 'not-permitted' }, { permit: refusing('storage') }],
  ])('say what went wrong after "%s"', async (label, order, calls) => {
    const screen = await withOrder(order, calls);
    await screen.press(label);
    expect(screen.root.querySelector('[data-order="o1"] [role="alert"]')).not.toBeNull();
  });

  it('say what went wrong with the customer account', async () => {
    const screen = await withOrder(ORDER, {
      bind: refusing('storage'),
      run: () =>
        Promise.resolve({ order: { ...ORDER, step: 'account', problem: 'external-key' }, task: { kind: 'bind' } }),
    });
    await screen.press('Continue');
    expect(screen.root.textContent).toContain('is none. Copy it as the authority wrote it');
    await choose(screen, 'input[name="kid"]', 'customer');
    await choose(screen, 'input[name="macKey"]', 'secret');
    await screen.submit('form.sg-question');
    expect(screen.root.querySelector('[data-order="o1"] [role="alert"]')).not.toBeNull();
  });
});
