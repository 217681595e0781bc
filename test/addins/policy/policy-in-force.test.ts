import { policyInForce, type AskedPolicy, type KeptPolicy } from '../../../addins/policy/policy-in-force';

const text = (document: object, signature: 'good' | 'not-needed' | 'bad' | 'absent' = 'not-needed'): AskedPolicy => ({
  kind: 'text',
  text: JSON.stringify(document),
  signature,
});

/** A machine: what was kept lasts from one question to the next. */
class Machine {
  kept: unknown;
  now = Date.parse('2026-11-27T12:00:00Z');
  writes = 0;

  ask(asked: AskedPolicy): ReturnType<typeof policyInForce> {
    return policyInForce({
      ask: () => Promise.resolve(asked),
      keeper: {
        read: () => Promise.resolve(this.kept),
        write: (kept) => {
          this.writes += 1;
          this.kept = JSON.parse(JSON.stringify(kept));
          return Promise.resolve();
        },
      },
      clock: { now: () => new Date(this.now) },
    });
  }
}

const LOCKED = { version: 2, name: 'Ours', settings: { sign: { value: 'always' } } };
const FAULTY = { version: 2, settings: { sign: { value: 'perhaps' } } };

describe('the policy in force', () => {
  it('is none where the host surely has none, and the newest where it can be read', async () => {
    const machine = new Machine();
    expect(await machine.ask({ kind: 'none' })).toMatchObject({ kind: 'none', reasons: [] });
    expect(await machine.ask(text(LOCKED))).toMatchObject({ kind: 'new', document: { name: 'Ours' }, reasons: [] });
  });

  it.each([
    ['cannot be had', { kind: 'unreachable' } as const, 'unreachable'],
    ['has a fault', text(FAULTY), 'unreadable'],
    ['is no JSON', { kind: 'text', text: '{', signature: 'not-needed' } as const, 'unreadable'],
    ['is not signed where it must be', text({ version: 2 }, 'absent'), 'unsigned'],
    ['is signed wrongly', text({ version: 2 }, 'bad'), 'signature-bad'],
  ])(
    'stays the last known one where the next %s, and is the strict one where none was known',
    async (_, asked, why) => {
      const machine = new Machine();
      expect(await machine.ask(asked)).toMatchObject({
        kind: 'strict',
        document: { settings: { sign: { value: 'always', change: 'none' }, missingSigner: { value: 'block' } } },
        reasons: [why],
      });
      await machine.ask(text(LOCKED));
      expect(await machine.ask(asked)).toMatchObject({
        kind: 'last-known',
        document: { name: 'Ours' },
        reasons: [why],
      });
    },
  );

  it('is not an older one, where anybody could hand that out again', async () => {
    const machine = new Machine();
    await machine.ask(text({ ...LOCKED, serial: 7 }, 'good'));
    expect(await machine.ask(text({ version: 2, serial: 6 }, 'good'))).toMatchObject({
      kind: 'last-known',
      document: { serial: 7 },
      reasons: ['rolled-back'],
    });
  });

  it('is not made valid again by a clock that was set back', async () => {
    const machine = new Machine();
    const ends = text({ version: 2, name: 'Short', serial: 2, expires: '2026-11-27T13:00:00Z' }, 'good');
    await machine.ask(text({ ...LOCKED, serial: 1 }, 'good'));
    machine.now += 2 * 3_600_000;
    await machine.ask(ends);
    machine.now -= 2 * 3_600_000;
    const { document, reasons } = await machine.ask(ends);
    expect(document.name).toBe('Ours');
    expect(reasons).toEqual(expect.arrayContaining(['expired', 'clock-set-back']));
  });

  it('is kept without the identity files that it brings, in either version of documents', async () => {
    for (const document of [
      { identities: [{ pfx: 'AAAA', passphrase: 'secret words' }] },
      { version: 2, settings: { identities: { value: [{ pfx: 'AAAA', passphrase: 'secret words' }] } } },
    ]) {
      const machine = new Machine();
      const { document: found } = await machine.ask(text(document));
      expect(JSON.stringify(found)).toContain('secret words');
      expect(JSON.stringify(machine.kept)).not.toMatch(/secret words|AAAA/);
      expect(await machine.ask({ kind: 'unreachable' })).toMatchObject({ kind: 'last-known' });
    }
  });

  it('is written down when it changes, and not at each question', async () => {
    const machine = new Machine();
    for (let i = 0; i < 3; i++) await machine.ask(text(LOCKED));
    expect(machine.writes).toBe(1);
    await machine.ask(text({ ...LOCKED, name: 'Other' }));
    expect(machine.writes).toBe(2);
    machine.now += 3_600_000;
    await machine.ask(text({ ...LOCKED, name: 'Other' }));
    expect((machine.kept as KeptPolicy).latestTime).toBe(machine.now);
  });

  it('is unknown where what was kept cannot be read: that is no policy to go by', async () => {
    const failing = {
      read: () => Promise.reject(new Error('gone')),
      write: () => Promise.resolve(),
    };
    const asking = policyInForce({
      ask: () => Promise.resolve({ kind: 'none' }),
      keeper: failing,
      clock: { now: () => new Date() },
    });
    await expect(asking).rejects.toThrow('gone');
  });
});
