import {
  composeEntity,
  encodePfx,
  composeHeader,
  parseCertificate,
  protectEntity,
  toBase64,
  withHeader,
  type Bytes,
} from '../../../../shared/index';
import { createDemoMessages } from '../../demo/demo-messages';
import {
  certificateOf,
  createDemoPeople,
  DEMO_PASSPHRASE,
  type DemoOptions,
  type DemoPeople,
  type DemoPerson,
} from '../../demo/demo-people';
import { type DemoWorld } from '../../demo/demo-world';

/** The demo world with everybody's keys, so that a judge can stand in for the recipients. */
export interface TestWorld extends DemoWorld {
  readonly keys: DemoPeople;
}

export async function createTestWorld(now = new Date(), options: DemoOptions = {}): Promise<TestWorld> {
  const keys = await createDemoPeople(now, options);
  const { alice, bob, carol, dan, erin } = keys;
  return {
    keys,
    user: { name: alice.name, address: alice.address },
    passphrase: DEMO_PASSPHRASE,
    pfx: await quickPfx(alice),
    expiredPfx: await quickPfx(keys.aliceExpired),
    anchor: keys.authority.certificate,
    people: [bob, carol, dan, erin].map((of) => ({
      name: of.name,
      address: of.address,
      ...(of.party ? { certificate: certificateOf(of) } : {}),
    })),
    messages: await createDemoMessages(keys, now),
  };
}

/** A PFX with few iterations: deriving its key is not what these tests are about. */
export function quickPfx({ party }: DemoPerson): Promise<Bytes> {
  if (!party) throw new Error('a person with a certificate was expected');
  const { certificate, chain, keys } = party;
  const identities = [{ certificate, chain, privateKey: keys.pkcs8 }];
  return encodePfx({ identities, passphrase: DEMO_PASSPHRASE, iterations: 2_048 });
}

/** Encrypted for Alice by AES-GCM, which Thunderbird's own S/MIME does not open. */
export async function authEnvelopedMessage({ keys }: TestWorld, subject: string, now = new Date()): Promise<Bytes> {
  const entity = composeEntity({
    html: '<p>The <b>new</b> plan is in room <span id="room">0815</span>.</p><img src="http://127.0.0.1:9/beacon.png">',
    attachments: [
      { filename: 'Übersicht.txt', contentType: 'text/plain', octets: new TextEncoder().encode('overview\r\n') },
    ],
  });
  const { alice, bob } = keys;
  const header = composeHeader({
    from: { name: bob.name, address: bob.address },
    to: [{ name: alice.name, address: alice.address }],
    subject,
    date: now,
    messageId: `<${crypto.randomUUID()}@signet.example>`,
  });
  const sealed = await protectEntity({
    entity,
    encryptTo: [parseCertificate(certificateOf(alice))],
    algorithm: 'aes-256-gcm',
  });
  return withHeader(header, sealed);
}

/** Settings of an organisation that provides all of this world: its authority, everybody's certificate, Alice's identity. */
export const providedBy = ({ anchor, people, pfx, passphrase }: TestWorld) => ({
  'anchors.added': { value: [toBase64(anchor)] },
  certificates: { value: people.flatMap(({ certificate }) => (certificate ? [toBase64(certificate)] : [])) },
  identities: { value: [{ pfx: toBase64(pfx), passphrase }] },
});
