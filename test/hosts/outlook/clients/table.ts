import { type Bytes } from '../../../../shared/index';
import { createDemoMessages } from '../../demo/demo-messages';
import { certificateOf, createDemoPeople, DEMO_PASSPHRASE, pfxOf, type DemoPeople } from '../../demo/demo-people';
import { type PlaygroundWorld } from '../playground/world';
import { openDevice } from './pane';

/** What all cells share: people with keys, Alice's device, and an encrypted message to her. */
export interface Table {
  readonly people: DemoPeople;
  readonly world: PlaygroundWorld;
  readonly encrypted: Bytes;
  readonly servicesFor: Awaited<ReturnType<typeof openDevice>>;
}

export async function openTable(): Promise<Table> {
  const now = new Date();
  const people = await createDemoPeople(now);
  const { alice, bob, carol, authority } = people;
  const pfx = await pfxOf(alice);
  const messages = await createDemoMessages(people, now);
  const user = { name: alice.name, address: alice.address };
  const encrypted = messages.find(({ encryption }) => encryption === 'opened')?.octets ?? new Uint8Array();
  const servicesFor = await openDevice({
    anchors: [authority.certificate],
    withoutPublicAnchors: true,
    certificates: [bob, carol].map(certificateOf),
    identities: [{ pfx, passphrase: DEMO_PASSPHRASE }],
  });
  const world = { user, passphrase: DEMO_PASSPHRASE, pfx, anchor: authority.certificate, people: [], messages };
  return { people, world, encrypted, servicesFor };
}
