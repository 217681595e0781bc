import {
  askedPolicy,
  hostedPolicyInForce,
  withoutIdentities,
  withPolicy,
  type FetchedPolicy,
  type HostedRequest,
} from '../../../addins/policy/hosted-policy';
import { asDer, utf8Bytes, type Bytes } from '../../../shared/index';
import { createPolicySigner, signPolicy, type PolicySigner } from '../../support/signed-policy';

const URL_OF = 'https://smime.example.org/policy.json';
const documentOf = (serial: number, more: object = {}): string =>
  JSON.stringify({ version: 2, serial, name: `Number ${serial}`, ...more });

let signer: PolicySigner;
let other: PolicySigner;
beforeAll(async () => {
  [signer, other] = await Promise.all([createPolicySigner(), createPolicySigner('Next', 'rsa-2048')]);
});

const fetched = (text: string | Bytes, signature?: Bytes): FetchedPolicy => ({
  kind: 'fetched',
  octets: typeof text === 'string' ? utf8Bytes(text) : text,
  ...(signature && { signature }),
});
const asked = async (of: FetchedPolicy, ...keys: readonly string[]): Promise<unknown> => {
  const found = await askedPolicy({ url: URL_OF, keys, fetched: of });
  return found.kind === 'text' ? found.signature : found.kind;
};

describe('the signature of a hosted policy', () => {
  const text = documentOf(1);

  it('is good where a named key made it, whoever issued the certificate and whatever other key is named', async () => {
    expect(await asked(fetched(text, signPolicy(text, [signer])), signer.key)).toBe('good');
    expect(await asked(fetched(text, signPolicy(text, [other])), signer.key, other.key)).toBe('good');
    // Subject key identifiers instead of issuer and serial number, and no attributes.
    for (const more of [['-keyid'], ['-noattr']]) {
      expect(await asked(fetched(text, signPolicy(text, [signer], more)), signer.key)).toBe('good');
    }
  });

  it('may be of two keys while one is replaced by the other: each manifest sees its own', async () => {
    const both = fetched(text, signPolicy(text, [signer, other]));
    expect(await asked(both, signer.key)).toBe('good');
    expect(await asked(both, other.key)).toBe('good');
    const third = await createPolicySigner('Third');
    expect(await asked(both, third.key)).toBe('bad');
  });

  it('is bad by every other key, and over any other octets', async () => {
    const signature = signPolicy(text, [signer]);
    expect(await asked(fetched(text, signature), other.key)).toBe('bad');
    expect(await asked(fetched(text, signature))).toBe('bad');
    expect(await asked(fetched(`${text}\n`, signature), signer.key)).toBe('bad');
    expect(await asked(fetched(text.replace('1', '2'), signature), signer.key)).toBe('bad');
    const damaged = signature.slice();
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 1;
    expect(await asked(fetched(text, damaged), signer.key)).toBe('bad');
  });

  it('is bad where it is none: not detached, without its certificate, weak, or something else', async () => {
    for (const more of [['-nodetach'], ['-nocerts'], ['-md', 'sha1']]) {
      expect([more, await asked(fetched(text, signPolicy(text, [signer], more)), signer.key)]).toEqual([more, 'bad']);
    }
    expect(await asked(fetched(text, utf8Bytes('no signature')), signer.key)).toBe('bad');
    expect(await asked(fetched(text, new Uint8Array(0)), signer.key)).toBe('bad');
  });

  it('is absent where none lies there, and nothing is asked of it where nothing came', async () => {
    expect(await asked(fetched(text), signer.key)).toBe('absent');
    expect(await asked({ kind: 'unreachable' }, signer.key)).toBe('unreachable');
  });
});

/** A machine that keeps what it was given. */
class Machine {
  readonly stored = new Map<string, unknown>();
  now = Date.parse('2026-11-27T12:00:00Z');
  readonly settings = {
    get: (name: string) => Promise.resolve(structuredClone(this.stored.get(name))),
    set: (name: string, value: unknown) => Promise.resolve(void this.stored.set(name, structuredClone(value))),
  };

  async ask(of: FetchedPolicy, more: Partial<HostedRequest> = {}): Promise<readonly [string, unknown, ...unknown[]]> {
    const request = { url: URL_OF, keys: [signer.key], fetched: of, ...more };
    const clock = { now: () => new Date(this.now) };
    const { kind, document, reasons } = await hostedPolicyInForce(request, this.settings, clock);
    return [kind, document.name, ...reasons];
  }
}
const signed = (text: string, by: readonly PolicySigner[] = [signer]): FetchedPolicy =>
  fetched(text, signPolicy(text, by));

describe('a hosted policy in force', () => {
  it('is the newest that is rightly signed; all else leaves the last known, and where none is known the strict one', async () => {
    const unsigned = fetched(documentOf(9));
    const forged = signed(documentOf(9), [other]);
    const faulty = signed(documentOf(9, { settings: { sign: { value: 'perhaps' } } }));
    const noText = fetched(Uint8Array.of(0xff), signPolicy(Uint8Array.of(0xff), [signer]));
    const bad: readonly [FetchedPolicy, string][] = [
      [{ kind: 'unreachable' }, 'unreachable'],
      [unsigned, 'unsigned'],
      [forged, 'signature-bad'],
      [faulty, 'unreadable'],
      [noText, 'unreadable'],
      [signed(documentOf(9, { expires: '2026-11-01T00:00:00Z' })), 'expired'],
    ];
    const machine = new Machine();
    for (const [of, why] of bad) expect(await machine.ask(of)).toEqual(['strict', undefined, why]);
    expect(await machine.ask(signed(documentOf(3)))).toEqual(['new', 'Number 3']);
    for (const [of, why] of bad) expect(await machine.ask(of)).toEqual(['last-known', 'Number 3', why]);
    expect(await machine.ask(signed(documentOf(2)))).toEqual(['last-known', 'Number 3', 'rolled-back']);
    const twin = documentOf(3, { settings: { sign: { value: 'never' } } });
    expect(await machine.ask(signed(twin))).toEqual(['last-known', 'Number 3', 'serial-reused']);
    expect(await machine.ask(signed(documentOf(4)))).toEqual(['new', 'Number 4']);
  });

  it('stays known while its key is replaced, and is read in its earlier form too', async () => {
    const machine = new Machine();
    await machine.ask(signed(documentOf(3)));
    const next = { keys: [other.key] };
    expect(await machine.ask(signed(documentOf(3)), next)).toEqual(['last-known', 'Number 3', 'signature-bad']);
    expect(await machine.ask(signed(documentOf(4), [signer, other]), next)).toEqual(['new', 'Number 4']);
    const earlier = new Machine();
    expect(await earlier.ask(signed('{"publicAuthorities": false}'))).toEqual(['new', undefined]);
  });

  it('is what was known as long as the server is asked, and the strict one where that has ended', async () => {
    const machine = new Machine();
    const pending = { kind: 'pending' } as const;
    expect(await machine.ask(pending)).toEqual(['strict', undefined]);
    await machine.ask(signed(documentOf(3, { expires: '2026-12-01T00:00:00Z' })));
    expect(await machine.ask(pending)).toEqual(['last-known', 'Number 3']);
    machine.now = Date.parse('2026-12-02T00:00:00Z');
    expect(await machine.ask(pending)).toEqual(['strict', undefined, 'expired']);
    expect(await machine.ask({ kind: 'unreachable' })).toEqual(['last-known', 'Number 3', 'unreachable', 'expired']);
  });

  it('is not touched by what lies at another address', async () => {
    const machine = new Machine();
    await machine.ask(signed(documentOf(3)));
    const elsewhere = { url: 'https://other.example/policy.json', keys: [other.key] };
    expect(await machine.ask(signed(documentOf(99), [other]), elsewhere)).toEqual(['new', 'Number 99']);
    expect(await machine.ask({ kind: 'unreachable' })).toEqual(['last-known', 'Number 3', 'unreachable']);
  });

  it('does not come to life again by a clock that is set back', async () => {
    const machine = new Machine();
    const ending = signed(documentOf(3, { expires: '2026-12-01T00:00:00Z' }));
    await machine.ask(signed(documentOf(2)));
    machine.now = Date.parse('2026-12-02T00:00:00Z');
    expect(await machine.ask(ending)).toEqual(['last-known', 'Number 2', 'expired']);
    machine.now = Date.parse('2026-11-28T00:00:00Z');
    expect(await machine.ask(ending)).toEqual(['last-known', 'Number 2', 'expired', 'clock-set-back']);
  });
});

describe('what a build provides, under a policy', () => {
  const der = (value: number) => asDer(Uint8Array.of(value));
  const NOTHING = { anchors: [], certificates: [], identities: [] };

  it('is added to, and what one of them demands the other does not take back', () => {
    const build = {
      ...{ anchors: [der(1)], certificates: [der(2)], identities: [] },
      keys: { passphraseRequired: true, unlockTime: 60 },
      lookUp: { sources: { web: true }, template: 'https://keys.example.org/{address}.cer' },
      revocation: { relay: 'https://relay.example.org/' },
    };
    const settings = {
      'anchors.public': { value: false },
      'keys.passphraseRequired': { value: false },
      'keys.unlockTime': { value: 15 },
      'lookUp.sources.exchange': { value: true },
      'revocation.required': { value: true },
    } as const;
    expect(withPolicy(build, { kind: 'new', reasons: [], document: { version: 2, settings } })).toEqual({
      ...build,
      withoutPublicAnchors: true,
      keys: { passphraseRequired: true, unlockTime: 15 },
      lookUp: { ...build.lookUp, sources: { web: true, exchange: true } },
      revocation: { relay: 'https://relay.example.org/', required: true },
    });
  });

  it('has the shorter of two times to unlock for, and asks no place that the build leaves out', () => {
    const under = (keys: object, settings: Record<string, object>, lookUp = {}) =>
      withPolicy({ ...NOTHING, keys, lookUp }, { kind: 'new', reasons: [], document: { version: 2, settings } });
    const time = (value: unknown, change = 'none') => ({ 'keys.unlockTime': { value, change } });
    const no = { passphraseRequired: false };
    expect(under({ unlockTime: 15 }, time('session')).keys).toEqual({ ...no, unlockTime: 15 });
    expect(under({ unlockTime: 60 }, time(5, 'stricter')).keys).toEqual({ ...no, unlockTime: 5 });
    expect(under({}, time(5, 'stricter')).keys).toEqual({ ...no, longestUnlockTime: 5 });
    expect(under({ unlockTime: 5 }, time(15, 'stricter')).keys).toEqual({ ...no, unlockTime: 5 });
    const { lookUp } = under({}, { 'lookUp.sources.web': { value: true } }, { sources: { web: false } });
    expect(lookUp).toEqual({ sources: { web: false } });
  });

  it('gets identities that no page is told of', () => {
    const identities = { value: [{ pfx: 'AAAA', passphrase: 'secret' }] };
    const settings = { identities, sign: { value: 'always' } } as const;
    const policy = { kind: 'new', reasons: [], document: { version: 2, settings } } as const;
    expect(withPolicy(NOTHING, policy).identities).toHaveLength(1);
    // With them it is another policy than what is kept of it.
    expect(withoutIdentities({ ...policy, digest: 'aa' }).digest).toBe('aa with identities');
    expect(withoutIdentities(policy)).toEqual({
      ...policy,
      document: { version: 2, settings: { sign: { value: 'always' } } },
    });
  });

  it('stays as it is under a policy that says nothing of it', () => {
    expect(withPolicy(NOTHING, { kind: 'none', reasons: [], document: { version: 2 } })).toEqual(NOTHING);
  });
});
