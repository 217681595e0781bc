import { decideSend, type DecidedSend } from '../../../../addins/outlook/task-pane/compose/decide-send';
import { type DraftQuestion } from '../../../../addins/outlook/task-pane/compose/draft-source';
import { agreedTo, confirmed } from '../../../../addins/outlook/task-pane/compose/agreement';
import { type Draft } from '../../../../addins/outlook/host/draft-reader';
import { type ProtectionChoice } from '../../../../addins/outlook/protection-header';
import { addException } from '../../../../addins/policy/own-rules';
import { certificateFingerprint, parsePolicy, SignetError, type Identity } from '../../../../shared/index';
import { TestCa } from '../../../support/test-ca';
import { createWorld, type World } from '../../thunderbird/send-world';
import { draftOf } from './fake-services';

const BOB = 'bob@signet.example';
const DAN = 'dan@signet.example';
const PRESET: ProtectionChoice = { sign: true, encrypt: false };
const NOTHING: ProtectionChoice = { sign: false, encrypt: false, isChosen: true };
const RULE = { id: 'sealed', when: { recipient: ['*@signet.example'] }, encrypt: 'require', text: 'Ours is sealed.' };

/** Alice has an identity and bob a certificate; dan has none. */
describe('a draft at the moment when it is to be sent', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  interface Asked {
    readonly choice?: ProtectionChoice;
    readonly open?: readonly string[];
    readonly shownOpen?: readonly string[];
    readonly isAboutEncrypted?: boolean | 'unknown';
    readonly confirmed?: readonly DraftQuestion[];
    readonly draft?: Partial<Draft>;
    readonly exception?: string;
    readonly isWrittenHere?: boolean;
    readonly identities?: readonly Identity[];
    readonly readiness?: World['ports']['core']['readiness'];
  }
  async function decide(document: object, to: readonly string[], asked: Asked = {}): Promise<DecidedSend> {
    const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    const stored = new Map<string, unknown>();
    const settings = {
      get: (name: string) => Promise.resolve(stored.get(name)),
      set: (name: string, value: unknown) => Promise.resolve(void stored.set(name, value)),
    };
    const added = '2026-11-01T00:00:00Z';
    if (asked.exception)
      await addException(settings, { kind: 'never-sign', pattern: asked.exception, added, reason: '' });
    const { choice = PRESET, open = [], shownOpen = [], isAboutEncrypted = false, confirmed: agreed = [] } = asked;
    const draft = { ...draftOf({ to }), ...asked.draft };
    return decideSend(
      {
        draft,
        choice,
        open,
        shownOpen,
        isAboutEncrypted,
        confirmed: agreed,
        isWrittenHere: asked.isWrittenHere ?? false,
      },
      {
        ...world.ports,
        core: {
          ...world.ports.core,
          settings,
          ...(asked.readiness && { readiness: asked.readiness }),
          ...(asked.identities && { identities: () => Promise.resolve(asked.identities ?? []) }),
        },
        policy: () => Promise.resolve({ kind: 'new', document: reading.document, reasons: [] }),
      },
    );
  }
  const protection = (verdict: DecidedSend): unknown =>
    verdict.kind === 'allowed' ? verdict.parts[0]?.choice : verdict.kind;

  it('is signed, and encrypted where everybody can read that, although nobody said so', async () => {
    expect(protection(await decide({}, [BOB]))).toEqual({ sign: true, encrypt: true });
    expect(protection(await decide({}, [BOB, DAN]))).toEqual({ sign: true, encrypt: false });
  });

  it('is not to be protected where the user chose so and may', async () => {
    expect(protection(await decide({}, [BOB], { choice: NOTHING }))).toBe('plain');
    const locked = { settings: { sign: { value: 'always' }, encrypt: { value: 'offer' } } };
    expect(protection(await decide(locked, [BOB], { choice: NOTHING }))).toEqual({ sign: true, encrypt: false });
  });

  it('has what a rule demands although the user chose otherwise, and the person may have come last', async () => {
    expect(protection(await decide({ rules: [RULE] }, [BOB], { choice: NOTHING }))).toEqual({
      sign: false,
      encrypt: true,
    });
    expect(await decide({ rules: [RULE] }, [BOB, DAN], { choice: NOTHING })).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'certificate-missing', addresses: [DAN], source: { rule: 'sealed', text: 'Ours is sealed.' } }],
      refusals: [],
    });
  });

  it('says person by person what the user alone wanted', async () => {
    const choice = { sign: true, encrypt: true, isChosen: true } as const;
    expect(await decide({}, [BOB, DAN], { choice })).toMatchObject({
      kind: 'refused',
      reasons: [],
      refusals: [{ code: 'recipient-certificate', address: DAN }],
    });
  });

  it('is not signed to somebody whom the user made an exception for, though new drafts are, unless that may not be', async () => {
    const settings = (change: string) => ({
      settings: { sign: { value: 'always', change }, encrypt: { value: 'never' } },
    });
    expect(protection(await decide(settings('free'), [DAN], { exception: DAN }))).toBe('plain');
    expect(protection(await decide(settings('free'), [DAN, BOB], { exception: DAN }))).toEqual({
      sign: true,
      encrypt: false,
    });
    expect(protection(await decide(settings('none'), [DAN], { exception: DAN }))).toEqual({
      sign: true,
      encrypt: false,
    });
  });

  it('asks what is left to the user, once for these people', async () => {
    const ask = { settings: { encrypt: { value: 'always' }, missingCertificate: { value: 'ask' } } };
    expect(await decide(ask, [DAN])).toMatchObject({ kind: 'asked', questions: ['certificate-missing'], refusals: [] });
    const agreed = agreedTo({ about: '', questions: [] }, draftOf({ to: [DAN] }), ['certificate-missing']);
    const same = confirmed(agreed, draftOf({ to: [DAN] }));
    expect(protection(await decide(ask, [DAN], { confirmed: same }))).toEqual({ sign: true, encrypt: false });
    expect(confirmed(agreed, draftOf({ to: [DAN, BOB] }))).toEqual([]);
  });

  it('names what keeps it from being signed beside the question, and otherwise who signs it', async () => {
    const choice = { sign: true, encrypt: false, isChosen: true } as const;
    const stranger = { name: '', address: 'erin@signet.example' };
    expect(await decide({}, [DAN], { choice, draft: { from: stranger } })).toMatchObject({
      kind: 'asked',
      questions: ['signer-missing'],
      refusals: [{ code: 'no-identity' }],
    });
    const issuer = (await TestCa.create('Allowed')).certificate;
    const [own] = await world.ports.core.identities();
    if (!own) throw new Error('alice has an identity');
    const settings = { 'signers.issuers': { value: [await certificateFingerprint(issuer)] } };
    const allowed = { ...own, id: 'allowed', chain: [issuer] };
    expect(await decide({ settings }, [DAN], { identities: [own, allowed] })).toMatchObject({
      parts: [{ identityId: 'allowed' }],
    });
  });

  it('looks at the subject and the attachments as they were read, also those that cannot be read', async () => {
    const subject = { rules: [{ id: 'marked', when: { subject: ['[secret]'] }, encrypt: 'require' }] };
    const marked = await decide(subject, [DAN], { draft: { subject: 'A [Secret] plan' } });
    expect(marked).toMatchObject({ kind: 'refused', reasons: [{ source: { rule: 'marked' } }] });
    const attached = { rules: [{ id: 'papers', when: { attachment: ['.pdf'] }, encrypt: 'require' }] };
    for (const draft of [
      { attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', octets: new Uint8Array(1) }] },
      { problems: [{ filename: 'a.pdf', code: 'cloud' as const }] },
    ]) {
      expect(await decide(attached, [DAN], { draft })).toMatchObject({ reasons: [{ source: { rule: 'papers' } }] });
    }
    expect(protection(await decide(attached, [DAN]))).toEqual({ sign: true, encrypt: false });
  });

  it('is encrypted where it answers an encrypted message, or is not sent', async () => {
    expect(await decide({}, [DAN], { isAboutEncrypted: true })).toMatchObject({ kind: 'refused' });
    // Where nobody knows, it may; the sender can switch that off.
    expect(await decide({}, [DAN], { isAboutEncrypted: 'unknown' })).toMatchObject({ kind: 'refused' });
    expect(protection(await decide({}, [BOB], { isAboutEncrypted: true }))).toEqual({ sign: true, encrypt: true });
  });

  it.each([true, 'unknown'] as const)(
    'asks before anything leaves unencrypted that may quote an encrypted message, without any rule: %s',
    async (isAboutEncrypted) => {
      const off = { sign: true, encrypt: false, isChosen: true } as const;
      expect(await decide({}, [DAN], { isAboutEncrypted, choice: off })).toMatchObject({
        kind: 'asked',
        questions: ['quote'],
      });
      expect(protection(await decide({}, [DAN], { isAboutEncrypted, choice: off, confirmed: ['quote'] }))).toEqual({
        sign: true,
        encrypt: false,
      });
      const on = { ...off, encrypt: true };
      const apart = { isAboutEncrypted, choice: on, open: [DAN] };
      expect(await decide({}, [BOB, DAN], apart)).toMatchObject({ kind: 'asked', questions: ['quote'] });
    },
  );

  it('goes to the archive too, by blind copy, and once', async () => {
    const archive = { settings: { encrypt: { value: 'always' }, archive: { value: { address: BOB } } } };
    const self = await decide(archive, ['alice@signet.example']);
    expect(self).toMatchObject({ kind: 'allowed', parts: [{ draft: { bcc: [{ address: BOB }] } }] });
    expect(await decide(archive, [BOB])).toMatchObject({ kind: 'allowed', parts: [{ draft: { bcc: [] } }] });
    const unready = { settings: { encrypt: { value: 'always' }, archive: { value: { address: DAN } } } };
    expect(await decide(unready, [BOB])).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'archive-certificate-missing' }],
    });
  });

  it('is written as the organisation wants it', async () => {
    const settings = { form: { value: 'opaque' }, headerProtection: { value: 'hcp_shy' } };
    expect(await decide({ settings }, [BOB])).toMatchObject({
      parts: [{ options: { form: 'opaque', headerPolicy: 'hcp_shy' } }],
    });
  });

  it('goes unencrypted to some, apart from the others, where nothing forbids that', async () => {
    const choice = { sign: true, encrypt: true, isChosen: true } as const;
    const apart = await decide({}, [BOB, DAN], { choice, open: [DAN] });
    expect(apart).toMatchObject({
      kind: 'allowed',
      parts: [
        { draft: { to: [{ address: BOB }] }, choice: { sign: true, encrypt: true } },
        { draft: { to: [{ address: DAN }] }, choice: { sign: true, encrypt: false } },
      ],
    });
    const toDan = { id: 'dan', when: { recipient: [DAN] }, encrypt: 'require' };
    expect(await decide({ rules: [toDan] }, [BOB, DAN], { choice, open: [DAN] })).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'certificate-missing', source: { rule: 'dan' } }, { code: 'encryption-required' }],
    });
    // Also where they could read it: they are not to get it open.
    const toBob = { id: 'bob', when: { recipient: [BOB] }, encrypt: 'require' };
    expect(await decide({ rules: [toBob] }, ['alice@signet.example', BOB], { choice, open: [BOB] })).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'encryption-required' }],
    });
  });

  it('goes apart to nobody where a rule demands encryption for anybody in it, and to the archive where it goes', async () => {
    const choice = { sign: true, encrypt: true, isChosen: true } as const;
    const toBob = { id: 'bob', when: { recipient: [BOB] }, encrypt: 'require' };
    const refused = await decide({ rules: [toBob] }, [BOB, DAN], { choice, open: [DAN] });
    expect(refused.kind === 'refused' && refused.reasons.some(({ source }) => source.rule === 'bob')).toBe(true);
    const settings = { archive: { value: { address: 'alice@signet.example', when: 'always' } } };
    expect(await decide({ settings }, [BOB, DAN], { choice, open: [DAN] })).toMatchObject({
      parts: [
        { draft: { bcc: [{ address: 'alice@signet.example' }] } },
        { draft: { bcc: [{ address: 'alice@signet.example' }] } },
      ],
    });
  });

  describe('where it is split between recipients of different rules', () => {
    const toBob = { id: 'bob', when: { recipient: [BOB] }, encrypt: 'require' };
    const split = { settings: { mixedRecipients: { value: 'split' }, encrypt: { value: 'offer' } }, rules: [toBob] };

    it('is one message for each protection, the best protected first, and names those alone who get it', async () => {
      const bcc = [{ name: '', address: 'erin@signet.example' }];
      const made = await decide(split, [DAN, BOB], { draft: { bcc } });
      expect(made).toMatchObject({
        kind: 'allowed',
        parts: [
          { draft: { to: [{ address: BOB }], bcc: [] }, choice: { sign: true, encrypt: true } },
          { draft: { to: [{ address: DAN }], bcc }, choice: { sign: true, encrypt: false } },
        ],
      });
      const recipients = made.kind === 'allowed' ? made.parts.map(({ decided }) => decided.recipients) : [];
      expect(recipients).toEqual([[BOB], [DAN, 'erin@signet.example']]);
    });

    it('is one message for all where the sender wants it encrypted, and where it was only shown so it is not', async () => {
      const wanted = { sign: true, encrypt: true, isChosen: true } as const;
      expect(await decide(split, [DAN, BOB], { choice: wanted })).toMatchObject({ kind: 'refused' });
      const shown = { sign: true, encrypt: true, isSplit: true } as const;
      expect(await decide(split, [DAN, BOB], { choice: shown, shownOpen: [DAN] })).toMatchObject({ parts: [{}, {}] });
    });

    it('reaches nobody unencrypted by itself who was not shown so, whatever the newest rules say', async () => {
      const choice = { sign: true, encrypt: true, isSplit: true } as const;
      const changed = { kind: 'changed' };
      expect(await decide(split, [DAN, BOB], { choice })).toMatchObject(changed);
      // The rule is gone, and with it the split: all would get it unencrypted.
      const { settings } = split;
      expect(await decide({ settings }, [DAN, BOB], { choice, shownOpen: [DAN] })).toMatchObject(changed);
      expect(await decide({ settings }, [DAN, BOB], { choice, shownOpen: [DAN, BOB] })).toMatchObject({ parts: [{}] });
      const archive = { value: { address: 'alice@signet.example', when: 'always' } };
      const archived = { ...split, settings: { ...settings, archive } };
      expect(await decide(archived, [DAN, BOB], { choice, shownOpen: [DAN] })).toMatchObject({ kind: 'allowed' });
      const apart = { choice, shownOpen: [], open: [DAN] };
      expect(await decide({ settings }, [DAN], apart)).not.toMatchObject(changed);
    });

    it('leaves nobody out whom the host names by no address', async () => {
      const cc = [{ name: 'Team', address: 'Team' }];
      const made = await decide(split, [DAN, BOB], { draft: { cc } });
      expect(made).toMatchObject({ parts: [{ draft: { cc: [] } }, { draft: { to: [{ address: DAN }], cc } }] });
      const forgetful: World['ports']['core']['readiness'] = async (request) => {
        const found = await world.ports.core.readiness(request);
        return { ...found, recipients: found.recipients.filter(({ address }) => address !== 'Team') };
      };
      await expect(decide(split, [DAN, BOB], { draft: { cc }, readiness: forgetful })).rejects.toMatchObject({
        code: 'host',
      });
    });

    it('is not sent to anybody where one of them lacks what a rule demands', async () => {
      const toDan = { id: 'dan', when: { recipient: [DAN] }, encrypt: 'require' };
      expect(await decide({ ...split, rules: [toDan] }, [DAN, BOB])).toMatchObject({
        kind: 'refused',
        reasons: [{ code: 'certificate-missing', addresses: [DAN] }],
      });
    });

    it('gives the archive a copy of each message that is to be archived', async () => {
      const archive = { value: { address: 'alice@signet.example', when: 'always' } };
      const made = await decide({ ...split, settings: { ...split.settings, archive } }, [DAN, BOB]);
      const copies = made.kind === 'allowed' ? made.parts.map(({ draft }) => draft.bcc.map((one) => one.address)) : [];
      expect(copies).toEqual([['alice@signet.example'], ['alice@signet.example']]);
    });
  });

  it('is not sent encrypted from where a mail server has its text, where that may not be', async () => {
    const pane = { settings: { writing: { value: 'pane' }, encrypt: { value: 'when-possible', override: 'free' } } };
    expect(protection(await decide(pane, [BOB]))).toBe('write-here');
    // Not even where there is something to be asked first.
    expect(protection(await decide(pane, [BOB], { isAboutEncrypted: 'unknown' }))).toBe('write-here');
    expect(protection(await decide(pane, [BOB], { isWrittenHere: true }))).toEqual({ sign: true, encrypt: true });
    expect(protection(await decide(pane, [DAN]))).toEqual({ sign: true, encrypt: false });
    const account = { accounts: [{ identity: ['*@other.example'], ...pane }] };
    expect(protection(await decide(account, [BOB]))).toEqual({ sign: true, encrypt: true });
  });

  it('is not decided about where nobody knows which policy there is', async () => {
    const gone = new SignetError('storage', 'gone');
    const ports = { ...world.ports, policy: () => Promise.reject(gone) };
    const question = {
      draft: draftOf({ to: [BOB] }),
      choice: PRESET,
      open: [],
      shownOpen: [],
      isAboutEncrypted: false,
      confirmed: [],
      isWrittenHere: false,
    };
    await expect(decideSend(question, ports)).rejects.toBe(gone);
  });
});
