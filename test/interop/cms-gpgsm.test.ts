import { createHash } from 'node:crypto';
import { type Bytes, utf8Bytes } from '../../shared/base/bytes';
import { decryptContent, unwrapContentKey } from '../../shared/cms/decrypt';
import { readEnvelope } from '../../shared/cms/envelope';
import { verifySignedData } from '../../shared/cms/verify';
import { pem, ScratchFolder, type ToolRun } from '../support/openssl';
import { certificateOf, CONTENT, createWorld, encrypted, signed, type World } from '../shared/cms/parties';

/**
 * GnuPG reads ours and we read what it writes, in a home folder of its own that trusts the test authority. GnuPG 2.2
 * cannot import keys of elliptic curves and opens no AES-GCM, OpenSSL's neither, so those are left to the other judges.
 */
let world: World;
let folder: ScratchFolder;
beforeAll(async () => {
  world = await createWorld();
  folder = new ScratchFolder();
  const fingerprint = createHash('sha1').update(world.ca.certificate).digest('hex').toUpperCase();
  folder.write('trustlist.txt', `${fingerprint} S relax\n`);
  folder.write('gpgsm.conf', 'disable-crl-checks\nno-secmem-warning\n');
  folder.write('gpg-agent.conf', 'allow-loopback-pinentry\nallow-preset-passphrase\n');
  folder.write('ca.der', world.ca.certificate);
  expect(gpgsm('--import', 'ca.der').status).toBe(0);
  const { certificate, keys } = world.parties.rsa;
  folder.write('rsa.key', pem('PRIVATE KEY', keys.pkcs8));
  folder.write('rsa.crt', pem('CERTIFICATE', certificate));
  const pbe = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-passout', 'pass:test'];
  const files = ['-inkey', 'rsa.key', '-in', 'rsa.crt', '-out', 'rsa.p12'];
  expect(folder.openssl('pkcs12', '-export', ...pbe, ...files).status).toBe(0);
  expect(withSecret('--import', 'rsa.p12').status).toBe(0);
  folder.write('p256.der', world.parties.p256.certificate);
  expect(gpgsm('--import', 'p256.der').status).toBe(0);
});
afterAll(() => {
  folder.run('gpgconf', ['--homedir', folder.path, '--kill', 'all']);
  folder.remove();
});

const home = (): string[] => ['--homedir', folder.path, '--batch', '--no-tty', '--yes'];

function gpgsm(...args: readonly string[]): ToolRun {
  return folder.run('gpgsm', [...home(), ...args]);
}

/** With the passphrase that import puts on each key. */
function withSecret(...args: readonly string[]): ToolRun {
  const passphrase = ['--pinentry-mode', 'loopback', '--passphrase-fd', '0'];
  return folder.run('gpgsm', [...home(), ...passphrase, ...args], { input: utf8Bytes('test\n') });
}

describe('gpgsm accepts ours', () => {
  it.each([
    ['rsa-sha256', 'rsa'],
    ['rsa-sha512', 'rsa'],
    ['rsa-pss-sha256', 'rsa'],
    ['ecdsa-p256-sha256', 'p256'],
  ] as const)('signed with %s', async (scheme, party) => {
    folder.write('content.txt', CONTENT);
    folder.write('ours.p7s', await signed(world.parties[party], scheme));
    const run = gpgsm('--verify', 'ours.p7s', 'content.txt');
    expect(run.stderr).toContain('Good signature');
    folder.write('ours.p7m', await signed(world.parties[party], scheme, 'attached'));
    expect(gpgsm('--verify', 'ours.p7m').stderr).toContain('Good signature');
  });

  it.each(['aes-128-cbc', 'aes-256-cbc'] as const)('encrypted with %s, to others too', async (algorithm) => {
    folder.write('ours.p7m', await encrypted([world.parties.p256, world.parties.rsa], { algorithm }));
    expect(withSecret('--decrypt', 'ours.p7m').stdout).toEqual(new Uint8Array(CONTENT));
  });
});

describe('we accept gpgsm', () => {
  it('signed, detached and attached', async () => {
    folder.write('content.txt', CONTENT);
    const sign = (...more: readonly string[]): Bytes =>
      withSecret('-u', 'rsa', '--sign', ...more, 'content.txt').stdout;
    const detached = await verifySignedData({ cms: sign('--detach-sign'), detached: CONTENT });
    expect(detached.signers[0]).toMatchObject({ integrity: 'intact', reasons: [] });
    const attached = await verifySignedData({ cms: sign() });
    expect(attached.content).toEqual(new Uint8Array(CONTENT));
    expect(attached.signers[0]).toMatchObject({ integrity: 'intact', reasons: [] });
  });

  it('encrypted', async () => {
    folder.write('content.txt', CONTENT);
    const { stdout } = gpgsm('-r', 'rsa@example.test', '--encrypt', 'content.txt');
    const envelope = readEnvelope(stdout);
    const party = world.parties.rsa;
    const [recipient] = envelope.recipients;
    if (!recipient) throw new Error('no recipient');
    const identity = { certificate: certificateOf(party), privateKey: party.keys.pkcs8 };
    const key = await unwrapContentKey(recipient, identity);
    expect(await decryptContent(envelope, key as Bytes)).toEqual(new Uint8Array(CONTENT));
  });
});
