import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, type Der } from '../../../shared/base/bytes';
import { fromBase64, toBase64 } from '../../../shared/base/base64';
import { createDemoMessages, type DemoMessage } from './demo-messages';
import {
  certificateOf,
  createDemoPeople,
  DEMO_PASSPHRASE,
  pfxOf,
  type DemoOptions,
  type DemoPerson,
} from './demo-people';

/**
 * What a host needs to show the demo: one user with a PFX to import, the authority to trust, correspondents'
 * certificates and messages of every kind. Made afresh on first start; nothing private is in the repository.
 */
export interface DemoWorld {
  readonly user: { readonly name: string; readonly address: string };
  readonly passphrase: string;
  /** The user's PFX, and one of hers that has expired. */
  readonly pfx: Bytes;
  readonly expiredPfx: Bytes;
  /** The demo authority's self-signed certificate. */
  readonly anchor: Der;
  readonly people: readonly { readonly name: string; readonly address: string; readonly certificate?: Der }[];
  readonly messages: readonly DemoMessage[];
}

const entry = (of: DemoPerson): DemoWorld['people'][number] => ({
  name: of.name,
  address: of.address,
  ...(of.party ? { certificate: certificateOf(of) } : {}),
});

export async function createDemoWorld(now: Date, options: DemoOptions = {}): Promise<DemoWorld> {
  const people = await createDemoPeople(now, options);
  return {
    user: { name: people.alice.name, address: people.alice.address },
    passphrase: DEMO_PASSPHRASE,
    pfx: await pfxOf(people.alice),
    expiredPfx: await pfxOf(people.aliceExpired),
    anchor: people.authority.certificate,
    people: [people.bob, people.carol, people.dan, people.erin].map(entry),
    messages: await createDemoMessages(people, now),
  };
}

const FILE = 'demo-world.json';

const write = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { base64: toBase64(value) } : value;

function read(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('base64' in value) || typeof value.base64 !== 'string')
    return value;
  const octets = fromBase64(value.base64);
  if (octets === undefined) throw new Error(`${FILE} is damaged`);
  return octets;
}

/** Writes the world whole or not at all. */
export function saveDemoWorld(folder: string, world: DemoWorld): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  writeFileSync(`${path}.new`, JSON.stringify(world, write), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The saved world, or undefined where there is none. Throws where the file is damaged. */
export function loadDemoWorld(folder: string): DemoWorld | undefined {
  const path = join(folder, FILE);
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8'), read) as DemoWorld;
}
