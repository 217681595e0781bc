import { contextTag, der, headOctets, integer, nullValue, octets, oid, sequence, TAG } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { asDer, concat, type Bytes, type Der, utf8Bytes } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { encodePfx } from '../../shared/pkcs12/pfx';
import { previewIdentities } from '../../shared/journeys/import-identity';
import { pem } from '../support/openssl';
import { generateKeyPair, type KeyPair, type Party, TestCa } from '../support/test-ca';

/** Files made to keep whoever imports them busy, or to fill their memory. Each must end in a code of ours within a second. */
const ports = {
  clock: { now: () => new Date() },
  trustStore: { anchors: () => Promise.resolve([]), intermediates: () => Promise.resolve([]) },
};

/** Microseconds of processor time. */
const SECOND = 1_000_000;

async function judged(files: readonly Bytes[], passphrase = ''): Promise<readonly [string, boolean]> {
  // Of this process alone: what a neighbour takes away is no work of ours.
  const before = process.cpuUsage();
  const code = await previewIdentities(files, passphrase, ports).then(() => 'opened', errorCode);
  const { user, system } = process.cpuUsage(before);
  return [code, user + system < SECOND];
}

const data = (content: Bytes): Der => sequence(oid(OID.data), der(contextTag(0), octets(content)));
const bag = (id: string, value: Bytes): Der => sequence(oid(id), der(contextTag(0), value));
const pfxOf = (...safes: readonly Der[]): Der => sequence(integer(3), data(sequence(...safes)));

function macOf(salt: Bytes, iterations: number): Der {
  return sequence(
    sequence(sequence(oid(OID.sha1), nullValue()), octets(new Uint8Array(20))),
    octets(salt),
    integer(iterations),
  );
}

const pbkdf2 = (salt: Bytes, iterations: number): Der =>
  sequence(oid(OID.pbkdf2), sequence(octets(salt), integer(iterations), sequence(oid(OID.hmacSha256), nullValue())));

const pbes2 = (salt: Bytes, iterations: number): Der =>
  sequence(
    oid(OID.pbes2),
    sequence(pbkdf2(salt, iterations), sequence(oid(OID.aes256Cbc), octets(new Uint8Array(16)))),
  );

function encryptedSafe(algorithm: Der): Der {
  const content = sequence(oid(OID.data), algorithm, der(contextTag(0, 'primitive'), new Uint8Array(32)));
  return sequence(oid(OID.encryptedData), der(contextTag(0), sequence(integer(0), content)));
}

const SALT = new Uint8Array(16);
const HUGE_SALT = new Uint8Array(3 << 20);
const FOREVER = 2 ** 31;
const legacy = (salt: Bytes, count: number): Der =>
  sequence(oid(OID.pbeSha3Key3Des), sequence(octets(salt), integer(count)));

function scryptOf(cost: number, blockSize: number, parallelization: number): Der {
  const parameters = sequence(octets(SALT), integer(cost), integer(blockSize), integer(parallelization));
  const cipher = sequence(oid(OID.aes256Cbc), octets(new Uint8Array(16)));
  return sequence(oid(OID.pbes2), sequence(sequence(oid(OID.scrypt), parameters), cipher));
}

let ca: TestCa;
let alice: Party;
beforeAll(async () => {
  ca = await TestCa.create();
  alice = await ca.issue(
    { commonName: 'Alice', addresses: ['alice@signet.example'] },
    await generateKeyPair('rsa-2048'),
  );
});

describe('a derivation of a key that would take for ever', () => {
  it.each([
    ['of the MAC', sequence(integer(3), data(sequence()), macOf(SALT, FOREVER))],
    ['of certificates under PBES2', pfxOf(encryptedSafe(pbes2(SALT, FOREVER)))],
    ['of certificates under an old scheme', pfxOf(encryptedSafe(legacy(SALT, FOREVER)))],
    ['of a key', pfxOf(data(sequence(bag(OID.pkcs8ShroudedKeyBag, sequence(pbes2(SALT, FOREVER), octets(SALT))))))],
    ['of a key file', sequence(pbes2(SALT, FOREVER), octets(SALT))],
    ['of a key file in PEM', utf8Bytes(pem('ENCRYPTED PRIVATE KEY', sequence(legacy(SALT, FOREVER), octets(SALT))))],
    ['of a key file by scrypt', sequence(scryptOf(1 << 24, 8, 1), octets(SALT))],
    ['of a key file by scrypt, in parallel', sequence(scryptOf(2, 1, 1 << 30), octets(SALT))],
    ['split over many', pfxOf(...Array.from({ length: 60 }, () => encryptedSafe(pbes2(SALT, FOREVER / 100))))],
  ])('is refused: %s', async (_, file) => {
    expect(await judged([file], 'x')).toEqual(['limit', true]);
  });

  it('of more than a number can hold is malformed', async () => {
    const count = der(
      0x02,
      Uint8Array.from({ length: 200 }, () => 0x7f),
    );
    const mac = sequence(sequence(sequence(oid(OID.sha1)), octets(new Uint8Array(20))), octets(SALT), count);
    expect(await judged([sequence(integer(3), data(sequence()), mac)], 'x')).toEqual(['malformed-pfx', true]);
  });
});

describe('a salt of megabytes', () => {
  it.each([
    ['of the MAC', sequence(integer(3), data(sequence()), macOf(HUGE_SALT, 1))],
    ['of certificates under PBES2', pfxOf(encryptedSafe(pbes2(HUGE_SALT, 1)))],
    ['of certificates under an old scheme', pfxOf(encryptedSafe(legacy(HUGE_SALT, 1)))],
  ])('is refused: %s', async (_, file) => {
    expect(await judged([file], 'x')).toEqual(['limit', true]);
  });
});

function nested(depth: number): Uint8Array<ArrayBuffer> {
  const heads: Uint8Array[] = [];
  for (let i = 0, length = 0; i < depth; i++) {
    heads.unshift(headOctets(0x30, length));
    length += heads[0]?.length ?? 0;
  }
  return concat(heads);
}

describe('nesting and number', () => {
  it('of bags in bags is bounded', async () => {
    let inside = sequence();
    for (let i = 0; i < 200; i++) inside = sequence(bag(OID.safeContentsBag, inside));
    expect(await judged([pfxOf(data(inside))])).toEqual(['limit', true]);
  });

  it.each([[100], [100_000]])('of ASN.1, %i deep, ends', async (depth) => {
    expect(await judged([nested(depth)])).toEqual(['malformed-pfx', true]);
    expect((await judged([pfxOf(data(nested(depth)))]))[1]).toBe(true);
  });

  it('of octets is bounded, over all files together', async () => {
    const file = new Uint8Array(3 << 20);
    expect(await judged([file, file])).toEqual(['limit', true]);
  });

  it('of bags is bounded', async () => {
    const one = bag(OID.certBag, sequence(oid(OID.x509Certificate), der(contextTag(0), octets(SALT))));
    expect(await judged([pfxOf(data(sequence(...Array.from({ length: 60_000 }, () => one))))])).toEqual([
      'limit',
      true,
    ]);
  });

  it('of keys is bounded', async () => {
    const key = bag(OID.keyBag, alice.keys.pkcs8);
    expect(await judged([pfxOf(data(sequence(...Array.from({ length: 500 }, () => key))))])).toEqual(['limit', true]);
  });

  it('of keys and certificates that may belong together is bounded', async () => {
    const bare = keysWithoutPublicPart(30);
    const issued = await Promise.all(Array.from({ length: 30 }, () => ca.issue({ commonName: 'x' })));
    const file = [
      ...bare.map((key) => pem('PRIVATE KEY', key)),
      ...issued.map((one) => pem('CERTIFICATE', one.certificate)),
    ];
    expect(await judged([utf8Bytes(file.join(''))])).toEqual(['limit', true]);
  });

  it('of one long RSA key in hundreds of certificates is done once', async () => {
    const long = await rsaKeys(4096);
    const issued = await Promise.all(Array.from({ length: 250 }, (_, i) => ca.issue({ commonName: `x${i}` }, long)));
    const file = [pem('PRIVATE KEY', long.pkcs8), ...issued.map((one) => pem('CERTIFICATE', one.certificate))];
    expect(await judged([utf8Bytes(file.join(''))])).toEqual(['opened', true]);
  });

  it('with a modulus of no use is not begun', async () => {
    const modulus = integerOf(Uint8Array.from({ length: 4096 }, (_, i) => (i === 0 ? 0x7f : 0xff)));
    const algorithm = sequence(oid(OID.rsaEncryption), nullValue());
    const rest = [65_537, 3, 5, 7, 1, 1, 1].map((value) => integer(value));
    const pkcs8 = sequence(integer(0), algorithm, octets(sequence(integer(0), modulus, ...rest)));
    const key = sequence(modulus, integer(65_537));
    const spki = sequence(algorithm, der(TAG.bitString, concat([Uint8Array.of(0), key])));
    const party = await ca.issue({ commonName: 'x' }, { ...(await generateKeyPair()), spki });
    const file = pem('PRIVATE KEY', pkcs8) + pem('CERTIFICATE', party.certificate);
    expect(await judged([utf8Bytes(file)])).toEqual(['limit', true]);
  });
});

const integerOf = (value: Bytes): Der => der(TAG.integer, value);

async function rsaKeys(modulusLength: number): Promise<KeyPair> {
  const publicExponent = Uint8Array.of(1, 0, 1);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent, hash: 'SHA-256' };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return {
    kind: 'rsa-2048',
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: asDer(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    sign: () => Promise.reject(new Error('it signs nothing here')),
  };
}

/** EC keys that do not show which public key is theirs. */
function keysWithoutPublicPart(count: number): readonly Bytes[] {
  const algorithm = sequence(oid(OID.ecPublicKey), oid(OID.p256));
  return Array.from({ length: count }, () =>
    sequence(integer(0), algorithm, octets(sequence(integer(1), octets(crypto.getRandomValues(new Uint8Array(32)))))),
  );
}

const pemEncrypted = (info: string): string =>
  `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ${info}\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END RSA PRIVATE KEY-----\n`;

function payloads(depth: number): string {
  const open = '<dict><key>PayloadContent</key>';
  return `<plist>${open.repeat(depth)}<string>x</string>${'</dict>'.repeat(depth)}</plist>`;
}

describe('text that blows up', () => {
  it.each([
    ['PEM blocks by the thousand', pem('CERTIFICATE', SALT).repeat(20_000), 'limit'],
    ['PEM blocks that never end', '-----BEGIN PRIVATE KEY-----\n'.repeat(100_000), 'malformed-pfx'],
    ['a PEM block of one endless line', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(4_000_000)}`, 'malformed-pfx'],
    ['a PEM key that says it is encrypted, by anything', pemEncrypted('AES-256-CBC,00'), 'malformed-pfx'],
    ['a PEM key under a cipher of nobody', pemEncrypted('ROT13,0011223344556677'), 'unsupported'],
  ])('%s', async (_, text, code) => {
    expect(await judged([utf8Bytes(text)])).toEqual([code, true]);
  });

  const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('');
  it.each([
    [
      'entities that expand',
      `<!DOCTYPE plist [<!ENTITY a0 "lol">${entities}]><plist><string>&a9;</string></plist>`,
      'malformed-pfx',
    ],
    ['an entity of its own', '<plist><string>&secret;</string></plist>', 'malformed-pfx'],
    [
      'an entity outside the file',
      '<!DOCTYPE plist SYSTEM "x" [ ]><plist><string>&x;</string></plist>',
      'malformed-pfx',
    ],
    ['arrays in arrays', `<plist>${'<array>'.repeat(200_000)}`, 'limit'],
    ['payloads in payloads', payloads(20), 'limit'],
    ['values by the hundred thousand', `<plist><array>${'<true/>'.repeat(200_000)}</array></plist>`, 'limit'],
    ['a comment that never ends', `<plist><!--${' '.repeat(3_000_000)}`, 'malformed-pfx'],
    ['white space without end', `<?xml?>${' '.repeat(3_000_000)}`, 'malformed-pfx'],
    ['a tag without end', `<plist><dict ${'a'.repeat(3_000_000)}`, 'malformed-pfx'],
    ['a character that is none', '<plist><string>&#x110000;</string></plist>', 'malformed-pfx'],
  ])('a profile with %s', async (_, text, code) => {
    expect(await judged([utf8Bytes(text)])).toEqual([code, true]);
  });
});

describe('a file that was changed', () => {
  it('ends in a code of ours, whichever octet it was', async () => {
    const identity = { certificate: alice.certificate, chain: [], privateKey: alice.keys.pkcs8 };
    const files = [
      await encodePfx({ identities: [identity], passphrase: 'p', iterations: 1 }),
      utf8Bytes(pem('PRIVATE KEY', alice.keys.pkcs8) + pem('CERTIFICATE', alice.certificate)),
    ];
    const codes = new Set<string>();
    for (const file of files) {
      for (let i = 0; i < file.length; i += 11) {
        const changed = file.slice();
        changed[i] = (changed[i] as number) ^ (i % 2 ? 0x80 : 0x01);
        codes.add((await judged([changed], 'p'))[0]);
      }
    }
    const known = ['passphrase', 'malformed-pfx', 'malformed-certificate', 'unsupported', 'limit', 'opened'];
    expect([...codes].filter((code) => !known.includes(code))).toEqual([]);
  });
});
