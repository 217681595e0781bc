import { verifySignedData } from '../../shared/cms/verify';
import { type ScratchFolder, pem, withFolder } from '../support/openssl';
import { type Party } from '../support/test-ca';
import { canonical, CONTENT, createWorld, SCHEMES, signed, type World } from '../shared/cms/parties';

/** Signatures: OpenSSL reads ours, we read OpenSSL's. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});

function withWorld<T>(body: (folder: ScratchFolder) => Promise<T>): Promise<T> {
  return withFolder((folder) => {
    folder.write('ca.pem', pem('CERTIFICATE', world.ca.certificate));
    for (const [name, party] of Object.entries(world.parties)) writeParty(folder, name, party);
    folder.write('content.txt', CONTENT);
    return body(folder);
  });
}

function writeParty(folder: ScratchFolder, name: string, party: Party): void {
  folder.write(`${name}.crt`, pem('CERTIFICATE', party.certificate));
  folder.write(`${name}.key`, pem('PRIVATE KEY', party.keys.pkcs8));
}

describe('openssl cms -verify accepts ours', () => {
  it.each(SCHEMES)('%s, detached and attached', async (scheme, party) => {
    await withWorld(async (folder) => {
      folder.write('detached.der', await signed(world.parties[party], scheme));
      folder.write('attached.der', await signed(world.parties[party], scheme, 'attached'));
      const common = ['cms', '-verify', '-inform', 'DER', '-CAfile', 'ca.pem', '-purpose', 'smimesign', '-binary'];
      const detached = folder.openssl(...common, '-in', 'detached.der', '-content', 'content.txt');
      expect(detached.stderr).toContain('successful');
      const attached = folder.openssl(...common, '-in', 'attached.der');
      expect(attached.stderr).toContain('successful');
      expect(attached.stdout).toEqual(new Uint8Array(CONTENT));
    });
  });
});

interface Case {
  readonly name: string;
  readonly signers: readonly (keyof World['parties'])[];
  readonly arguments?: readonly string[];
  readonly digest?: string;
  readonly signature: string;
  /** OpenSSL 3.0 fails to write indefinite lengths with RSASSA-PSS. */
  readonly streams?: false;
}

const CASES: readonly Case[] = [
  { name: 'RSA, default attributes', signers: ['rsa'], signature: 'rsa' },
  { name: 'RSA with SHA-512', signers: ['rsa'], arguments: ['-md', 'sha512'], digest: 'sha512', signature: 'rsa' },
  { name: 'no signed attributes', signers: ['rsa'], arguments: ['-noattr'], signature: 'rsa' },
  { name: 'no signed attributes, ECDSA', signers: ['p256'], arguments: ['-noattr'], signature: 'ecdsa-p256' },
  { name: 'key identifier', signers: ['rsa'], arguments: ['-keyid'], signature: 'rsa' },
  {
    name: 'PSS',
    signers: ['rsa'],
    arguments: ['-keyopt', 'rsa_padding_mode:pss'],
    signature: 'rsa-pss',
    streams: false,
  },
  {
    name: 'PSS with a salt of 16',
    signers: ['rsa'],
    arguments: ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:16'],
    signature: 'rsa-pss',
    streams: false,
  },
  { name: 'P-256', signers: ['p256'], signature: 'ecdsa-p256' },
  { name: 'P-384', signers: ['p384'], arguments: ['-md', 'sha384'], digest: 'sha384', signature: 'ecdsa-p384' },
  { name: 'P-521', signers: ['p521'], arguments: ['-md', 'sha512'], digest: 'sha512', signature: 'ecdsa-p521' },
  { name: 'signing certificate', signers: ['rsa'], arguments: ['-cades'], signature: 'rsa' },
  { name: 'two signers', signers: ['rsa', 'p256'], signature: 'rsa' },
];

describe('we accept openssl cms -sign', () => {
  it.each(CASES)('$name: detached, attached, indefinite length', async (one) => {
    await withWorld(async (folder) => {
      const keys = one.signers.flatMap((name) => ['-signer', `${name}.crt`, '-inkey', `${name}.key`]);
      const base = [
        'cms',
        '-sign',
        '-binary',
        '-in',
        'content.txt',
        '-outform',
        'DER',
        ...keys,
        ...(one.arguments ?? []),
      ];
      for (const more of [[], ['-nodetach'], ...(one.streams === false ? [] : [['-nodetach', '-stream']])]) {
        const { stdout, stderr } = folder.openssl(...base, ...more);
        expect(stderr).toBe('');
        const report = await verifySignedData(more.length === 0 ? { cms: stdout, detached: CONTENT } : { cms: stdout });
        expect(report.signers).toHaveLength(one.signers.length);
        expect(report.form).toBe(more.length === 0 ? 'detached' : 'attached');
        if (report.content) expect(report.content).toEqual(new Uint8Array(CONTENT));
        for (const signer of report.signers) expect(signer).toMatchObject({ integrity: 'intact', reasons: [] });
        const names = report.signers.map(({ signatureAlgorithm }) => signatureAlgorithm);
        expect(names).toContain(one.signature);
        expect(report.signers[0]?.digestAlgorithm).toBe(one.digest ?? 'sha256');
      }
    });
  });

  it('and tells where the certificate is not enclosed, unless it is a candidate', async () => {
    await withWorld(async (folder) => {
      const { stdout } = folder.openssl(
        ...['cms', '-sign', '-binary', '-in', 'content.txt', '-outform', 'DER', '-nocerts'],
        ...['-signer', 'rsa.crt', '-inkey', 'rsa.key'],
      );
      const alone = await verifySignedData({ cms: stdout, detached: CONTENT });
      expect(alone.signers[0]).toMatchObject({
        integrity: 'unverifiable',
        reasons: [{ code: 'signer-certificate-missing' }],
      });
      const { parseCertificates } = await import('../../shared/pkix/certificate');
      const candidates = parseCertificates(world.parties.rsa.certificate);
      const helped = await verifySignedData({ cms: stdout, detached: CONTENT, candidates });
      expect(helped.signers[0]?.integrity).toBe('intact');
    });
  });

  it('of a large content in many pieces', async () => {
    await withWorld(async (folder) => {
      const content = canonical('0123456789abcdef\r\n'.repeat(20_000));
      folder.write('large.txt', content);
      const { stdout } = folder.openssl(
        ...['cms', '-sign', '-binary', '-in', 'large.txt', '-outform', 'DER', '-nodetach', '-stream'],
        ...['-signer', 'p256.crt', '-inkey', 'p256.key'],
      );
      const report = await verifySignedData({ cms: stdout });
      expect(report.signers[0]?.integrity).toBe('intact');
      expect(report.content?.length).toBe(content.length);
    });
  });

  it('but not SHA-1 and MD5 without a word', async () => {
    await withWorld(async (folder) => {
      const sign = (md: string): Uint8Array<ArrayBuffer> =>
        folder.openssl(
          ...['cms', '-sign', '-binary', '-in', 'content.txt', '-outform', 'DER', '-md', md],
          ...['-signer', 'rsa.crt', '-inkey', 'rsa.key'],
        ).stdout;
      for (const found of ['sha1', 'md5']) {
        const { signers } = await verifySignedData({ cms: sign(found), detached: CONTENT });
        expect(signers[0]).toMatchObject({ integrity: 'intact', reasons: [{ code: 'weak-algorithm', found }] });
      }
    });
  });
});
