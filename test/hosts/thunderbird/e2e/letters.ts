import {
  composeEntity,
  composeHeader,
  concat,
  latin1Bytes,
  protectEntity,
  withHeader,
  type Bytes,
  type Certificate,
  type Der,
} from '../../../../shared/index';
import { der, oid, sequence } from '../../../../shared/asn1/der';
import { OID } from '../../../../shared/asn1/oids';
import { extension, generateKeyPair, type TestCa } from '../../../support/test-ca';
import { DEMO_DOMAIN, signerOf, type DemoPerson } from '../../demo/demo-people';

/** Somebody who writes from the demo domain, certified by any authority, with extensions of one's own. */
export async function correspondent(
  authority: TestCa,
  name: string,
  extraExtensions: readonly Der[] = [],
): Promise<DemoPerson> {
  const address = `${name}@${DEMO_DOMAIN}`;
  const options = { commonName: name, addresses: [address], extraExtensions };
  return { key: name, name, address, party: await authority.issue(options, await generateKeyPair()) };
}

export interface Letter {
  readonly from: DemoPerson;
  readonly to: Pick<DemoPerson, 'name' | 'address'>;
  readonly subject: string;
  readonly replyTo?: string;
  /** Encrypted to this certificate too, in a way that Thunderbird does not open itself. */
  readonly encryptTo?: Certificate;
}

/** A message signed in the clear, as it comes by mail. */
export async function signedLetter(
  { from, to, subject, replyTo, encryptTo }: Letter,
  date = new Date(),
): Promise<Bytes> {
  const entity = composeEntity({ text: `About: ${subject}` });
  const header = composeHeader({
    from: { name: from.name, address: from.address },
    to: [{ name: to.name, address: to.address }],
    subject,
    date,
    messageId: `<${crypto.randomUUID()}@${DEMO_DOMAIN}>`,
  });
  const signed = await protectEntity({
    entity,
    sign: { signer: signerOf(from), form: 'clear', signingTime: date },
    ...(encryptTo && { encryptTo: [encryptTo], algorithm: 'aes-256-gcm' }),
  });
  const extra = replyTo === undefined ? '' : `Reply-To: ${replyTo}\r\n`;
  return concat([latin1Bytes(extra), withHeader(header, signed)]);
}

const uri = (text: string): Der => der(0x86, latin1Bytes(text));

/** Where lists of revoked certificates are (RFC 5280 4.2.1.13). */
export const listsAt = (...urls: readonly string[]): Der =>
  extension(OID.cRLDistributionPoints, sequence(...urls.map((url) => sequence(der(0xa0, der(0xa0, uri(url)))))));

/** Where responders are (RFC 5280 4.2.2.1). */
export const respondersAt = (...urls: readonly string[]): Der =>
  extension(OID.authorityInfoAccess, sequence(...urls.map((url) => sequence(oid(OID.adOcsp), uri(url)))));
