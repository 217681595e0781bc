import { latin1Bytes, latin1Text, type Bytes } from '../../../shared/base/bytes';
import {
  composeEntity,
  composeHeader,
  parseCertificate,
  protectEntity,
  withHeader,
  type EncryptionVerdict,
  type MessageContent,
  type SummaryState,
} from '../../../shared/index';
import { certificateOf, DEMO_DOMAIN, signerOf, type DemoPeople, type DemoPerson } from './demo-people';

/** One message of the demo mailbox with what a reader must be told of it. */
export interface DemoMessage {
  readonly key: string;
  readonly octets: Bytes;
  readonly expected: SummaryState;
  readonly encryption: EncryptionVerdict['state'];
}

interface Plan {
  readonly key: string;
  readonly from: DemoPerson;
  readonly signer?: DemoPerson;
  readonly form?: 'clear' | 'opaque';
  readonly encrypt?: boolean;
  readonly subject: string;
  readonly content: MessageContent;
  readonly expected: SummaryState;
  /** Changes the finished message on its way. */
  readonly tamper?: (octets: Bytes) => Bytes;
}

const letter = (...lines: readonly string[]): MessageContent => ({
  text: lines.join('\r\n'),
  html: lines.map((line) => `<p>${line}</p>`).join('\r\n'),
});

/** Swaps every occurrence of a text for another of the same length. */
function swap(octets: Bytes, from: string, to: string): Bytes {
  const text = latin1Text(octets);
  if (!text.includes(from) || from.length !== to.length) throw new Error(`the demo message does not hold ${from}`);
  return latin1Bytes(text.replaceAll(from, to));
}

function plans({ bob, carol, mallory }: DemoPeople): readonly Plan[] {
  const minutes = new TextEncoder().encode('Minutes\r\n1. Budget agreed\r\n2. Next meeting on Monday\r\n');
  return [
    {
      key: 'plain',
      from: bob,
      subject: 'Lunch on Friday?',
      content: letter('Hi Alice,', 'are you in town on Friday?', 'Bob'),
      expected: 'unsigned',
    },
    {
      key: 'clear-signed',
      from: bob,
      signer: bob,
      form: 'clear',
      subject: 'Minutes of the meeting',
      content: {
        ...letter('Hi Alice,', 'the minutes are attached. Grüße, Bob'),
        attachments: [{ filename: 'Protokoll März.txt', contentType: 'text/plain', octets: minutes }],
      },
      expected: 'signed-valid',
    },
    {
      key: 'opaque-signed',
      from: carol,
      signer: carol,
      form: 'opaque',
      subject: 'Travel dates',
      content: letter('Dear Alice,', 'I arrive on the 3rd and leave on the 7th.', 'Carol'),
      expected: 'signed-valid',
    },
    {
      key: 'tampered',
      from: bob,
      signer: bob,
      form: 'clear',
      subject: 'Invoice 2041',
      content: letter('Hi Alice,', 'please transfer 1,000 EUR to the usual account.', 'Bob'),
      expected: 'signed-invalid',
      tamper: (octets) => swap(octets, '1,000 EUR', '9,000 EUR'),
    },
    {
      key: 'encrypted',
      from: carol,
      encrypt: true,
      subject: 'The door code',
      content: letter('Dear Alice,', 'the code of the archive is 4711.', 'Carol'),
      expected: 'unsigned',
    },
    {
      key: 'signed-encrypted',
      from: bob,
      signer: bob,
      form: 'opaque',
      encrypt: true,
      subject: 'Contract draft',
      content: letter('Hi Alice,', 'here is the draft: we keep clause 7 and drop clause 9.', 'Bob'),
      expected: 'signed-valid',
    },
    {
      key: 'unknown-ca',
      from: { ...mallory, key: 'bob' },
      signer: mallory,
      form: 'clear',
      subject: 'New bank account',
      content: letter('Hi Alice,', 'we have a new bank account. Please use it from now on.', 'Bob'),
      expected: 'signed-untrusted',
    },
    {
      key: 'other-signer',
      from: bob,
      signer: carol,
      form: 'clear',
      subject: 'Password reset',
      content: letter('Hi Alice,', 'please send me the password of the shared mailbox.', 'Bob'),
      expected: 'signed-untrusted',
    },
  ];
}

async function make(plan: Plan, people: DemoPeople, date: Date): Promise<DemoMessage> {
  const { alice } = people;
  const protectedEntity = await protectEntity({
    entity: composeEntity(plan.content),
    ...(plan.signer ? { sign: { signer: signerOf(plan.signer), form: plan.form ?? 'clear', signingTime: date } } : {}),
    ...(plan.encrypt
      ? { encryptTo: [parseCertificate(certificateOf(alice)), parseCertificate(certificateOf(plan.from))] }
      : {}),
  });
  const header = composeHeader({
    from: { name: plan.from.name, address: plan.from.address },
    to: [{ name: alice.name, address: alice.address }],
    subject: plan.subject,
    date,
    messageId: `<demo-${plan.key}@${DEMO_DOMAIN}>`,
  });
  const octets = withHeader(header, protectedEntity);
  return {
    key: plan.key,
    octets: plan.tamper ? plan.tamper(octets) : octets,
    expected: plan.expected,
    encryption: plan.encrypt ? 'opened' : 'none',
  };
}

/** The eight messages of the demo mailbox, oldest first, the newest five minutes before `now`. */
export function createDemoMessages(people: DemoPeople, now: Date): Promise<readonly DemoMessage[]> {
  const all = plans(people);
  const dateOf = (index: number): Date => new Date(now.getTime() - (5 + 47 * (all.length - 1 - index)) * 60_000);
  return Promise.all(all.map((plan, index) => make(plan, people, dateOf(index))));
}
