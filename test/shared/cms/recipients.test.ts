import fc from 'fast-check';
import { ml_kem1024, ml_kem512, ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { asDer, equal, type Bytes, type Der } from '../../../shared/base/bytes';
import { bitString, contextTag, der, integer, octets, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { decryptContent, unwrapContentKey } from '../../../shared/cms/decrypt';
import { readEnvelope } from '../../../shared/cms/envelope';
import { opensFor } from '../../../shared/cms/opens-for';
import { usableFor } from '../../../shared/pkix/usable-for';
import { pemBlocks } from '../../../shared/base/pem';
import { withFolder } from '../../support/openssl';
import { generateKeyPair, type KeyPair, type Party, TestCa } from '../../support/test-ca';
import { certificateOf, CONTENT, encrypted } from './parties';

/** A subject's key: nothing is signed with it. */
const subject = (pkcs8: Bytes, spki: Bytes): KeyPair => ({
  kind: 'ec-p256',
  pkcs8,
  spki: asDer(spki),
  sign: () => Promise.reject(new Error('a subject key only')),
});

const pemOf = (octetsOf: Bytes): Bytes => pemBlocks(octetsOf)[0]?.octets ?? new Uint8Array(0);

function opensslKeys(...options: readonly string[]): Promise<KeyPair> {
  return withFolder((folder) => {
    const made = folder.openssl('genpkey', ...options, '-out', 'key.pem');
    if (made.status !== 0) throw new Error(made.stderr);
    folder.openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
    return subject(pemOf(folder.read('key.pem')), pemOf(folder.read('public.pem')));
  });
}

const KEMS = {
  'ml-kem-512': [ml_kem512, OID.mlKem512],
  'ml-kem-768': [ml_kem768, OID.mlKem768],
  'ml-kem-1024': [ml_kem1024, OID.mlKem1024],
} as const;
type KemForm = 'seed' | 'expanded' | 'both';

function kemKeys(name: keyof typeof KEMS, form: KemForm): KeyPair {
  const [kem, id] = KEMS[name];
  const seed = crypto.getRandomValues(new Uint8Array(64));
  const { publicKey, secretKey } = kem.keygen(seed);
  const forms: Readonly<Record<KemForm, Der>> = {
    seed: der(contextTag(0, 'primitive'), seed),
    expanded: octets(secretKey),
    both: sequence(octets(seed), octets(secretKey)),
  };
  const algorithm = sequence(oid(id));
  return subject(sequence(integer(0), algorithm, octets(forms[form])), sequence(algorithm, bitString(publicKey)));
}

const brainpool = (name: string): Promise<KeyPair> =>
  opensslKeys('-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`, '-pkeyopt', 'ec_param_enc:named_curve');

const KINDS: Readonly<Record<string, () => Promise<KeyPair> | KeyPair>> = {
  'ec-p256': () => generateKeyPair('ec-p256'),
  x25519: () => opensslKeys('-algorithm', 'X25519'),
  x448: () => opensslKeys('-algorithm', 'X448'),
  'ec-brainpoolp256r1': () => brainpool('brainpoolP256r1'),
  'ec-brainpoolp384r1': () => brainpool('brainpoolP384r1'),
  'ec-brainpoolp512r1': () => brainpool('brainpoolP512r1'),
  'ml-kem-512 seed': () => kemKeys('ml-kem-512', 'seed'),
  'ml-kem-768 expanded': () => kemKeys('ml-kem-768', 'expanded'),
  'ml-kem-1024 both': () => kemKeys('ml-kem-1024', 'both'),
};
const NAMES = Object.keys(KINDS);

const parties = new Map<string, Party>();
const party = (name: string): Party => parties.get(name) as Party;
beforeAll(async () => {
  const ca = await TestCa.create('Recipients CA');
  for (const [name, make] of Object.entries(KINDS)) {
    const keyUsage = name.startsWith('ml-kem') ? [2] : [4];
    parties.set(name, await ca.issue({ commonName: name, addresses: ['bob@example.test'], keyUsage }, await make()));
  }
}, 60_000);

async function opened(cms: Der, reader: Party): Promise<Bytes | undefined> {
  const envelope = readEnvelope(cms);
  for (const recipient of envelope.recipients) {
    const key = await unwrapContentKey(recipient, {
      certificate: certificateOf(reader),
      privateKey: reader.keys.pkcs8,
    });
    if (key) return decryptContent(envelope, key);
  }
  return undefined;
}

describe.each(NAMES)('a recipient with a key of %s', (name) => {
  it('can be encrypted to, and reads it', async () => {
    const certificate = certificateOf(party(name));
    expect(certificate.publicKey.algorithm).toBe(name.split(' ')[0]);
    expect(usableFor(certificate, 'encrypt')).toBe(true);
    expect(usableFor(certificate, 'sign')).toBe(false);
    for (const algorithm of ['aes-256-cbc', 'aes-128-gcm'] as const) {
      expect(await opened(await encrypted([party(name)], { algorithm }), party(name))).toEqual(CONTENT);
    }
  });

  it('is named with the algorithms of its RecipientInfo', async () => {
    const [recipient] = readEnvelope(await encrypted([party(name)], { algorithm: 'aes-256-cbc' })).recipients;
    const isKem = name.startsWith('ml-kem');
    const isCurve25519 = name.startsWith('x');
    expect(recipient?.kind).toBe(isKem ? 'kemri' : 'kari');
    expect(recipient?.keyEncryptionAlgorithm).toMatch(
      isKem ? /^ml-kem-\d+-hkdf-sha256-aes256-wrap$/ : isCurve25519 ? /^ecdh-hkdf-/ : /^ecdh-x963-/,
    );
  });

  it('has a key that is shown to be theirs, and no other is', async () => {
    const { keys } = party(name);
    expect(await opensFor(keys.pkcs8, keys.spki)).toBe(true);
    const other = await (KINDS[name] as () => Promise<KeyPair>)();
    expect(await opensFor(other.pkcs8, keys.spki)).toBe(false);
  });

  it('does not open what was altered on the way to them', async () => {
    const cms = await encrypted([party(name)], { algorithm: 'aes-256-gcm' });
    const { recipients } = readEnvelope(cms);
    const at = cms.length - 140;
    const altered = cms.slice();
    altered[at] = (altered[at] as number) ^ 1;
    expect(recipients).toHaveLength(1);
    await expect(
      opened(asDer(altered), party(name)).then((content) => content && equal(content, CONTENT)),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(decryption-failed|malformed-cms|malformed-der|unsupported)$/) as string,
    });
  });
});

it('readers of every kind share one envelope', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }), async (names) => {
      const cms = await encrypted(names.map(party), { algorithm: 'aes-256-gcm' });
      for (const name of names) expect(await opened(cms, party(name))).toEqual(CONTENT);
      const others = NAMES.filter((name) => !names.includes(name)).slice(0, 1);
      for (const name of others) expect(await opened(cms, party(name))).toBeUndefined();
    }),
    { numRuns: 8 },
  );
}, 60_000);

it('an ML-KEM key that is not that of its seed opens nothing', async () => {
  const { keys } = party('ml-kem-768 expanded');
  const other = kemKeys('ml-kem-768', 'both');
  expect(await opensFor(other.pkcs8, keys.spki)).toBe(false);
});

describe('Diffie-Hellman of old mail (RFC 2631)', () => {
  it('is read, and no other key of the group opens it', async () => {
    const [mine, other] = await withFolder((folder) => {
      const group = folder.openssl(
        'genpkey',
        '-genparam',
        '-algorithm',
        'DHX',
        '-pkeyopt',
        'dh_rfc5114:3',
        '-out',
        'g',
      );
      expect([group.status, group.stderr]).toEqual([0, '']);
      return ['a', 'b'].map((name) => {
        folder.openssl('genpkey', '-paramfile', 'g', '-out', name);
        folder.openssl('pkey', '-in', name, '-pubout', '-out', `${name}.pub`);
        return subject(pemOf(folder.read(name)), pemOf(folder.read(`${name}.pub`)));
      }) as [KeyPair, KeyPair];
    });
    const ca = await TestCa.create('DH CA');
    const bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@example.test'] }, mine);
    expect(usableFor(certificateOf(bob), 'sign')).toBe(false);
    const cms = await withFolder((folder) => {
      folder.write('bob.der', bob.certificate);
      folder.openssl('x509', '-inform', 'DER', '-in', 'bob.der', '-out', 'bob.pem');
      folder.write('content', CONTENT);
      const run = folder.openssl(
        ...['cms', '-encrypt', '-binary', '-in', 'content', '-outform', 'DER', '-out', 'cms.der', '-aes256', 'bob.pem'],
      );
      expect([run.status, run.stderr]).toEqual([0, '']);
      return asDer(folder.read('cms.der'));
    });
    expect(readEnvelope(cms).recipients[0]?.keyEncryptionAlgorithm).toBe('dh-x942-sha1-aes256-wrap');
    expect(await opened(cms, bob)).toEqual(CONTENT);
    await expect(opened(cms, { ...bob, keys: other })).rejects.toMatchObject({ code: 'decryption-failed' });
    await expect(encrypted([bob], { algorithm: 'aes-256-cbc' })).rejects.toMatchObject({
      code: 'recipient-certificate',
    });
  });
});

describe('openssl', () => {
  const CURVES = ['ec-p256', 'ec-brainpoolp256r1', 'ec-brainpoolp384r1', 'ec-brainpoolp512r1'];

  it.each(CURVES)('reads what is written to %s', async (name) => {
    const cms = await encrypted([party(name)], { algorithm: 'aes-256-cbc' });
    await withFolder((folder) => {
      folder.write('cms.der', cms);
      folder.write('key.der', party(name).keys.pkcs8);
      const run = folder.openssl(
        ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'cms.der', '-inkey', 'key.der', '-out', 'content'],
      );
      expect([run.status, run.stderr]).toEqual([0, '']);
      expect(folder.read('content')).toEqual(new Uint8Array(CONTENT));
    });
  });

  it.each(CURVES)('writes to %s what opens, with each digest and key wrap', async (name) => {
    for (const [digest, wrap] of [
      ['sha1', 'id-aes128-wrap'],
      ['sha256', 'id-aes192-wrap'],
      ['sha512', 'id-aes256-wrap'],
    ]) {
      const cms = await withFolder((folder) => {
        folder.write('bob.der', party(name).certificate);
        folder.openssl('x509', '-inform', 'DER', '-in', 'bob.der', '-out', 'bob.pem');
        folder.write('content', CONTENT);
        const run = folder.openssl(
          ...['cms', '-encrypt', '-binary', '-in', 'content', '-outform', 'DER', '-out', 'cms.der', '-aes192'],
          ...['-recip', 'bob.pem', '-keyopt', `ecdh_kdf_md:${digest ?? ''}`, '-wrap', wrap ?? ''],
        );
        expect([run.status, run.stderr]).toEqual([0, '']);
        return asDer(folder.read('cms.der'));
      });
      expect(await opened(cms, party(name))).toEqual(CONTENT);
    }
  });
});
