import { type Bytes, type CanonicalOctets } from '../../shared/base/bytes';
import { decryptContent, unwrapContentKey } from '../../shared/cms/decrypt';
import { concatCms, type ContentAlgorithm, encryptContent } from '../../shared/cms/encrypt';
import { readEnvelope } from '../../shared/cms/envelope';
import { signData } from '../../shared/cms/sign';
import { verifySignedData } from '../../shared/cms/verify';
import { certificateOf, createWorld, type PartyName, signerOf, SIGNING_TIME, type World } from '../shared/cms/parties';
import { pem, type ScratchFolder, withFolder } from '../support/openssl';

/**
 * What each operation costs beside `openssl cms`, in milliseconds of processor time (all threads), which other work on
 * the machine disturbs least: medians of interleaved runs. Ours is in process and warm, OpenSSL's is a whole process
 * (about 5 ms to start). Binary CMS on both sides, so no base64 and no MIME.
 */
interface Operation {
  readonly name: string;
  ours(): Promise<unknown>;
  readonly openssl: readonly string[];
}

const ROUNDS = 7;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function ownTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** By the shell's `times`, in which the process that has ended is counted. */
function opensslTime(folder: ScratchFolder, args: readonly string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; time openssl "$@" >/dev/null 2>errors';
  const { stderr } = folder.run('bash', ['-c', script, 'openssl', ...args]);
  const [user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

async function measure(operation: Operation, folder: ScratchFolder): Promise<string> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  await operation.ours();
  for (let i = 0; i < ROUNDS; i++) {
    (globalThis as { gc?: () => void }).gc?.();
    ours.push(await ownTime(() => operation.ours()));
    theirs.push(opensslTime(folder, operation.openssl));
  }
  const [mine, other] = [median(ours), median(theirs)];
  const cell = (value: number): string => value.toFixed(2).padStart(10);
  return `${operation.name.padEnd(34)}${cell(mine)}${cell(other)}${cell(mine / other)}`;
}

function signing(world: World, name: PartyName, content: CanonicalOctets): Operation {
  const scheme = name === 'rsa' ? 'rsa-sha256' : 'ecdsa-p256-sha256';
  const signer = signerOf(world.parties[name], scheme);
  return {
    name: `sign ${scheme}`,
    ours: () => signData({ content, signer, form: 'detached', signingTime: SIGNING_TIME }),
    openssl: [
      ...['cms', '-sign', '-binary', '-in', 'content', '-outform', 'DER', '-out', 'signed.der'],
      ...['-signer', `${name}.crt`, '-inkey', `${name}.key`],
    ],
  };
}

async function verifying(
  world: World,
  folder: ScratchFolder,
  name: PartyName,
  content: CanonicalOctets,
): Promise<Operation> {
  const scheme = name === 'rsa' ? 'rsa-sha256' : 'ecdsa-p256-sha256';
  const signer = signerOf(world.parties[name], scheme);
  const cms = await signData({ content, signer, form: 'detached', signingTime: SIGNING_TIME });
  folder.write(`${name}.p7s`, cms);
  return {
    name: `verify ${scheme}`,
    async ours() {
      const { signers } = await verifySignedData({ cms, detached: content });
      if (signers[0]?.integrity !== 'intact') throw new Error('not intact');
    },
    openssl: [
      ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', `${name}.p7s`, '-content', 'content'],
      ...['-noverify', '-out', 'out'],
    ],
  };
}

function encrypting(world: World, name: PartyName, algorithm: ContentAlgorithm, content: Bytes): Operation {
  const recipients = [certificateOf(world.parties[name])];
  return {
    name: `encrypt ${algorithm} to ${name}`,
    ours: () => encryptContent({ content, recipients, algorithm }),
    openssl: [
      ...['cms', '-encrypt', '-binary', '-stream', '-in', 'content', '-outform', 'DER', '-out', 'out'],
      ...[`-${algorithm}`, `${name}.crt`],
    ],
  };
}

async function decrypting(
  world: World,
  folder: ScratchFolder,
  name: PartyName,
  algorithm: ContentAlgorithm,
  content: Bytes,
): Promise<Operation> {
  const party = world.parties[name];
  const certificate = certificateOf(party);
  const cms = concatCms(await encryptContent({ content, recipients: [certificate], algorithm }));
  const file = `${name}-${algorithm}.p7m`;
  folder.write(file, cms);
  return {
    name: `decrypt ${algorithm} by ${name}`,
    async ours() {
      const envelope = readEnvelope(cms);
      const [recipient] = envelope.recipients;
      const key = recipient && (await unwrapContentKey(recipient, { certificate, privateKey: party.keys.pkcs8 }));
      if (!key || (await decryptContent(envelope, key)).length !== content.length) throw new Error('not opened');
    },
    openssl: [
      ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', file, '-out', 'out'],
      ...['-recip', `${name}.crt`, '-inkey', `${name}.key`],
    ],
  };
}

async function* operations(world: World, folder: ScratchFolder, content: CanonicalOctets): AsyncGenerator<Operation> {
  for (const name of ['rsa', 'p256'] as const) {
    yield signing(world, name, content);
    yield await verifying(world, folder, name, content);
  }
  for (const algorithm of ['aes-256-cbc', 'aes-256-gcm'] as const) {
    for (const name of ['rsa', 'p256'] as const) {
      yield encrypting(world, name, algorithm, content);
      yield await decrypting(world, folder, name, algorithm, content);
    }
  }
}

async function bench(sizes: readonly number[]): Promise<void> {
  const world = await createWorld();
  await withFolder(async (folder) => {
    for (const [name, { certificate, keys }] of Object.entries(world.parties)) {
      folder.write(`${name}.crt`, pem('CERTIFICATE', certificate));
      folder.write(`${name}.key`, pem('PRIVATE KEY', keys.pkcs8));
    }
    for (const size of sizes) {
      const content = new Uint8Array(size * (1 << 20)).map((_, i) => i * 31 + (i >> 8)) as CanonicalOctets;
      folder.write('content', content);
      console.log(`\n${size} MiB${' '.repeat(28)}   ours ms   openssl     ratio`);
      for await (const operation of operations(world, folder, content)) {
        console.log(await measure(operation, folder));
      }
    }
  });
}

const sizes = process.argv.slice(2).map(Number);
void bench(sizes.length > 0 ? sizes : [1 / 256, 1, 5, 25]);
