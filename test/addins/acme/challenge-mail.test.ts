import { judgeChallengeMail, type MailVerdict } from '../../../addins/acme/challenge-mail';
import { composeResponse, responseDigest } from '../../../addins/acme/response-mail';
import { utf8Bytes, latin1Text } from '../../../shared/base/bytes';

const FROM = 'acme@ca.example';
const expected = { from: FROM, address: 'alice@signet.example', mailServer: 'mx.signet.example' };
const TOKEN = 'LgYemJLy3F1LDkiJrdIGbEzyFJyOyf6vBdyZ1TG3sME';
const TRACE = [
  'Authentication-Results: mx.signet.example; dkim=pass header.d=ca.example',
  'DKIM-Signature: v=1; d=ca.example; h=from:sender:reply-to:to:cc:subject:date:in-reply-to:references:message-id:auto-submitted:content-type:content-transfer-encoding; b=x',
];
const FIELDS = {
  From: `CA <${FROM}>`,
  To: 'alice@signet.example',
  Subject: `ACME: ${TOKEN}`,
  'Auto-Submitted': 'auto-generated; type=acme',
  'Message-ID': '<1@ca.example>',
};
const notOpened = (): Promise<never> => Promise.reject(new Error('not S/MIME'));
const judge = (
  change: Partial<Record<keyof typeof FIELDS | 'Reply-To' | 'Sender', string | undefined>> = {},
  trace = TRACE,
): Promise<MailVerdict> => {
  const fields = Object.entries({ ...FIELDS, ...change }).filter(([, value]) => value !== undefined);
  const lines = [...trace, ...fields.map(([name, value]) => `${name}: ${value}`), '', 'text', ''];
  return judgeChallengeMail(utf8Bytes(lines.join('\r\n')), expected, notOpened);
};

describe('a challenge mail', () => {
  it('gives the token, its own name and where the response goes', async () => {
    expect(await judge()).toEqual({
      kind: 'accepted',
      mail: { tokenPart1: TOKEN, messageId: '<1@ca.example>', replyTo: FROM },
    });
    expect(await judge({ 'Reply-To': 'answers@ca.example' })).toMatchObject({
      mail: { replyTo: 'answers@ca.example' },
    });
  });

  it.each([
    `ACME:\r\n ${TOKEN.slice(0, 20)}\r\n ${TOKEN.slice(20)}`,
    `=?utf-8?B?${Buffer.from(`ACME: ${TOKEN}`).toString('base64')}?=`,
    `=?us-ascii?Q?ACME:_${TOKEN}?=`,
  ])('is read however its subject is folded or encoded: %s', async (Subject) => {
    expect(await judge({ Subject })).toMatchObject({ kind: 'accepted', mail: { tokenPart1: TOKEN } });
  });

  it.each([
    ['mail-wrong-sender', { From: 'acme@evil.example' }],
    ['mail-wrong-sender', { From: `${FROM}, acme@evil.example` }],
    ['mail-wrong-sender', { From: `"${FROM}" <acme@evil.example>` }],
    ['mail-wrong-recipient', { To: 'bob@signet.example' }],
    ['mail-not-automatic', { 'Auto-Submitted': 'no' }],
    ['mail-not-automatic', { 'Auto-Submitted': 'auto-replied' }],
    ['mail-not-automatic', { 'Auto-Submitted': 'auto-generatedx' }],
    ['mail-without-token', { Subject: 'ACME: short' }],
    ['mail-without-token', { Subject: `ACME: ${TOKEN}=` }],
    ['mail-without-token', { 'Message-ID': undefined }],
  ])('is refused as %s: %j', async (problem, change) => {
    expect(await judge(change)).toEqual({ kind: 'refused', problem });
  });

  it.each([
    ['To: alice@signet.example', { To: 'mallory@evil.example' }],
    [`Subject: ACME: ${'A'.repeat(43)}`, {}],
    ['Message-ID: <forged@evil.example>', {}],
    [`From: CA <${FROM}>`, {}],
    ['Reply-To: mallory@evil.example', { 'Reply-To': FROM }],
    ['Auto-Submitted: auto-generated', { 'Auto-Submitted': 'no' }],
    [`Sender: ${FROM}`, { Sender: FROM }],
  ])('is refused where "%s" was put on top of a genuine one to somebody else', async (field, change) => {
    expect(await judge(change, [field, ...TRACE])).toEqual({ kind: 'refused', problem: 'mail-not-authentic' });
  });

  it('is refused where the mail server does not confirm it', async () => {
    expect(await judge({}, [])).toEqual({ kind: 'refused', problem: 'mail-not-authentic' });
  });

  it.each([`Re: ACME: ${TOKEN}`, 'Your order', `XACME: ${TOKEN}`, ''])('is not "%s"', async (Subject) => {
    expect(await judge({ Subject })).toEqual({ kind: 'unrelated' });
  });
});

describe('the response to a challenge', () => {
  it('is a plain answer with the digest, as RFC 8823 shows it', () => {
    const mail = { tokenPart1: TOKEN, messageId: '<1@ca.example>', replyTo: FROM };
    const { octets, to } = composeResponse({
      mail,
      from: 'alice@signet.example',
      digest: 'LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0',
      messageId: '<2@signet.example>',
      date: new Date(0),
    });
    expect(to).toBe(FROM);
    const text = latin1Text(octets);
    expect(text).toContain('\r\nIn-Reply-To: <1@ca.example>\r\n');
    expect(text.replace(/\r\n /g, ' ')).toContain(`\r\nSubject: Re: ACME: ${TOKEN}\r\n`);
    expect(text).toContain('\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n');
    expect(text).toMatch(
      /\r\n\r\n-----BEGIN ACME RESPONSE-----\r\nLoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0\r\n-----END ACME RESPONSE-----\r\n$/,
    );
  });

  it('joins the two parts of the token as texts', async () => {
    const jwk = { crv: 'P-256', kty: 'EC', x: 'x', y: 'y' } as const;
    expect(await responseDigest('ab', 'cd', jwk)).toBe(await responseDigest('abc', 'd', jwk));
    expect(await responseDigest('ab', 'cd', jwk)).not.toBe(await responseDigest('cd', 'ab', jwk));
  });
});
