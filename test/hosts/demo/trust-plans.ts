import { crlEntry, makeCrl, makeOcsp, type RevocationValues, type Times } from '../../support/test-revocation';
import { certificateOf, DEMO_DOMAIN, type DemoPeople } from './demo-people';
import { letter, type Plan } from './plan';
import { belowFooter, signedBy, signedByBoth, withSha1, withStatus } from './signed-forms';

/**
 * Mail whose worth depends on more than its signature: what became of a certificate since, what a sender's earlier mail
 * had, who signed besides, and what stands around the signed part.
 */
export function trustPlans(people: DemoPeople, now: Date): readonly Plan[] {
  return [...reports(people), ...certificates(people, now), ...surroundings(people), habit(people)];
}

/** Three weeks of one sender: a first message, the same key, a new certificate. */
function reports({ judy, judyBefore }: DemoPeople): readonly Plan[] {
  const report = { from: judy, expected: 'signed-valid' } as const;
  return [
    {
      ...report,
      key: 'first-seen',
      subject: 'Weekly report 1',
      content: letter('Hi Alice,', 'this is my first report: the archive has moved into the new rooms.', 'Judy'),
      signed: signedBy(judyBefore, 'clear'),
      daysAgo: 21,
      continuity: 'first',
    },
    {
      ...report,
      key: 'same-key',
      subject: 'Weekly report 2',
      content: letter('Hi Alice,', 'the shelves are up, and half of the boxes are unpacked.', 'Judy'),
      signed: signedBy(judyBefore, 'clear'),
      daysAgo: 14,
      continuity: 'same',
    },
    {
      ...report,
      key: 'changed-certificate',
      subject: 'Weekly report 3',
      content: letter('Hi Alice,', 'the other half is unpacked, too. My certificate was renewed last week.', 'Judy'),
      signed: signedBy(judy, 'clear'),
      daysAgo: 7,
      continuity: 'new-certificate',
    },
  ];
}

function habit({ judy }: DemoPeople): Plan {
  return {
    key: 'usually-signs',
    from: judy,
    subject: 'Weekly report 4',
    content: letter('Hi Alice,', 'I have mislaid the code of the alarm. Please send it to me at once.', 'Judy'),
    expected: 'unsigned',
    continuity: 'usually-signed',
  };
}

function certificates(people: DemoPeople, now: Date): readonly Plan[] {
  const { bob, frank, grace } = people;
  return [
    {
      key: 'revoked',
      from: frank,
      subject: 'Keys of the car park',
      content: letter('Dear Alice,', 'please give the spare keys to whoever comes for them tomorrow.', 'Frank'),
      signed: withStatus(frank, () => withdrawn(people, now)),
      expected: 'signed-untrusted',
    },
    {
      key: 'expired-since',
      from: grace,
      subject: 'My certificate runs out today',
      content: letter(
        'Hi Alice,',
        'my certificate is about to expire. Open this message now, and again when it has: it stays signed, because your program has seen that it was good.',
        'Grace',
      ),
      signed: withStatus(grace, () => inForce(people, now)),
      expected: 'signed-valid',
      continuity: 'first',
    },
    {
      key: 'weak-algorithm',
      from: bob,
      subject: 'From the old computer',
      content: letter('Hi Alice,', 'I write from the old computer in the workshop. It was never updated.', 'Bob'),
      signed: withSha1(bob),
      expected: 'signed-untrusted',
    },
  ];
}

function surroundings({ bob, carol }: DemoPeople): readonly Plan[] {
  const footer = '-- \r\nYou get this as a member of the team list.\r\nTo leave it, write to the list owner.';
  return [
    {
      key: 'several-signers',
      from: bob,
      subject: 'Budget with two signatures',
      content: letter('Hi Alice,', 'Carol and I have both signed: the budget is 12,000 EUR.', 'Bob'),
      signed: signedByBoth(bob, carol),
      expected: 'signed-untrusted',
    },
    {
      key: 'list-footer',
      from: carol,
      to: { name: 'Team', address: `team@${DEMO_DOMAIN}` },
      subject: '[team] Summer party',
      fields: [['List-Id', `<team.${DEMO_DOMAIN}>`]],
      content: letter('Dear all,', 'the summer party is on the 12th, in the garden.', 'Carol'),
      signed: belowFooter(signedBy(carol, 'clear'), footer),
      expected: 'partly-signed',
    },
    {
      key: 'reply-elsewhere',
      from: carol,
      subject: 'Room survey',
      fields: [['Reply-To', 'answers@survey.example']],
      content: letter('Dear Alice,', 'which room would you like to work in? Just answer this message.', 'Carol'),
      signed: signedBy(carol, 'clear'),
      expected: 'signed-valid',
      continuity: 'first',
    },
  ];
}

const DAY = 86_400_000;
const inDays = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY);
const listed = (now: Date): Times => ({ thisUpdate: inDays(now, -1), nextUpdate: inDays(now, 365) });

/** A list of the issuing authority that names Frank's certificate. */
async function withdrawn({ issuing, frank }: DemoPeople, now: Date): Promise<RevocationValues> {
  const entry = crlEntry({ certificate: certificateOf(frank), at: inDays(now, -2), reason: KEY_COMPROMISE });
  return { crls: [await makeCrl(issuing, listed(now), [entry])] };
}

/** RFC 5280 5.3.1. */
const KEY_COMPROMISE = 1;

/** What says that Grace's certificate is good, and that of its issuer: only then the signature is remembered. */
async function inForce({ authority, issuing, grace }: DemoPeople, now: Date): Promise<RevocationValues> {
  const answer = { certificate: certificateOf(grace), issuer: issuing.certificate, status: 'good' } as const;
  return {
    crls: [await makeCrl(authority, listed(now))],
    ocsp: [await makeOcsp(issuing, { ...answer, ...listed(now) })],
  };
}
