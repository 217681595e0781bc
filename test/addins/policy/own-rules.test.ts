import { addException, ownRules, removeException, setOwn } from '../../../addins/policy/own-rules';
import { type Settings } from '../../../addins/storage/index';
import { type Exception } from '../../../shared/index';

function memory(stored: Readonly<Record<string, unknown>> = {}): Settings {
  const values = new Map(Object.entries(stored));
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
  };
}

const BOB: Exception = { kind: 'never-sign', pattern: 'bob@b.example', added: '2026-11-27T12:00:00Z', reason: '' };

describe('what users set for themselves', () => {
  it('is nothing at first, and what they set from then on', async () => {
    const settings = memory();
    expect(await ownRules(settings)).toEqual({ version: 2 });
    await setOwn(settings, { sign: 'offer' });
    await setOwn(settings, { encrypt: 'always' });
    expect((await ownRules(settings)).settings).toEqual({ sign: 'offer', encrypt: 'always' });
  });

  it.each([
    [
      { sign: false, encrypt: false, ifPossible: false },
      { sign: 'offer', encrypt: 'offer' },
    ],
    [
      { sign: true, encrypt: true, ifPossible: true },
      { sign: 'always', encrypt: 'always' },
    ],
    [
      { sign: true, encrypt: false },
      { sign: 'always', encrypt: 'when-possible' },
    ],
  ])('takes over what was set before there were policies: %j', async (before, now) => {
    expect((await ownRules(memory({ 'thunderbird:default-protection': before }))).settings).toEqual(now);
  });

  it('keeps one exception of a kind for the same people, beside what else was set', async () => {
    const settings = memory();
    await setOwn(settings, { sign: 'always' });
    await addException(settings, BOB);
    await addException(settings, { ...BOB, pattern: 'BOB@B.example', reason: 'his phone' });
    await addException(settings, { ...BOB, kind: 'always-encrypt' });
    const { exceptions = [], settings: own } = await ownRules(settings);
    expect(exceptions.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['never-sign', 'his phone'],
      ['always-encrypt', ''],
    ]);
    expect(own).toEqual({ sign: 'always' });
    await removeException(settings, BOB);
    expect((await ownRules(settings)).exceptions).toHaveLength(1);
  });

  it('is never half read: what is damaged is unknown, and what could not be read again is not kept', async () => {
    for (const stored of ['{', 7, JSON.stringify({ version: 2, settings: { sign: 'perhaps' } })]) {
      await expect(ownRules(memory({ 'policy:own': stored }))).rejects.toMatchObject({ code: 'malformed-policy' });
    }
    const settings = memory();
    await expect(addException(settings, { ...BOB, pattern: 'everybody' })).rejects.toMatchObject({
      code: 'malformed-policy',
    });
    expect(await ownRules(settings)).toEqual({ version: 2 });
  });
});
