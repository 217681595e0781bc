import { randomBytes, randomUUID } from 'node:crypto';
import { simpleParser, type ParsedMail } from 'mailparser';
import { latin1Bytes, latin1Text, type Bytes } from '../../../shared/base/bytes';
import { composeEntity, composeHeader, withHeader } from '../../../shared/mime/compose-mime';
import { protectHeader } from '../../../shared/mime/header-protection-write';
import { signEntity } from '../../../shared/smime/protect-message';
import { type Party } from '../test-ca';

/** How a challenge mail is to be shown as authentic, or not. */
export type MailAuthenticity = 'smime' | 'dkim' | 'dkim-partial' | 'none';

export interface ChallengeOptions {
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly autoSubmitted: string | undefined;
  readonly authenticity: MailAuthenticity;
  /** Who signs by S/MIME. */
  readonly signer: Party;
  /** Whose Authentication-Results the mail gets: the recipient's mail server, which this stands in for. */
  readonly mailServer: string;
  readonly now: Date;
}

export interface Challenge {
  readonly octets: Bytes;
  readonly messageId: string;
}

const COVERED =
  'from:sender:reply-to:to:cc:subject:date:in-reply-to:references:message-id:auto-submitted:content-type:content-transfer-encoding';

/** The challenge mail of RFC 8823 3.1, or, as told, one that is not as it must be. */
export async function composeChallenge(options: ChallengeOptions): Promise<Challenge> {
  const { from, to, subject, now, signer } = options;
  const messageId = `<${randomUUID()}@${from.split('@')[1] ?? ''}>`;
  const extra: [string, string][] = [
    ...(options.autoSubmitted === undefined ? [] : [['Auto-Submitted', options.autoSubmitted] as [string, string]]),
    ...(options.replyTo === undefined ? [] : [['Reply-To', options.replyTo] as [string, string]]),
  ];
  const header = composeHeader({
    from: { name: 'Local ACME server (simulated)', address: from },
    to: [{ name: '', address: to }],
    subject,
    date: now,
    messageId,
    extra,
  });
  const entity = composeEntity({ text: 'A certificate was asked for. Your mail program answers this by itself.\r\n' });
  if (options.authenticity === 'smime') {
    const { outer, payload } = protectHeader(header, entity, { encrypt: false });
    const by = {
      certificate: signer.certificate,
      chain: signer.chain,
      scheme: 'ecdsa-p256-sha256',
      sign: (octets: Bytes) => signer.keys.sign(octets),
    } as const;
    return {
      messageId,
      octets: withHeader(outer, await signEntity(payload, { signer: by, form: 'clear', signingTime: now })),
    };
  }
  return { messageId, octets: withHeader(latin1Bytes(traceOf(options) + latin1Text(header)), entity) };
}

/** What the recipient's mail server would say of a DKIM signature, and the signature's field, its value left out. */
function traceOf({ from, authenticity, mailServer }: ChallengeOptions): string {
  if (authenticity === 'none') return '';
  const domain = from.split('@')[1] ?? '';
  const covered = authenticity === 'dkim' ? COVERED : 'from:to:subject';
  return (
    `Authentication-Results: ${mailServer}; dkim=pass (2048-bit key) header.d=${domain} header.s=acme\r\n` +
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=acme;\r\n h=${covered};\r\n bh=; b=\r\n`
  );
}

/** 128 bits and more, in a length that is no multiple of three octets. */
export const newToken = (): string => randomBytes(20).toString('base64url');

export interface ExpectedResponse {
  readonly address: string;
  readonly to: string;
  readonly tokenPart1: string;
  readonly challengeId: string;
  readonly digest: string;
}

/** What a response mail lacks of RFC 8823 3.2; undefined where it is as it must be. */
export async function responseFault(octets: Bytes, expected: ExpectedResponse): Promise<string | undefined> {
  if (/[^\r]\n|\r[^\n]/.test(latin1Text(octets))) return 'bare CR or LF';
  const mail = await simpleParser(Buffer.from(octets));
  const addresses = (field: ParsedMail['from'] | ParsedMail['to']): string[] =>
    [field ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
  if (addresses(mail.from).join() !== expected.address) return `From: ${addresses(mail.from).join()}`;
  if (addresses(mail.to).join() !== expected.to) return `To: ${addresses(mail.to).join()}`;
  if (mail.subject?.replace(/\s+/g, ' ') !== `Re: ACME: ${expected.tokenPart1}`) return `Subject: ${mail.subject}`;
  if (mail.inReplyTo !== expected.challengeId) return `In-Reply-To: ${mail.inReplyTo}`;
  if (mail.headerLines.some(({ key }) => key.startsWith('list-'))) return 'a list field';
  if (mail.attachments.length > 0) return 'an attachment';
  const type = (mail.headers.get('content-type') as { value?: string } | undefined)?.value ?? 'text/plain';
  if (type !== 'text/plain' && type !== 'multipart/alternative') return `Content-Type: ${type}`;
  return blockFault(mail.text ?? '', expected.digest);
}

function blockFault(text: string, digest: string): string | undefined {
  const [, block] = /^-----BEGIN ACME RESPONSE-----\n([\s\S]*?)^-----END ACME RESPONSE-----$/m.exec(text) ?? [];
  if (block === undefined) return 'no ACME RESPONSE block';
  return block.replace(/\s/g, '') === digest ? undefined : 'the digest does not match';
}
