import { type Bytes } from '../../../shared/base/bytes';
import {
  composeEntity,
  composeHeader,
  parseCertificate,
  withHeader,
  type ContinuityKind,
  type EncryptionVerdict,
  type SummaryState,
} from '../../../shared/index';
import { encryptEntity } from '../../../shared/smime/protect-message';
import { dailyPlans } from './daily-plans';
import { certificateOf, DEMO_DOMAIN, type DemoPeople } from './demo-people';
import { type Plan } from './plan';
import { trustPlans } from './trust-plans';

/** One message of the demo mailbox with what a reader must be told of it who opens them all, the oldest first. */
export interface DemoMessage {
  readonly key: string;
  readonly octets: Bytes;
  readonly expected: SummaryState;
  readonly encryption: EncryptionVerdict['state'];
  /** What is usual for its sender; left out: nothing is said. */
  readonly continuity?: ContinuityKind;
}

async function make(plan: Plan, people: DemoPeople, date: Date): Promise<DemoMessage> {
  const { key, from, subject, expected, continuity } = plan;
  const header = composeHeader({
    from: { name: from.name, address: from.address },
    to: [plan.to ?? { name: people.alice.name, address: people.alice.address }],
    subject,
    date,
    messageId: `<demo-${key}@${DEMO_DOMAIN}>`,
    extra: plan.fields ?? [],
  });
  const octets = withHeader(header, await protectedEntity(plan, people, date));
  return {
    key,
    octets: plan.tamper ? plan.tamper(octets) : octets,
    expected,
    encryption: plan.encrypt ? 'opened' : 'none',
    ...(continuity && { continuity }),
  };
}

async function protectedEntity(plan: Plan, { alice }: DemoPeople, date: Date): Promise<Bytes> {
  const entity = composeEntity(plan.content);
  const signed = plan.signed ? await plan.signed(entity, date) : entity;
  if (!plan.encrypt) return signed;
  const readers = [alice, plan.from].map((reader) => parseCertificate(certificateOf(reader)));
  return encryptEntity(signed, readers);
}

const MINUTE = 60_000;

/** The messages of the demo mailbox, oldest first, the newest five minutes before `now`. */
export function createDemoMessages(people: DemoPeople, now: Date): Promise<readonly DemoMessage[]> {
  const all = [...trustPlans(people, now), ...dailyPlans(people)];
  const dateOf = ({ daysAgo = 0 }: Plan, index: number): Date =>
    new Date(now.getTime() - (5 + 47 * (all.length - 1 - index) + daysAgo * 24 * 60) * MINUTE);
  return Promise.all(all.map((plan, index) => make(plan, people, dateOf(plan, index))));
}
