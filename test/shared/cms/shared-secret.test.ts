import { type Bytes, concat, type Der, fromHex, hex, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { contextTag, der, integer, octets, oid, sequence, setOf } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { encryptCbc } from '../../../shared/cms/content-cipher';
import { decryptContent } from '../../../shared/cms/decrypt';
import { type Envelope, readEnvelope } from '../../../shared/cms/envelope';
import { wrapKey } from '../../../shared/cms/key-wrap';
import { type SecretKey, unwrapWithPassword, unwrapWithSecretKey } from '../../../shared/cms/shared-secret';
import { algorithmIdentifier } from '../../../shared/cms/syntax/algorithm-identifier';
import { openCms } from '../../../shared/smime/open-message';
import { shownText } from '../../../shared/mime/shown-text';
import { withFolder } from '../../support/openssl';

const TEXT = utf8Bytes('The quick brown fox\r\n');
const CONTENT_KEY = new Uint8Array(32).map((_, i) => i + 7);
const IV = new Uint8Array(16).fill(3);
const KEK = new Uint8Array(16).fill(5);

async function envelope(...recipients: readonly Der[]): Promise<Envelope> {
  const ciphertext = await encryptCbc(CONTENT_KEY, IV, TEXT);
  const encrypted = sequence(
    oid(OID.data),
    algorithmIdentifier(OID.aes256Cbc, octets(IV)),
    der(contextTag(0, 'primitive'), ciphertext),
  );
  const content = sequence(integer(3), setOf(recipients), encrypted);
  return readEnvelope(sequence(oid(OID.envelopedData), der(contextTag(0), content)));
}

const kekri = (id: Bytes, wrapped: Bytes, algorithm: string = OID.aes128Wrap): Der =>
  der(contextTag(2), integer(4), sequence(octets(id)), algorithmIdentifier(algorithm), octets(wrapped));

interface PasswordOptions {
  readonly iterations?: number;
  readonly cipher?: Der;
  readonly wrapped?: Bytes;
  readonly more?: readonly Der[];
}

/** As RFC 3211 2.3.1 makes it, with AES-128 and PBKDF2. */
async function pwri(password: string, options: PasswordOptions = {}): Promise<Der> {
  const { iterations = 7, cipher = algorithmIdentifier(OID.aes128Cbc, octets(IV)), more = [] } = options;
  const salt = utf8Bytes('salt');
  const base = await crypto.subtle.importKey('raw', utf8Bytes(password), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', salt, iterations: Math.max(1, Math.min(iterations, 1000)), hash: 'SHA-1' };
  const kek = new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 128));
  const head = [CONTENT_KEY.length, ...CONTENT_KEY.subarray(0, 3).map((octet) => octet ^ 0xff)];
  const plain = concat([Uint8Array.from(head), CONTENT_KEY, new Uint8Array(12).fill(9)]);
  const inner = (await encryptCbc(kek, IV, plain)).slice(0, plain.length);
  const wrapped = (await encryptCbc(kek, inner.slice(-16), inner)).slice(0, plain.length);
  return der(
    contextTag(3),
    integer(0),
    der(contextTag(0), oid(OID.pbkdf2), sequence(octets(salt), integer(iterations), ...more)),
    algorithmIdentifier('1.2.840.113549.1.9.16.3.9', cipher),
    octets(options.wrapped ?? wrapped),
  );
}

const failed = (code: string): object => expect.objectContaining({ code }) as object;

describe('a shared key', () => {
  const ID = Uint8Array.of(1, 2);

  it('opens the recipient that names it, and any where it has no identifier', async () => {
    const { recipients } = await envelope(kekri(ID, await wrapKey(KEK, CONTENT_KEY)));
    expect(await unwrapWithSecretKey(recipients, { key: KEK, keyIdentifier: ID })).toEqual([CONTENT_KEY]);
    expect(await unwrapWithSecretKey(recipients, { key: KEK })).toEqual([CONTENT_KEY]);
  });

  it('opens triple-DES key wrap (RFC 3217 3.4)', async () => {
    const wrapped = fromHex(
      '690107618ef092b3b48ca1796b234ae9fa33ebb4159604037db5d6a84eb3aac2768c632775a467d4',
    ) as Bytes;
    const key = fromHex('255e0d1c07b646dfb3134cc843ba8aa71f025b7c0838251f') as Bytes;
    const { recipients } = await envelope(kekri(ID, wrapped, '1.2.840.113549.1.9.16.3.6'));
    const [found] = await unwrapWithSecretKey(recipients, { key });
    expect(hex(found as Bytes)).toBe('2923bf85e06dd6ae529149f1f1bae9eab3a7da3d860d3e98');
  });

  it('opens nothing where no recipient is of this kind or has its identifier', async () => {
    const { recipients } = await envelope(kekri(ID, await wrapKey(KEK, CONTENT_KEY)));
    expect(await unwrapWithSecretKey(recipients, { key: KEK, keyIdentifier: Uint8Array.of(9) })).toEqual([]);
    expect(await unwrapWithSecretKey((await envelope(await pwri('x'))).recipients, { key: KEK })).toEqual([]);
  });

  it('fails in one way, whether it is wrong or of a wrong length', async () => {
    const { recipients } = await envelope(kekri(ID, await wrapKey(KEK, CONTENT_KEY)));
    for (const key of [new Uint8Array(16), new Uint8Array(32), new Uint8Array(0)]) {
      const secret: SecretKey = { key, keyIdentifier: ID };
      await expect(unwrapWithSecretKey(recipients, secret)).rejects.toEqual(failed('decryption-failed'));
    }
  });

  it('names a key wrap that is not read, and another recipient opens all the same', async () => {
    const other = kekri(ID, new Uint8Array(40), '1.2.3.4');
    const { recipients } = await envelope(other);
    await expect(unwrapWithSecretKey(recipients, { key: KEK })).rejects.toEqual(failed('unsupported'));
    const both = await envelope(other, kekri(ID, await wrapKey(KEK, CONTENT_KEY)));
    expect(await unwrapWithSecretKey(both.recipients, { key: KEK })).toEqual([CONTENT_KEY]);
  });
});

describe('a password', () => {
  it('opens its recipient (RFC 3211)', async () => {
    const made = await envelope(await pwri('Grüße'));
    const [key] = await unwrapWithPassword(made.recipients, 'Grüße');
    expect(await decryptContent(made, key as Bytes)).toEqual(TEXT);
  });

  it('fails in one way where it is wrong or the wrapped key is damaged', async () => {
    const { recipients } = await envelope(await pwri('right'));
    await expect(unwrapWithPassword(recipients, 'wrong')).rejects.toEqual(failed('decryption-failed'));
    for (const size of [0, 16, 47, 48]) {
      const damaged = await envelope(await pwri('right', { wrapped: new Uint8Array(size) }));
      await expect(unwrapWithPassword(damaged.recipients, 'right')).rejects.toEqual(failed('decryption-failed'));
    }
  });

  it('opens nothing where no recipient is of this kind', async () => {
    expect(await unwrapWithPassword((await envelope(kekri(KEK, KEK))).recipients, 'x')).toEqual([]);
  });

  it.each<[string, PasswordOptions, string]>([
    ['too many iterations', { iterations: 2 ** 31 }, 'limit'],
    ['no iterations', { iterations: 0 }, 'malformed-cms'],
    ['a key length that does not fit', { more: [integer(24)] }, 'malformed-cms'],
    ['a cipher without vector', { cipher: algorithmIdentifier(OID.aes128Cbc) }, 'malformed-cms'],
    ['another cipher', { cipher: algorithmIdentifier('1.2.3.4', octets(IV)) }, 'unsupported'],
    ['another HMAC', { more: [algorithmIdentifier('1.2.3.4')] }, 'unsupported'],
  ])('is not tried on: %s', async (_, options, code) => {
    const { recipients } = await envelope(await pwri('right', options));
    await expect(unwrapWithPassword(recipients, 'right')).rejects.toEqual(failed(code));
  });

  it('counts the iterations of all recipients together', async () => {
    const bound = jest.replaceProperty<{ kdfIterations: number }, 'kdfIterations'>(LIMITS, 'kdfIterations', 20);
    const { recipients } = await envelope(await pwri('right', { iterations: 15 }));
    expect(await unwrapWithPassword(recipients, 'right')).toHaveLength(1);
    await expect(unwrapWithPassword([...recipients, ...recipients], 'wrong')).rejects.toEqual(failed('limit'));
    bound.restore();
  });
});

const CONTEXT = { now: new Date('2026-11-23T12:00:00Z'), anchors: [], intermediates: [] };

describe('EncryptedData', () => {
  const encrypted = async (): Promise<Bytes> => {
    const content = sequence(
      oid(OID.data),
      algorithmIdentifier(OID.aes256Cbc, octets(IV)),
      der(contextTag(0, 'primitive'), await encryptCbc(CONTENT_KEY, IV, TEXT)),
    );
    const attributes = der(contextTag(1), sequence(oid('1.2.3'), setOf([integer(1)])));
    return sequence(oid(OID.encryptedData), der(contextTag(0), sequence(integer(2), content, attributes)));
  };

  it('is opened with its key and is not authenticated', async () => {
    const opened = await openCms(await encrypted(), { ...CONTEXT, contentKey: CONTENT_KEY });
    expect(opened.encryption).toMatchObject({ state: 'opened', authenticated: false, contentAlgorithm: 'aes-256-cbc' });
    expect(opened.layers[0]).toMatchObject({ type: 'encrypted', children: [{ type: 'mime' }] });
    expect(shownText(opened.root)).toContain('quick brown fox');
  });

  it('stays closed without a key, and with a wrong one', async () => {
    const cms = await encrypted();
    expect((await openCms(cms, CONTEXT)).encryption.state).toBe('not-for-us');
    const opened = await openCms(cms, { ...CONTEXT, contentKey: KEK });
    expect(opened.encryption).toMatchObject({ state: 'failed', reasons: [{ code: 'decryption-failed' }] });
  });
});

describe('openssl', () => {
  const KEY = '000102030405060708090a0b0c0d0e0f';

  it.each(['-aes128', '-aes256', '-des3'])('makes password recipients that open (%s)', async (cipher) => {
    await withFolder(async (folder) => {
      folder.write('in.txt', TEXT);
      const out = ['-binary', '-in', 'in.txt', '-outform', 'DER', '-out', 'e.der'];
      expect(folder.openssl('cms', '-encrypt', cipher, '-pwri_password', 'secret', ...out).status).toBe(0);
      const made = readEnvelope(folder.read('e.der'));
      const [key] = await unwrapWithPassword(made.recipients, 'secret');
      expect(await decryptContent(made, key as Bytes)).toEqual(TEXT);
    });
  });

  it('makes recipients by shared key, and EncryptedData, that open', async () => {
    await withFolder(async (folder) => {
      folder.write('in.txt', TEXT);
      const out = ['-binary', '-in', 'in.txt', '-outform', 'DER', '-out', 'e.der'];
      const shared = ['-secretkey', KEY, '-secretkeyid', '0102'];
      expect(folder.openssl('cms', '-encrypt', '-aes256', ...shared, ...out).status).toBe(0);
      const made = readEnvelope(folder.read('e.der'));
      const secret = { key: fromHex(KEY) as Bytes, keyIdentifier: Uint8Array.of(1, 2) };
      const [key] = await unwrapWithSecretKey(made.recipients, secret);
      expect(await decryptContent(made, key as Bytes)).toEqual(TEXT);
      const direct = folder.openssl('cms', '-EncryptedData_encrypt', '-aes128', '-secretkey', KEY, ...out);
      expect(direct.status).toBe(0);
      const opened = await openCms(folder.read('e.der'), { ...CONTEXT, contentKey: fromHex(KEY) as Bytes });
      expect(opened.encryption.state).toBe('opened');
      expect(shownText(opened.root)).toContain('quick brown fox');
    });
  });
});
