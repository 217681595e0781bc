import { decideDraft, type DraftSource } from '../../../addins/policy/decide-draft';
import { optionsOf } from '../../../addins/policy/message-options';
import { type Settings } from '../../../addins/storage/index';
import { hex, parsePolicy, type Der } from '../../../shared/index';
import { generateKeyPair, TestCa, type CertificateOptions } from '../../support/test-ca';

const NOW = new Date('2027-01-15T00:00:00Z');
const FACTS: DraftSource['facts'] = {
  from: 'alice@signet.example',
  recipients: [{ address: 'bob@signet.example', certificate: 'usable' }],
  subject: 'Hello',
  replyToEncrypted: false,
  attachments: [],
  size: 100,
  choices: {},
  confirmed: [],
};

describe('what is decided about a draft', () => {
  let ours: TestCa;
  let theirs: TestCa;
  beforeAll(async () => {
    ours = await TestCa.create();
    theirs = await TestCa.create();
  });

  const fingerprint = async (der: Der): Promise<string> =>
    hex(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));

  async function identity(ca: TestCa, id: string, more: Partial<CertificateOptions> = {}) {
    const asked = { addresses: ['alice@signet.example'], ...more, commonName: 'Alice' };
    const { certificate } = await ca.issue(
      { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2028-01-01T00:00:00Z'), ...asked },
      await generateKeyPair(),
    );
    return { id, certificate, chain: [ca.certificate] };
  }

  async function decided(
    policy: object,
    identities: readonly object[],
    stored: Readonly<Record<string, unknown>> = {},
    more: Partial<DraftSource> = {},
  ) {
    const reading = parsePolicy(JSON.stringify({ version: 2, ...policy }));
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    const settings = { get: (name: string) => Promise.resolve(stored[name]) } as Settings;
    const core = { settings, identities: () => Promise.resolve(identities) };
    return decideDraft(
      { facts: FACTS, certificateOf: () => Promise.resolve('missing'), ...more },
      {
        core: core as unknown as Parameters<typeof decideDraft>[1]['core'],
        clock: { now: () => NOW },
        policy: () => Promise.resolve({ kind: 'new', document: reading.document, reasons: [] }),
      },
    );
  }

  it('names an identity of an authority that may sign, the newest or the one that was chosen', async () => {
    const own = [
      await identity(theirs, 'theirs', { notBefore: new Date('2026-12-01T00:00:00Z') }),
      await identity(ours, 'older'),
      await identity(ours, 'newer', { notBefore: new Date('2026-06-01T00:00:00Z') }),
    ];
    const settings = { 'signers.issuers': { value: [(await fingerprint(ours.certificate)).toUpperCase()] } };
    expect(await decided({ settings }, own)).toMatchObject({ signer: 'newer', protection: { sign: true } });
    const chosen = (id: string) => ({ 'default-identities': [{ address: 'alice@signet.example', id }] });
    expect((await decided({ settings }, own, chosen('older'))).signer).toBe('older');
    expect((await decided({ settings }, own, chosen('theirs'))).signer).toBe('newer');
    expect((await decided({}, own, chosen('theirs'))).signer).toBeUndefined();
  });

  it('lets nobody else sign where no identity comes from such an authority', async () => {
    const settings = { 'signers.issuers': { value: [await fingerprint(ours.certificate)] }, sign: { value: 'always' } };
    const { decision, signer } = await decided({ settings }, [await identity(theirs, 'theirs')]);
    expect([decision.outcome, signer]).toEqual(['ask', undefined]);
    expect(decision.reasons).toMatchObject([{ code: 'signer-not-allowed' }]);
  });

  it('counts as who signs only certificates that may sign', async () => {
    const reading = await identity(ours, 'reading', { keyUsage: [2] });
    const settings = { 'signers.issuers': { value: [await fingerprint(ours.certificate)] } };
    expect((await decided({ settings }, [reading])).signer).toBeUndefined();
    expect((await decided({ settings }, [reading, await identity(ours, 'own')])).signer).toBe('own');
  });

  it('asks of whom the certificate has ended, and not of who never had one', async () => {
    const ended = await identity(ours, 'ended', { notAfter: new Date('2027-01-01T00:00:00Z') });
    expect((await decided({}, [ended])).decision.reasons).toMatchObject([{ kind: 'question', code: 'signer-missing' }]);
    expect((await decided({}, [])).decision.reasons).toMatchObject([{ kind: 'note', code: 'no-identity' }]);
  });

  it('lets users say how messages are written where they may, and only there', async () => {
    const own = [await identity(ours, 'own')];
    const mine = { 'send-options': { form: 'clear', headerPolicy: 'hcp_no_confidentiality', tripleWrap: false } };
    const settings = (change: string) => ({
      form: { value: 'opaque', change },
      headerProtection: { value: 'hcp_baseline', change },
      tripleWrap: { value: true, change },
    });
    const how = async (change: string) =>
      optionsOf((await decided({ settings: settings(change) }, own, mine)).decision.messages[0]);
    expect(await how('free')).toMatchObject({
      form: 'clear',
      headerPolicy: 'hcp_no_confidentiality',
      tripleWrap: false,
      legacyDisplay: false,
      rules: { floor: 'aes-256-cbc', ceiling: 'aes-256-gcm' },
    });
    const held = { form: 'opaque', headerPolicy: 'hcp_baseline', tripleWrap: true };
    expect(await how('none')).toMatchObject(held);
    expect(await how('stricter')).toMatchObject(held);
    const stricter = { 'send-options': { headerPolicy: 'hcp_shy' } };
    expect(
      optionsOf((await decided({ settings: settings('stricter') }, own, stricter)).decision.messages[0]),
    ).toMatchObject({
      headerPolicy: 'hcp_shy',
    });
  });

  it('goes by what the mail program’s own S/MIME has where the policy wants that and there is one', async () => {
    const settings = { engine: { value: 'thunderbird' }, encrypt: { value: 'when-possible' } };
    const facts = { signer: { state: 'unusable' }, recipients: FACTS.recipients, choices: {} } as const;
    const native = { facts, certificateOf: () => Promise.resolve('usable' as const) };
    const source = { native: () => Promise.resolve(native) };
    const own = [await identity(ours, 'ours')];
    const byIt = await decided({ settings }, own, {}, source);
    expect(byIt).toMatchObject({ isNative: true, decision: { outcome: 'ask' } });
    expect(byIt.signer).toBeUndefined();
    const away = { 'signers.issuers': { value: [await fingerprint(ours.certificate)] } };
    // Another program has none, and Signet does it.
    expect(await decided({ settings: { ...settings, ...away } }, own)).toMatchObject({ signer: 'ours' });
    expect((await decided({}, own, {}, { native: () => Promise.reject(new Error('not asked')) })).isNative).toBeFalsy();
  });

  it('writes nothing where the message may not go', () => {
    expect(optionsOf(undefined)).toEqual({});
  });
});
