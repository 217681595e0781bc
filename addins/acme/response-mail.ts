import { composeEntity, composeHeader, withHeader, type Bytes } from '../../shared/index';
import { sha256, thumbprint, type EcJwk } from './jws';
import { type ChallengeMail } from './order';

export interface ResponseMail {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly octets: Bytes;
}

/**
 * The key authorization's digest (RFC 8823 3 and RFC 8555 8.1). The two parts of the token are joined as texts, which is
 * what other clients do; where the first is no multiple of three octets long, joining octets would give another text.
 */
export async function responseDigest(tokenPart1: string, tokenPart2: string, jwk: EcJwk): Promise<string> {
  return sha256(`${tokenPart1}${tokenPart2}.${await thumbprint(jwk)}`);
}

/** The response (RFC 8823 3.2): text/plain in 7 bits, as an answer to the challenge. The provider's server signs it (DKIM). */
export function composeResponse(options: {
  readonly mail: ChallengeMail;
  readonly from: string;
  readonly digest: string;
  readonly messageId: string;
  readonly date: Date;
}): ResponseMail {
  const { mail, from, digest, messageId, date } = options;
  const header = composeHeader({
    from: { name: '', address: from },
    to: [{ name: '', address: mail.replyTo }],
    subject: `Re: ACME: ${mail.tokenPart1}`,
    date,
    messageId,
    inReplyTo: mail.messageId,
    references: mail.messageId,
  });
  const text = `-----BEGIN ACME RESPONSE-----\r\n${digest}\r\n-----END ACME RESPONSE-----\r\n`;
  return { from, to: mail.replyTo, messageId, octets: withHeader(header, composeEntity({ text })) };
}
