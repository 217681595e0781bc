import { contextTag, der, integer, octets, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { asDer, concat, type Bytes, type Der } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { encodePfx, looksLikePfx, openPfx } from '../../../shared/pkcs12/pfx';
import { pem, type ScratchFolder, withFolder } from '../../support/openssl';
import { generateKeyPair, type Party, TestCa } from '../../support/test-ca';

let root: TestCa;
let alice: Party;
let bob: Party;
beforeAll(async () => {
  root = await TestCa.create('Root');
  const middle = await root.subordinate({ commonName: 'Middle' });
  alice = await middle.issue({ commonName: 'Alice' }, await generateKeyPair('rsa-2048'));
  bob = await middle.issue({ commonName: 'Bob' });
});

const identityOf = ({ certificate, chain, keys }: Party) => ({ certificate, chain, privateKey: keys.pkcs8 });
const codeOf = (octets: Bytes, passphrase: string): Promise<string> =>
  openPfx(octets, passphrase).then(() => 'opened', errorCode);

function writeParty(folder: ScratchFolder, { certificate, chain, keys }: Party): void {
  folder.write('leaf.pem', pem('CERTIFICATE', certificate));
  folder.write('chain.pem', chain.map((one) => pem('CERTIFICATE', one)).join(''));
  folder.write('key.pem', pem('PRIVATE KEY', keys.pkcs8));
}

/** A file by OpenSSL for Alice. */
async function byOpenssl(passphrase: string, ...options: readonly string[]): Promise<Bytes> {
  return withFolder((folder) => {
    writeParty(folder, alice);
    const common = ['-export', '-in', 'leaf.pem', '-inkey', 'key.pem', '-certfile', 'chain.pem', '-out', 'a.p12'];
    const run = folder.run('openssl', ['pkcs12', ...common, '-passout', `pass:${passphrase}`, ...options]);
    if (run.status !== 0) throw new Error(run.stderr);
    return folder.read('a.p12');
  });
}

const pbe = (scheme: string): readonly string[] => ['-legacy', '-keypbe', scheme, '-certpbe', scheme];

describe('opening a PFX', () => {
  it.each([
    ['as OpenSSL writes by default', []],
    ['RC2 of 40 bits and 3DES, as Windows and OpenSSL 1 wrote', ['-legacy']],
    ['3DES of two keys', pbe('PBE-SHA1-2DES')],
    ['RC2 of 128 bits', pbe('PBE-SHA1-RC2-128')],
    ['RC2 of 40 bits', pbe('PBE-SHA1-RC2-40')],
    ['PBES2 with AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['PBES2 with AES-192', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC']],
    ['PBES2 with 3DES', ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC']],
    ['a MAC with SHA-1', ['-macalg', 'sha1']],
    ['a MAC with SHA-384', ['-macalg', 'sha384']],
    ['a MAC with SHA-512', ['-macalg', 'sha512']],
    ['one iteration', ['-noiter', '-nomaciter']],
    ['nothing encrypted', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
  ])('works with %s', async (_, options) => {
    const file = await byOpenssl('geheim', ...options);
    const contents = await openPfx(file, 'geheim');
    expect(contents).toMatchObject({ keys: 1, mac: 'good', mismatched: [] });
    expect(contents.certificates).toHaveLength(2);
    expect(contents.identities).toEqual([identityOf(alice)]);
    expect(await codeOf(file, 'Geheim')).toBe('passphrase');
    expect(looksLikePfx(file)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['of other scripts', 'пароль ñ'],
    ['beyond the basic plane', 'lock 🔐 𝄞'],
    ['long', 'x'.repeat(200)],
  ])('works with a passphrase that is %s', async (_, passphrase) => {
    for (const options of [['-legacy'], []]) {
      expect((await openPfx(await byOpenssl(passphrase, ...options), passphrase)).identities).toHaveLength(1);
    }
  });

  it.each([[[]], [['-legacy']], [['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC']]])(
    'works without MAC, and says so; a wrong passphrase is still a wrong passphrase (%j)',
    async (options) => {
      const file = await byOpenssl('geheim', '-nomac', ...options);
      expect(await openPfx(file, 'geheim')).toMatchObject({ keys: 1, mac: 'absent' });
      const wrong = await Promise.all(['a', 'b', 'c', 'd', ''].map((passphrase) => codeOf(file, passphrase)));
      expect(new Set(wrong)).toEqual(new Set(['passphrase']));
    },
  );

  it('opens what NSS writes', async () => {
    await withFolder(async (folder) => {
      folder.write('in.p12', await byOpenssl('geheim', '-name', 'Alice'));
      const run = (program: string, ...args: string[]) => expect(folder.run(program, args).status).toBe(0);
      run('certutil', '-N', '-d', '.', '--empty-password');
      run('pk12util', '-i', 'in.p12', '-d', '.', '-W', 'geheim');
      run(
        'pk12util',
        '-o',
        'out.p12',
        '-n',
        'Alice',
        '-d',
        '.',
        '-W',
        'geheim',
        '-c',
        'AES-256-CBC',
        '-C',
        'AES-256-CBC',
      );
      const contents = await openPfx(folder.read('out.p12'), 'geheim');
      expect(contents).toMatchObject({ keys: 1, identities: [{ friendlyName: 'Alice' }] });
    });
    // 600,000 iterations three times over.
  }, 90_000);

  it('pairs keys and certificates by proof, several of each', async () => {
    const file = await encodePfx({ identities: [alice, bob].map(identityOf), passphrase: 'p', iterations: 1000 });
    const { keys, identities, certificates } = await openPfx(file, 'p');
    expect(keys).toBe(2);
    expect(certificates).toHaveLength(3);
    expect(identities).toEqual([alice, bob].map(identityOf));
  });

  it('never believes a localKeyID', async () => {
    const forged = { ...identityOf(alice), privateKey: bob.keys.pkcs8 };
    const contents = await openPfx(await encodePfx({ identities: [forged], passphrase: 'p', iterations: 1000 }), 'p');
    expect(contents).toMatchObject({ keys: 1, identities: [] });
    expect(contents.mismatched.map(({ certificate }) => certificate)).toEqual([alice.certificate]);
    const both = [
      { ...identityOf(alice), privateKey: bob.keys.pkcs8 },
      { ...identityOf(bob), privateKey: alice.keys.pkcs8 },
    ];
    const crossed = await openPfx(await encodePfx({ identities: both, passphrase: 'p', iterations: 1000 }), 'p');
    expect(crossed.identities.map(({ certificate }) => certificate)).toEqual([bob.certificate, alice.certificate]);
    expect(crossed.mismatched).toEqual([]);
  });

  it('sorts the chain from the nearest issuer up and leaves strangers out', async () => {
    const stranger = await TestCa.create('Middle');
    const lower = await (await root.subordinate({ commonName: 'Upper' })).subordinate({ commonName: 'Lower' });
    const leaf = await lower.issue({ commonName: 'Carol' });
    const chain = [root.certificate, stranger.certificate, ...[...leaf.chain].reverse()];
    const file = await encodePfx({ identities: [{ ...identityOf(leaf), chain }], passphrase: '', iterations: 1000 });
    expect((await openPfx(file, '')).identities[0]?.chain).toEqual([...leaf.chain, root.certificate]);
  });
});

/** An unprotected PFX around the given bags. */
function pfxOf(...bags: readonly Der[]): Der {
  const data = (content: Bytes) => sequence(oid(OID.data), der(contextTag(0), octets(content)));
  return sequence(integer(3), data(sequence(data(sequence(...bags)))));
}

const bag = (id: string, value: Bytes): Der => sequence(oid(id), der(contextTag(0), value));
const certificateBag = (certificate: Der): Der =>
  bag(OID.certBag, sequence(oid(OID.x509Certificate), der(contextTag(0), octets(certificate))));

describe('the odd shapes of a PFX', () => {
  it('plain keys, bags in bags, bags of kinds nobody knows', async () => {
    const nested = bag(
      OID.safeContentsBag,
      sequence(bag(OID.safeContentsBag, sequence(certificateBag(bob.certificate)))),
    );
    const file = pfxOf(
      bag(OID.keyBag, bob.keys.pkcs8),
      nested,
      bag(OID.crlBag, sequence()),
      bag('1.2.3.4', sequence()),
    );
    expect(await openPfx(file, 'any')).toMatchObject({
      keys: 1,
      mac: 'absent',
      identities: [{ certificate: bob.certificate }],
    });
  });

  it('BER with indefinite lengths and octets in pieces', async () => {
    const end = Uint8Array.of(0, 0);
    const open = (tag: number, ...parts: Bytes[]) => concat([Uint8Array.of(tag, 0x80), ...parts, end]);
    const content = sequence(
      sequence(oid(OID.data), der(contextTag(0), octets(sequence(certificateBag(bob.certificate))))),
    );
    const pieces = [content.subarray(0, 100), content.subarray(100)].map((part) => octets(part));
    const authSafe = open(0x30, oid(OID.data), open(0xa0, open(0x24, ...pieces)));
    expect((await openPfx(open(0x30, integer(3), authSafe), '')).certificates).toEqual([bob.certificate]);
  });

  it('certificates that cannot be read are counted and belong to nobody', async () => {
    const file = pfxOf(bag(OID.keyBag, bob.keys.pkcs8), certificateBag(asDer(Uint8Array.of(0x30, 0))));
    const { certificates, identities, mismatched } = await openPfx(file, '');
    expect([certificates.length, identities.length, mismatched.length]).toEqual([1, 0, 0]);
  });
});

describe('a hostile PFX', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new Uint8Array(Buffer.from('-----BEGIN'))],
    ['another version', sequence(integer(4), sequence())],
    ['no content', sequence(integer(3), sequence(oid(OID.data)))],
    ['bags that are none', pfxOf(sequence(integer(1)))],
    ['a key bag without key', pfxOf(bag(OID.keyBag, sequence()))],
  ])('that is %s is malformed', async (_, file) => {
    expect(await codeOf(file, '')).toBe('malformed-pfx');
  });

  it('that is sealed for a public key is unsupported', async () => {
    expect(await codeOf(sequence(integer(3), sequence(oid(OID.signedData), der(contextTag(0), sequence()))), '')).toBe(
      'unsupported',
    );
  });

  it('that asks for hours of key derivation is refused at once', async () => {
    const mac = sequence(
      sequence(sequence(oid(OID.sha256)), octets(new Uint8Array(32))),
      octets(new Uint8Array(8)),
      integer(2 ** 31),
    );
    const [version, authSafe] = [integer(3), sequence(oid(OID.data), der(contextTag(0), octets(sequence())))];
    const started = performance.now();
    expect(await codeOf(sequence(version, authSafe, mac), 'p')).toBe('limit');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('never ends in anything but a known code, whichever octet is wrong', async () => {
    const file = await encodePfx({ identities: [identityOf(bob)], passphrase: 'p', iterations: 1 });
    const codes = new Set<string>();
    for (let i = 0; i < file.length; i += 3) {
      const changed = file.slice();
      changed[i] = (changed[i] as number) ^ (i % 2 ? 0x80 : 0x01);
      codes.add(await codeOf(changed, 'p'));
    }
    expect(
      [...codes].filter((code) => !['passphrase', 'malformed-pfx', 'unsupported', 'limit', 'opened'].includes(code)),
    ).toEqual([]);
    expect(await codeOf(file.slice(0, -5), 'p')).toBe('malformed-pfx');
  });
});

describe('writing a PFX', () => {
  it('gives what OpenSSL and NSS open', async () => {
    const identity = { ...identityOf(alice), friendlyName: 'Alice ☺' };
    const file = await encodePfx({ identities: [identity], passphrase: 'gehéim', iterations: 2000 });
    expect((await openPfx(file, 'gehéim')).identities).toEqual([identity]);
    await withFolder((folder) => {
      folder.write('a.p12', file);
      const shown = folder.openssl('pkcs12', '-in', 'a.p12', '-nodes', '-passin', 'pass:gehéim');
      expect(shown.status).toBe(0);
      expect(new TextDecoder().decode(shown.stdout).match(/BEGIN (CERTIFICATE|PRIVATE KEY)/g)).toHaveLength(3);
      folder.run('certutil', ['-N', '-d', '.', '--empty-password']);
      expect(folder.run('pk12util', ['-i', 'a.p12', '-d', '.', '-W', 'gehéim']).status).toBe(0);
    });
  });
});
