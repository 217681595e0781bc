import { type Bytes } from '../../../shared/base/bytes';
import {
  composeEntity,
  composeHeader,
  concat,
  encodePfx,
  parseCertificate,
  protectEntity,
} from '../../../shared/index';
import { generateKeyPair, type Party } from '../../support/test-ca';
import { createDemoPeople, DEMO_PASSPHRASE, type DemoPeople, signerOf } from './demo-people';

const DAY = 86_400_000;

/** The demo's Alice with a certificate that ends, and the one behind it; and mail that was encrypted to the first. */
export interface RenewingAlice {
  readonly people: DemoPeople;
  /** Ends at the time that was asked for. */
  readonly first: Party;
  /** In date now, and for long. */
  readonly next: Party;
  /** PFX files of both, under the passphrase of the demo. */
  readonly firstPfx: Bytes;
  readonly nextPfx: Bytes;
  readonly oldMail: Bytes;
}

export const OLD_SUBJECT = 'Old secret';
export const OLD_TEXT = 'The old meeting is in room 0815.';

export async function createRenewingAlice(now: Date, ends: Date): Promise<RenewingAlice> {
  const people = await createDemoPeople(now);
  const { name, address } = people.alice;
  const facts = { commonName: name, addresses: [address] };
  const before = { ...facts, notBefore: new Date(now.getTime() - 20 * DAY), notAfter: ends };
  const first = await people.issuing.issue(before, await generateKeyPair('rsa-2048'));
  const next = await people.issuing.issue(facts, await generateKeyPair('ec-p256'));
  const [firstPfx, nextPfx] = await Promise.all([pfxOfParty(first), pfxOfParty(next)]);
  return { people, first, next, firstPfx, nextPfx, oldMail: await mailTo(first, people, now) };
}

/** A PFX of one identity, chain included; deriving its key takes no time. */
export function pfxOfParty({ certificate, chain, keys }: Party): Promise<Bytes> {
  const identities = [{ certificate, chain, privateKey: keys.pkcs8 }];
  return encodePfx({ identities, passphrase: DEMO_PASSPHRASE, iterations: 2_048 });
}

/** From Bob, signed, and encrypted to one certificate of Alice. */
async function mailTo({ certificate }: Party, { alice, bob }: DemoPeople, now: Date): Promise<Bytes> {
  const header = composeHeader({
    from: { name: bob.name, address: bob.address },
    to: [{ name: alice.name, address: alice.address }],
    subject: OLD_SUBJECT,
    date: now,
    messageId: '<old-secret@signet.example>',
  });
  const entity = await protectEntity({
    entity: composeEntity({ text: OLD_TEXT }),
    sign: { signer: signerOf(bob), form: 'clear', signingTime: now },
    encryptTo: [parseCertificate(certificate)],
  });
  return concat([header, entity]);
}
