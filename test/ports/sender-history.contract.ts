import { type SenderHistory } from '../../shared/ports/sender-history';
import { type SenderRecord, withMessage, withWroteTo } from '../../shared/verdict/continuity';

const AT = new Date('2026-05-03T09:00:00Z');
const later = (days: number): Date => new Date(AT.getTime() + days * 86_400_000);
const signer = { key: '01', issuer: 'CA', authority: 'CA', notBefore: AT };

/** Adds one signed message; the same name is the same message. */
const add =
  (message: string, at = AT) =>
  (record: SenderRecord | undefined) =>
    withMessage(record, { kind: 'signed', message, signer }, at);

/** What every sender history keeps to. `create` gives an empty one that holds at most two addresses. */
export function senderHistoryContract(name: string, create: () => Promise<SenderHistory>): void {
  describe(`sender history contract: ${name}`, () => {
    it('knows nothing of an address that nobody wrote from', async () => {
      expect(await (await create()).find('alice@example.test')).toBeUndefined();
    });

    it('gives back what was made of an address, and of that address only', async () => {
      const history = await create();
      await history.update('alice@example.test', add('m1'));
      expect(await history.find('alice@example.test')).toEqual(add('m1')(undefined));
      expect(await history.find('bob@example.test')).toBeUndefined();
    });

    it('takes spellings of one mailbox for one address', async () => {
      const history = await create();
      await history.update('Alice@BÜCHER.example', add('m1'));
      expect((await history.find('alice@xn--bcher-kva.example'))?.signed).toHaveLength(1);
    });

    it('keeps all as it is where nothing is to be kept', async () => {
      const history = await create();
      await history.update('alice@example.test', () => undefined);
      expect(await history.find('alice@example.test')).toBeUndefined();
      await history.update('alice@example.test', add('m1'));
      await history.update('alice@example.test', () => undefined);
      expect((await history.find('alice@example.test'))?.signed).toHaveLength(1);
    });

    it('loses nothing when two windows add at once', async () => {
      const history = await create();
      await Promise.all(['m1', 'm2', 'm3'].map((message) => history.update('alice@example.test', add(message))));
      expect((await history.find('alice@example.test'))?.signed.map(({ message }) => message).sort()).toEqual([
        'm1',
        'm2',
        'm3',
      ]);
    });

    it('forgets those not seen for longest where there are too many', async () => {
      const history = await create();
      await history.update('a@example.test', add('m1', later(0)));
      await history.update('b@example.test', add('m2', later(1)));
      await history.update('a@example.test', add('m3', later(2)));
      await history.update('c@example.test', add('m4', later(3)));
      expect(await history.find('b@example.test')).toBeUndefined();
      expect((await history.find('a@example.test'))?.signed).toHaveLength(2);
      expect((await history.find('c@example.test'))?.signed).toHaveLength(1);
    });

    it('counts who encrypted last to a certificate', async () => {
      const history = await create();
      const wroteTo = { certificate: 'aa', signedAt: AT };
      await history.update('a@example.test', add('m1'));
      await history.update('a@example.test', (record) => withWroteTo(record, wroteTo));
      await history.update('b@example.test', add('m2'));
      expect([await history.writersTo('aa'), await history.writersTo('bb')]).toEqual([1, 0]);
      await history.update('a@example.test', (record) =>
        withWroteTo(record, { certificate: 'bb', signedAt: later(1) }),
      );
      expect([await history.writersTo('aa'), await history.writersTo('bb')]).toEqual([0, 1]);
    });

    it('forgets everybody when told to', async () => {
      const history = await create();
      await history.update('a@example.test', add('m1'));
      await history.clear();
      expect(await history.find('a@example.test')).toBeUndefined();
    });
  });
}
