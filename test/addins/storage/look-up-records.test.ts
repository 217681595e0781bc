import { createLookUpRecords } from '../../../addins/storage/look-up-records';
import { type Settings } from '../../../addins/storage/index';

const AT = new Date('2026-11-23T12:00:00Z');
const BOB = 'bob@example.org';

function memorySettings(): Settings & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (name) => Promise.resolve(structuredClone(values.get(name))),
    set: (name, value) => Promise.resolve(void values.set(name, structuredClone(value))),
  };
}

describe('records of look-ups', () => {
  it('are told by place and address, however that is spelled', async () => {
    const records = createLookUpRecords(memorySettings());
    await records.keep('dns', [{ address: BOB, outcome: 'none', at: AT }]);
    expect(await records.last('dns', ['Bob@EXAMPLE.org', 'carol@example.org'])).toEqual([
      { outcome: 'none', at: AT },
      undefined,
    ]);
    expect(await records.last('web', [BOB])).toEqual([undefined]);
  });

  it('have the last outcome alone', async () => {
    const records = createLookUpRecords(memorySettings());
    await records.keep('dns', [{ address: BOB, outcome: 'none', at: AT }]);
    await records.keep('dns', [{ address: BOB, outcome: 'accepted', at: AT }]);
    expect(await records.last('dns', [BOB])).toEqual([{ outcome: 'accepted', at: AT }]);
  });

  it('are gone once they were cleared', async () => {
    const records = createLookUpRecords(memorySettings());
    await records.keep('dns', [{ address: BOB, outcome: 'none', at: AT }]);
    await records.clear();
    expect(await records.last('dns', [BOB])).toEqual([undefined]);
  });

  it('are the newest 2000', async () => {
    const settings = memorySettings();
    const records = createLookUpRecords(settings);
    const many = Array.from({ length: 2_001 }, (_, i) => ({
      address: `${i}@x.example`,
      outcome: 'none' as const,
      at: AT,
    }));
    await records.keep('dns', many);
    expect(await records.last('dns', ['0@x.example', '1@x.example'])).toEqual([undefined, { outcome: 'none', at: AT }]);
    expect(settings.values.get('look-ups')).toHaveLength(2_000);
  });

  it.each([
    undefined,
    null,
    'text',
    {},
    [null, 1, [], ['dns bob@example.org'], ['dns bob@example.org', { outcome: 'what', at: AT }]],
    [['dns bob@example.org', { outcome: 'none', at: '2026-11-23' }]],
  ])('of another form are not there: %j', async (value) => {
    const settings = memorySettings();
    settings.values.set('look-ups', value);
    const records = createLookUpRecords(settings);
    expect(await records.last('dns', [BOB])).toEqual([undefined]);
    await records.keep('dns', [{ address: BOB, outcome: 'none', at: AT }]);
    expect(await records.last('dns', [BOB])).toEqual([{ outcome: 'none', at: AT }]);
  });

  it('stop nothing where the store does not answer', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('the disk is full'));
    const records = createLookUpRecords({ get: fail, set: fail });
    await records.keep('dns', [{ address: BOB, outcome: 'none', at: AT }]);
    await records.clear();
    expect(await records.last('dns', [BOB])).toEqual([undefined]);
  });
});
