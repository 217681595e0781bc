import { existsSync } from 'node:fs';
import { type Bytes } from '../../shared/base/bytes';
import { decryptContent, unwrapContentKey } from '../../shared/cms/decrypt';
import { readEnvelope } from '../../shared/cms/envelope';
import { verifySignedData } from '../../shared/cms/verify';
import { pem, ScratchFolder, type ToolRun } from '../support/openssl';
import {
  certificateOf,
  CONTENT,
  createWorld,
  encrypted,
  type PartyName,
  signed,
  type World,
} from '../shared/cms/parties';

/**
 * NSS reads ours and we read what it writes, with a key database of its own. Where Thunderbird is installed it is
 * Thunderbird's NSS: older ones know no elliptic curves in envelopes. No NSS knows AuthEnvelopedData.
 */
const THUNDERBIRD = '/usr/lib/thunderbird';
const isThunderbirds = existsSync(`${THUNDERBIRD}/libsmime3.so`);
const SIGNERS: readonly PartyName[] = ['rsa', 'p256', 'p384'];
const RECIPIENTS: readonly PartyName[] = isThunderbirds ? SIGNERS : ['rsa'];
let world: World;
let folder: ScratchFolder;
beforeAll(async () => {
  world = await createWorld();
  folder = new ScratchFolder();
  folder.write('ca.der', world.ca.certificate);
  folder.write('content.txt', CONTENT);
  expect(run('certutil', '-N', '--empty-password').status).toBe(0);
  expect(run('certutil', '-A', '-n', 'ca', '-t', 'CT,CT,CT', '-i', 'ca.der').status).toBe(0);
  for (const name of SIGNERS) importParty(name);
});
afterAll(() => folder.remove());

function run(program: string, ...args: readonly string[]): ToolRun {
  const env = isThunderbirds ? { LD_LIBRARY_PATH: THUNDERBIRD } : {};
  return folder.run(program, ['-d', folder.path, ...args], { env });
}

function importParty(name: PartyName): void {
  const { certificate, keys } = world.parties[name];
  folder.write(`${name}.key`, pem('PRIVATE KEY', keys.pkcs8));
  folder.write(`${name}.crt`, pem('CERTIFICATE', certificate));
  const files = ['-inkey', `${name}.key`, '-in', `${name}.crt`, '-name', name, '-out', `${name}.p12`];
  expect(folder.openssl('pkcs12', '-export', ...files, '-passout', 'pass:test').status).toBe(0);
  expect(run('pk12util', '-i', `${name}.p12`, '-W', 'test').status).toBe(0);
}

const SIGNED = [
  ['rsa-sha256', 'rsa'],
  ['rsa-sha384', 'rsa'],
  ['rsa-sha512', 'rsa'],
  ['rsa-pss-sha256', 'rsa'],
  ['ecdsa-p256-sha256', 'p256'],
  ['ecdsa-p384-sha384', 'p384'],
] as const;

describe('NSS accepts ours', () => {
  it.each(SIGNED)('signed with %s, detached and attached', async (scheme, name) => {
    folder.write('ours.p7s', await signed(world.parties[name], scheme));
    const detached = run('cmsutil', '-D', '-i', 'ours.p7s', '-c', 'content.txt', '-h', '0', '-n');
    expect([detached.status, detached.stderr]).toEqual([0, '']);
    expect(Buffer.from(detached.stdout).toString()).toContain('signer0.status=GoodSignature');
    folder.write('ours.p7m', await signed(world.parties[name], scheme, 'attached'));
    const attached = run('cmsutil', '-D', '-i', 'ours.p7m');
    expect([attached.status, attached.stderr]).toEqual([0, '']);
    expect(attached.stdout).toEqual(new Uint8Array(CONTENT));
  });

  it.each(['aes-128-cbc', 'aes-256-cbc'] as const)('encrypted with %s to each kind of key', async (algorithm) => {
    for (const name of RECIPIENTS) {
      folder.write('ours.p7m', await encrypted([world.parties[name]], { algorithm }));
      const decoded = run('cmsutil', '-D', '-i', 'ours.p7m');
      expect([name, decoded.status, decoded.stderr]).toEqual([name, 0, '']);
      expect(decoded.stdout).toEqual(new Uint8Array(CONTENT));
    }
  });
});

describe('we accept NSS', () => {
  it.each(SIGNERS)('signed by %s, detached and attached', async (name) => {
    const sign = (...more: readonly string[]): Bytes =>
      run('cmsutil', '-S', '-N', name, '-G', '-P', '-Y', name, '-i', 'content.txt', ...more).stdout;
    const attached = await verifySignedData({ cms: sign() });
    expect(attached.content).toEqual(new Uint8Array(CONTENT));
    expect(attached.signers[0]).toMatchObject({ integrity: 'intact', reasons: [] });
    const detached = await verifySignedData({ cms: sign('-T'), detached: CONTENT });
    expect(detached.signers[0]).toMatchObject({ integrity: 'intact', reasons: [] });
  });

  it.each(RECIPIENTS)('encrypted to %s', async (name) => {
    const { stdout, stderr } = run('cmsutil', '-E', '-r', name, '-i', 'content.txt');
    expect(stderr).toBe('');
    const envelope = readEnvelope(stdout);
    const party = world.parties[name];
    const [recipient] = envelope.recipients;
    if (!recipient) throw new Error('no recipient');
    const identity = { certificate: certificateOf(party), privateKey: party.keys.pkcs8 };
    const key = await unwrapContentKey(recipient, identity);
    expect(await decryptContent(envelope, key as Bytes)).toEqual(new Uint8Array(CONTENT));
  });
});
