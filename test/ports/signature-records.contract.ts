import { type SignatureRecords } from '../../shared/ports/signature-records';

const FIRST = new Date('2026-05-03T09:00:00Z');
const SECOND = new Date('2026-05-04T09:00:00Z');
const THIRD = new Date('2026-05-05T09:00:00Z');
const key = (digit: string): string => digit.repeat(64);

/** What every store of signature records keeps to. `create` gives an empty one that holds at most two. */
export function signatureRecordsContract(name: string, create: () => Promise<SignatureRecords>): void {
  describe(`signature records contract: ${name}`, () => {
    it('knows no signature that it was not told of', async () => {
      expect(await (await create()).find(key('1'))).toBeUndefined();
    });

    it('gives the time under the very key', async () => {
      const records = await create();
      await records.remember(key('1'), { verifiedAt: FIRST });
      expect(await records.find(key('1'))).toEqual({ verifiedAt: FIRST });
      expect(await records.find(key('2'))).toBeUndefined();
    });

    it('keeps the earlier of two times, in whatever order they come', async () => {
      const records = await create();
      await Promise.all([SECOND, FIRST, THIRD].map((verifiedAt) => records.remember(key('1'), { verifiedAt })));
      expect(await records.find(key('1'))).toEqual({ verifiedAt: FIRST });
    });

    it('forgets those verified longest ago where there are too many', async () => {
      const records = await create();
      await records.remember(key('2'), { verifiedAt: SECOND });
      await records.remember(key('1'), { verifiedAt: FIRST });
      await records.remember(key('3'), { verifiedAt: THIRD });
      expect(await records.find(key('1'))).toBeUndefined();
      expect(await records.find(key('2'))).toEqual({ verifiedAt: SECOND });
      expect(await records.find(key('3'))).toEqual({ verifiedAt: THIRD });
    });

    it('forgets everything when told to', async () => {
      const records = await create();
      await records.remember(key('1'), { verifiedAt: FIRST });
      await records.clear();
      expect(await records.find(key('1'))).toBeUndefined();
    });
  });
}
