import { type Bytes } from '../../shared/base/bytes';
import { decryptContent, unwrapContentKey } from '../../shared/cms/decrypt';
import { type ContentAlgorithm } from '../../shared/cms/encrypt';
import { readEnvelope } from '../../shared/cms/envelope';
import { type ScratchFolder, pem, withFolder } from '../support/openssl';
import { certificateOf, CONTENT, createWorld, encrypted, type PartyName, type World } from '../shared/cms/parties';

/** Envelopes: OpenSSL opens ours, we open OpenSSL's. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});

function withWorld<T>(body: (folder: ScratchFolder) => Promise<T>): Promise<T> {
  return withFolder((folder) => {
    for (const [name, party] of Object.entries(world.parties)) {
      folder.write(`${name}.crt`, pem('CERTIFICATE', party.certificate));
      folder.write(`${name}.key`, pem('PRIVATE KEY', party.keys.pkcs8));
    }
    folder.write('content.txt', CONTENT);
    return body(folder);
  });
}

async function opened(cms: Bytes, name: PartyName): Promise<Bytes> {
  const envelope = readEnvelope(cms);
  const party = world.parties[name];
  for (const recipient of envelope.recipients) {
    const identity = { certificate: certificateOf(party), privateKey: party.keys.pkcs8 };
    const key = await unwrapContentKey(recipient, identity);
    if (key) return decryptContent(envelope, key);
  }
  throw new Error('no recipient is ours');
}

const ALGORITHMS: readonly ContentAlgorithm[] = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'];
const EVERYONE: readonly PartyName[] = ['rsa', 'rsa3072', 'p256', 'p384', 'p521'];

describe('openssl cms -decrypt opens ours', () => {
  const decrypt = (folder: ScratchFolder, name: PartyName): Bytes => {
    const run = folder.openssl(
      ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'ours.der'],
      ...['-recip', `${name}.crt`, '-inkey', `${name}.key`],
    );
    expect(run.stderr).toBe('');
    return run.stdout;
  };

  it.each(ALGORITHMS)('%s, for each kind of recipient of one message', async (algorithm) => {
    await withWorld(async (folder) => {
      folder.write(
        'ours.der',
        await encrypted(
          EVERYONE.map((name) => world.parties[name]),
          { algorithm },
        ),
      );
      for (const name of EVERYONE) expect(decrypt(folder, name)).toEqual(new Uint8Array(CONTENT));
    });
  });

  it('with RSAES-OAEP', async () => {
    await withWorld(async (folder) => {
      const options = { algorithm: 'aes-256-cbc', keyTransport: 'oaep-sha256' } as const;
      folder.write('ours.der', await encrypted([world.parties.rsa], options));
      expect(decrypt(folder, 'rsa')).toEqual(new Uint8Array(CONTENT));
    });
  });

  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('%s of a content in several chunks', async (algorithm) => {
    await withWorld(async (folder) => {
      const content = new Uint8Array(3_000_001).map((_, i) => i * 7 + (i >> 9));
      folder.write('ours.der', await encrypted([world.parties.p256], { algorithm, content }));
      expect(Buffer.compare(decrypt(folder, 'p256'), content)).toBe(0);
    });
  });
});

interface Case {
  readonly name: string;
  readonly to: PartyName;
  readonly arguments: readonly string[];
  readonly keyAlgorithm: string;
  readonly contentAlgorithm?: string;
}

const oaep = (...options: readonly string[]): string[] =>
  ['rsa_padding_mode:oaep', ...options].flatMap((option) => ['-keyopt', option]);

const CASES: readonly Case[] = [
  { name: 'RSA', to: 'rsa', arguments: ['-aes256'], keyAlgorithm: 'rsa' },
  { name: 'RSA, AES-128', to: 'rsa', arguments: ['-aes128'], keyAlgorithm: 'rsa', contentAlgorithm: 'aes-128-cbc' },
  { name: 'RSA, AES-192', to: 'rsa', arguments: ['-aes192'], keyAlgorithm: 'rsa', contentAlgorithm: 'aes-192-cbc' },
  { name: 'RSA, indefinite length', to: 'rsa', arguments: ['-aes256', '-stream'], keyAlgorithm: 'rsa' },
  { name: 'RSA, key identifier', to: 'rsa', arguments: ['-aes256', '-keyid'], keyAlgorithm: 'rsa' },
  {
    name: 'RSA, AES-256-GCM',
    to: 'rsa',
    arguments: ['-aes-256-gcm'],
    keyAlgorithm: 'rsa',
    contentAlgorithm: 'aes-256-gcm',
  },
  {
    name: 'RSA, AES-128-GCM',
    to: 'rsa',
    arguments: ['-aes-128-gcm'],
    keyAlgorithm: 'rsa',
    contentAlgorithm: 'aes-128-gcm',
  },
  { name: 'OAEP, defaults', to: 'rsa', arguments: ['-aes256', '-keyopts'], keyAlgorithm: 'rsa-oaep-sha1' },
  ...['sha224', 'sha256', 'sha384', 'sha512'].map((hash) => ({
    name: `OAEP with ${hash}`,
    to: 'rsa' as const,
    arguments: ['-aes256', '-keyopts', `rsa_oaep_md:${hash}`],
    keyAlgorithm: `rsa-oaep-${hash}`,
  })),
  {
    name: 'OAEP with SHA-256 and another mask hash',
    to: 'rsa',
    arguments: ['-aes256', '-keyopts', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha1'],
    keyAlgorithm: 'rsa-oaep-sha256',
  },
  {
    name: 'OAEP with a label',
    to: 'rsa',
    arguments: ['-aes256', '-keyopts', 'rsa_oaep_label:0102aabb'],
    keyAlgorithm: 'rsa-oaep-sha1',
  },
  ...(['p256', 'p384', 'p521'] as const).map((to) => ({
    name: `ECDH ${to}`,
    to,
    arguments: ['-aes256'],
    keyAlgorithm: 'ecdh-x963-sha1-aes256-wrap',
  })),
  ...['sha224', 'sha256', 'sha384', 'sha512'].map((hash) => ({
    name: `ECDH with ${hash} and AES-128 wrap`,
    to: 'p256' as const,
    arguments: ['-aes128', '-keyopt', `ecdh_kdf_md:${hash}`],
    keyAlgorithm: `ecdh-x963-${hash}-aes128-wrap`,
    contentAlgorithm: 'aes-128-cbc',
  })),
  {
    name: 'ECDH with the cofactor scheme',
    to: 'p256',
    arguments: ['-aes256', '-keyopt', 'ecdh_cofactor_mode:1', '-keyopt', 'ecdh_kdf_md:sha256'],
    keyAlgorithm: 'ecdh-x963-sha256-aes256-wrap',
  },
  { name: 'triple DES', to: 'rsa', arguments: ['-des3'], keyAlgorithm: 'rsa', contentAlgorithm: 'des-ede3-cbc' },
  {
    name: 'triple DES, content and key wrap, with ECDH',
    to: 'p256',
    arguments: ['-des3'],
    keyAlgorithm: 'ecdh-x963-sha1-des-ede3-wrap',
    contentAlgorithm: 'des-ede3-cbc',
  },
  {
    name: 'ECDH, AES-256-GCM, key identifier',
    to: 'p256',
    arguments: ['-aes-256-gcm', '-keyid'],
    keyAlgorithm: 'ecdh-x963-sha1-aes256-wrap',
    contentAlgorithm: 'aes-256-gcm',
  },
];

/** '-keyopts' of a case stands for the OAEP options: the rest of its arguments. */
function recipientArguments({ arguments: all, to }: Case): string[] {
  const at = all.indexOf('-keyopts');
  const [front, options] = at < 0 ? [all, []] : [all.slice(0, at), oaep(...all.slice(at + 1))];
  const keyOptions = front.filter((one, i) => one === '-keyopt' || front[i - 1] === '-keyopt');
  const rest = front.filter((one) => !keyOptions.includes(one));
  return [...rest, '-recip', `${to}.crt`, ...keyOptions, ...options];
}

describe('we open openssl cms -encrypt', () => {
  it.each(CASES)('$name', async (one) => {
    await withWorld(async (folder) => {
      const run = folder.openssl(
        ...['cms', '-encrypt', '-binary', '-in', 'content.txt', '-outform', 'DER'],
        ...recipientArguments(one),
      );
      expect(run.stderr).toBe('');
      const envelope = readEnvelope(run.stdout);
      expect(envelope.contentAlgorithm).toBe(one.contentAlgorithm ?? 'aes-256-cbc');
      expect(envelope.recipients.map(({ keyEncryptionAlgorithm }) => keyEncryptionAlgorithm)).toEqual([
        one.keyAlgorithm,
      ]);
      expect(await opened(run.stdout, one.to)).toEqual(new Uint8Array(CONTENT));
    });
  });

  it('for several recipients, each by its own', async () => {
    await withWorld(async (folder) => {
      const run = folder.openssl(
        ...['cms', '-encrypt', '-binary', '-in', 'content.txt', '-outform', 'DER', '-aes256'],
        ...EVERYONE.map((name) => `${name}.crt`),
      );
      expect(run.stderr).toBe('');
      for (const name of EVERYONE) expect(await opened(run.stdout, name)).toEqual(new Uint8Array(CONTENT));
    });
  });

  it('of a content in many pieces and chunks', async () => {
    await withWorld(async (folder) => {
      const content = new Uint8Array(2_500_003).map((_, i) => i * 13 + (i >> 8));
      folder.write('large.bin', content);
      const encrypt = ['cms', '-encrypt', '-binary', '-in', 'large.bin', '-outform', 'DER'];
      for (const algorithm of ['-aes256', '-aes-256-gcm']) {
        const { stdout } = folder.openssl(...encrypt, '-stream', algorithm, 'p256.crt');
        expect(Buffer.compare(await opened(stdout, 'p256'), content)).toBe(0);
      }
    });
  });
});
