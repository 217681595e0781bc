import * as fc from 'fast-check';
import { type Bytes, type CanonicalOctets } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { children, contents, contextTag, type Tlv } from '../../../shared/asn1/der';
import { CHUNK, ONE_CALL } from '../../../shared/cms/chunks';
import { type ContentAlgorithm } from '../../../shared/cms/content-algorithm';
import { readContentInfo } from '../../../shared/cms/content-info';
import { decryptContent, unwrapContentKey } from '../../../shared/cms/decrypt';
import { readEnvelope } from '../../../shared/cms/envelope';
import { verifySignedData } from '../../../shared/cms/verify';
import { certificateOf, createWorld, encrypted, type PartyName, SCHEMES, signed, type World } from './parties';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const octets = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength, size: 'max' }).map((array) => new Uint8Array(array));

/** Where the ciphers and the chunks begin anew. */
const EDGES = [0, 1, 15, 16, 17, ...[CHUNK, ONE_CALL].flatMap((edge) => [edge - 1, edge, edge + 1])];

/** Octets of a length, none like its neighbours. */
const counted = (length: number): Bytes => new Uint8Array(length).map((_, i) => i * 7 + (i >> 8) * 13);

const isSame = (a: Bytes, b: Bytes): boolean => Buffer.compare(a, b) === 0;

async function integrity(cms: Bytes, detached?: Bytes): Promise<readonly string[]> {
  try {
    const { signers, reasons } = await verifySignedData(detached ? { cms, detached } : { cms });
    return reasons.length > 0 ? ['reason'] : signers.map((signer) => signer.integrity);
  } catch (thrown) {
    return [errorCode(thrown)];
  }
}

async function decrypted(cms: Bytes, name: PartyName): Promise<Bytes> {
  const envelope = readEnvelope(cms);
  const [recipient] = envelope.recipients;
  const identity = { certificate: certificateOf(world.parties[name]), privateKey: world.parties[name].keys.pkcs8 };
  const key = recipient && (await unwrapContentKey(recipient, identity));
  return decryptContent(envelope, key as Bytes);
}

describe('what was signed', () => {
  it('verifies, whatever it is, and is given back', async () => {
    const property = fc.asyncProperty(octets(4096), fc.constantFrom(...SCHEMES), async (content, [scheme, name]) => {
      const party = world.parties[name];
      const attached = await signed(party, scheme, 'attached', content as CanonicalOctets);
      const detached = await signed(party, scheme, 'detached', content as CanonicalOctets);
      expect(await integrity(attached)).toEqual(['intact']);
      expect(await integrity(detached, content)).toEqual(['intact']);
      const { content: given } = await verifySignedData({ cms: attached });
      expect(isSame(given as Bytes, content)).toBe(true);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it.each(EDGES)('verifies at the edge of %i octets, and not with one octet changed', async (length) => {
    const content = counted(length);
    const cms = await signed(world.parties.p256, 'ecdsa-p256-sha256', 'detached', content as CanonicalOctets);
    expect(await integrity(cms, content)).toEqual(['intact']);
    for (const place of new Set([0, length >> 1, length - 1])) {
      if (place < 0 || place >= length) continue;
      const changed = content.slice();
      changed[place] = (changed[place] as number) ^ 1;
      expect(await integrity(cms, changed)).toEqual(['altered']);
    }
  });
});

describe('what was encrypted', () => {
  const ALGORITHMS: readonly ContentAlgorithm[] = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'];

  it('decrypts, whatever it is, to each kind of key', async () => {
    const names = fc.constantFrom<PartyName>('rsa', 'p256', 'p384', 'p521');
    const transports = fc.constantFrom('pkcs1', 'oaep-sha256');
    const property = fc.asyncProperty(
      octets(4096),
      fc.constantFrom(...ALGORITHMS),
      names,
      transports,
      async (content, algorithm, name, keyTransport) => {
        const cms = await encrypted([world.parties[name]], { algorithm, keyTransport, content });
        expect(isSame(await decrypted(cms, name), content)).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it.each(EDGES.flatMap((length) => (['aes-256-cbc', 'aes-256-gcm'] as const).map((name) => [length, name] as const)))(
    'decrypts at the edge of %i octets with %s',
    async (length, algorithm) => {
      const content = counted(length);
      const cms = await encrypted([world.parties.p256], { algorithm, content });
      expect(isSame(await decrypted(cms, 'p256'), content)).toBe(true);
    },
  );

  it.each([1, 16, 1000, CHUNK + 1, ONE_CALL + 1])(
    'and authenticated is never another content, wherever %i octets were altered',
    async (length) => {
      const cms = await encrypted([world.parties.p256], { algorithm: 'aes-256-gcm', content: counted(length) });
      const { ciphertext, mac } = readEnvelope(cms).encryption;
      const places = [ciphertext, mac as Bytes].map((part) => ({
        from: part.byteOffset - cms.byteOffset,
        length: part.length,
      }));
      const place = fc
        .constantFrom(...places)
        .chain(({ from, length: size }) => fc.integer({ min: from, max: from + size - 1 }));
      const property = fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = cms.slice();
        changed[at] = (changed[at] as number) ^ by;
        expect(await decrypted(changed, 'p256').catch(errorCode)).toBe('decryption-failed');
      });
      await fc.assert(property, { numRuns: length > 1000 ? 8 : 60 });
    },
  );
});

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Every octet that a signature covers or is: content, signed attributes, signature value, and what of the SignerInfo the
 * attributes protect (RFC 6211). Not covered are certificates, CRLs, version and the order of lengths around them.
 */
function coveredRanges(cms: Bytes): readonly Range[] {
  const parts = children(readContentInfo(cms).content);
  const [signerInfo] = children(parts.at(-1) as Tlv);
  const encapsulated = parts[2] as Tlv;
  const fields = children(signerInfo as Tlv);
  const attributes = fields.find(({ tag }) => tag === contextTag(0)) as Tlv;
  const [, wrapped] = children(encapsulated);
  const covered = [attributes, fields.at(-1) as Tlv, fields[2] as Tlv, ...(wrapped ? children(wrapped) : [])];
  return covered.map((value) => {
    const inside = contents(value);
    const start = inside.byteOffset - cms.byteOffset;
    return { start, end: start + inside.length };
  });
}

describe('a change of any covered octet', () => {
  it.each(SCHEMES)('is never intact: %s', async (scheme, name) => {
    const content = counted(300) as CanonicalOctets;
    for (const form of ['attached', 'detached'] as const) {
      const cms = await signed(world.parties[name], scheme, form, content);
      const detached = form === 'detached' ? content : undefined;
      expect(await integrity(cms, detached)).toEqual(['intact']);
      const range = fc.constantFrom(...coveredRanges(cms).filter(({ start, end }) => end > start));
      const place = range.chain(({ start, end }) => fc.integer({ min: start, max: end - 1 }));
      const property = fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = cms.slice();
        changed[at] = (changed[at] as number) ^ by;
        expect(await integrity(changed, detached)).not.toContain('intact');
      });
      await fc.assert(property, { numRuns: 120 });
    }
  });
});
