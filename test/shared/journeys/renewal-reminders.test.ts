import { type DismissedReminders, renewalReminders } from '../../../shared/journeys/renewal-reminders';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, issue, NOW } from '../smime/messages';
import { idOf } from './memory-ports';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let cast: Cast;
let alice: Party;
beforeAll(async () => {
  cast = await createCast();
  alice = await issue(cast.ca, ALICE, { notAfter: at(100) });
});

async function remindersOf(parties: readonly Party[], now: Date, dismissed: DismissedReminders = {}) {
  const identities = await Promise.all(
    parties.map(async ({ certificate, chain }) => ({ id: await idOf(certificate), certificate, chain })),
  );
  return renewalReminders(identities, now, dismissed);
}

describe('reminders of an identity that ends', () => {
  it.each([
    [69.5, undefined],
    [70.5, 30],
    [85.5, 30],
    [86.5, 14],
    [93.5, 7],
    [99.5, 1],
    [100.5, 0],
    [400, 0],
  ])('come %d days into its hundred at the threshold of %p', async (day, threshold) => {
    const [reminder] = await remindersOf([alice], at(day));
    expect(reminder?.threshold).toBe(threshold);
  });

  it('come at other days where the organisation names them', () => {
    const identities = [{ id: 'a', certificate: alice.certificate, chain: alice.chain }];
    const thresholds = [40.5, 98.5, 99.5, 100.5].map(
      (day) => renewalReminders(identities, at(day), {}, [2, 60])[0]?.threshold,
    );
    expect(thresholds).toEqual([60, 2, 2, 0]);
    expect(renewalReminders(identities, at(99), {}, [])).toEqual([]);
  });

  it('name it, its addresses, the day and the days left', async () => {
    expect(await remindersOf([alice], at(80.5))).toEqual([
      {
        id: await idOf(alice.certificate),
        name: 'alice',
        addresses: [ALICE],
        notAfter: at(100),
        daysLeft: 19,
        threshold: 30,
      },
    ]);
  });

  it('stay away until the next threshold once they were dismissed', async () => {
    const dismissed = { [await idOf(alice.certificate)]: 30 };
    expect(await remindersOf([alice], at(80), dismissed)).toEqual([]);
    expect(await remindersOf([alice], at(90), dismissed)).toMatchObject([{ threshold: 14 }]);
    expect(await remindersOf([alice], at(101), { [await idOf(alice.certificate)]: 0 })).toEqual([]);
  });

  it('stay away where another lasts longer for the same address and use', async () => {
    const next = await issue(cast.ca, ALICE.toUpperCase(), { notBefore: at(50), notAfter: at(400) });
    expect(await remindersOf([alice, next], at(90))).toEqual([]);
    const signing = await issue(cast.ca, ALICE, { notAfter: at(400), keyUsage: [0] });
    expect(await remindersOf([alice, signing], at(90))).toMatchObject([{ addresses: [ALICE] }]);
    const other = await issue(cast.ca, BOB, { notAfter: at(400) });
    expect(await remindersOf([alice, other], at(90))).toHaveLength(1);
  });

  it('name only the addresses that nothing takes the place of, the nearest end first', async () => {
    const both = await issue(cast.ca, ALICE, { addresses: [ALICE, BOB], notAfter: at(20) });
    const reminders = await remindersOf([alice, both], at(80));
    expect(reminders.map(({ addresses, threshold }) => [addresses, threshold])).toEqual([
      [[BOB], 0],
      [[ALICE], 30],
    ]);
  });

  it('do not come for one that names no address', async () => {
    const nameless = await issue(cast.ca, ALICE, { addresses: [], notAfter: at(100) });
    expect(await remindersOf([nameless], at(99))).toEqual([]);
  });
});
