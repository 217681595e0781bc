import { latin1Bytes, latin1Text, type Bytes } from '../../../shared/base/bytes';
import { type DemoPeople } from './demo-people';
import { letter, type Plan } from './plan';
import { signedBy } from './signed-forms';

/** Mail as it comes every day, signed, encrypted, neither, and what somebody did to it. */
export function dailyPlans({ bob, carol, mallory }: DemoPeople): readonly Plan[] {
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
      signed: signedBy(bob, 'clear'),
      subject: 'Minutes of the meeting',
      content: {
        ...letter('Hi Alice,', 'the minutes are attached. Grüße, Bob'),
        attachments: [{ filename: 'Protokoll März.txt', contentType: 'text/plain', octets: minutes }],
      },
      expected: 'signed-valid',
      continuity: 'first',
    },
    {
      key: 'opaque-signed',
      from: carol,
      signed: signedBy(carol, 'opaque'),
      subject: 'Travel dates',
      content: letter('Dear Alice,', 'I arrive on the 3rd and leave on the 7th.', 'Carol'),
      expected: 'signed-valid',
      continuity: 'same',
    },
    {
      key: 'tampered',
      from: bob,
      signed: signedBy(bob, 'clear'),
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
      signed: signedBy(bob, 'opaque'),
      encrypt: true,
      subject: 'Contract draft',
      content: letter('Hi Alice,', 'here is the draft: we keep clause 7 and drop clause 9.', 'Bob'),
      expected: 'signed-valid',
      continuity: 'same',
    },
    {
      key: 'unknown-ca',
      from: { ...mallory, key: 'bob' },
      signed: signedBy(mallory, 'clear'),
      subject: 'New bank account',
      content: letter('Hi Alice,', 'we have a new bank account. Please use it from now on.', 'Bob'),
      expected: 'signed-untrusted',
    },
    {
      key: 'other-signer',
      from: bob,
      signed: signedBy(carol, 'clear'),
      subject: 'Password reset',
      content: letter('Hi Alice,', 'please send me the password of the shared mailbox.', 'Bob'),
      expected: 'signed-untrusted',
    },
  ];
}

/** Swaps every occurrence of a text for another of the same length. */
function swap(octets: Bytes, from: string, to: string): Bytes {
  const text = latin1Text(octets);
  if (!text.includes(from) || from.length !== to.length) throw new Error(`the demo message does not hold ${from}`);
  return latin1Bytes(text.replaceAll(from, to));
}
