import { toBase64 } from '../../shared/base/base64';
import { concat, type Der, latin1Bytes } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { LIMITS } from '../../shared/base/limits';
import { bitString, contextTag, der, integer, octets, oid, readTlv, sequence, setOf, TAG } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { readEnvelope } from '../../shared/cms/envelope';
import { algorithmIdentifier } from '../../shared/cms/syntax/algorithm-identifier';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { attribute, buildSignedData } from '../shared/cms/signed-data-builder';
import { type Cast, contextOf, createCast, entityOf, messageOf, rawEntity, schemeOf } from '../shared/smime/messages';

/** Lists that no writer makes long, made of tens of thousands of values in a message of a few megabytes. */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const MANY = 50_000;
const repeated = (value: Uint8Array, times: number): Uint8Array => concat(Array.from({ length: times }, () => value));
const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concat([Uint8Array.of(tag, 0x80), ...parts, new Uint8Array(2)]);

async function open(cms: Uint8Array): Promise<OpenedMessage> {
  const head = 'Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64';
  return openOctets(messageOf(rawEntity(head, toBase64(cms))), contextOf(cast));
}

const TEXT = entityOf('Hello\r\n');
const signedWith = async (more: object): Promise<OpenedMessage> =>
  open(
    await buildSignedData({
      party: cast.alice,
      scheme: schemeOf(cast.alice),
      content: TEXT,
      eContent: octets(TEXT),
      ...more,
    }),
  );

const LIST = Array.from({ length: MANY }, (_, i) => attribute(`1.2.3.${i}`, integer(1)));

describe('a signature of very many values is not checked, and is said to be too large', () => {
  it.each([
    ['digestAlgorithms', { digestAlgorithms: Array<Der>(MANY).fill(sequence(oid(OID.sha256))) }, 'digestAlgorithms'],
    ['signed attributes', { attributes: (usual: readonly Der[]) => [...usual, ...LIST] }, 'attributes'],
    ['unsigned attributes', { unsignedAttributes: LIST }, 'attributes'],
    [
      'signed attributes of very many octets',
      { attributes: (usual: readonly Der[]) => [...usual, attribute('1.2.3', octets(new Uint8Array(1 << 19)))] },
      'attributeOctets',
    ],
  ])('%s', async (_, more, limit) => {
    const { summary } = await signedWith(more);
    expect([summary.state, summary.reasons[0]]).toEqual(['uncheckable', { code: 'limit', found: limit }]);
  });

  it('as many attributes as any program writes are read', async () => {
    const attributes = (usual: readonly Der[]): readonly Der[] => [...usual, ...LIST.slice(0, 200)];
    expect((await signedWith({ attributes })).summary.state).toBe('signed-valid');
  });
});

const CONTENT = sequence(
  oid(OID.data),
  algorithmIdentifier(OID.aes256Cbc, octets(new Uint8Array(16))),
  der(contextTag(0, 'primitive'), new Uint8Array(32)),
);
const enveloped = (recipients: readonly Uint8Array[], content: Uint8Array = CONTENT): Der =>
  sequence(oid(OID.envelopedData), der(contextTag(0), sequence(integer(2), der(TAG.set, ...recipients), content)));

function agreementFor(keys: number): Der {
  const issuer = sequence(setOf([sequence(oid(OID.commonName), der(TAG.utf8String, latin1Bytes('x')))]));
  const one = sequence(sequence(issuer, integer(1)), octets(new Uint8Array(40)));
  const originator = der(contextTag(1), algorithmIdentifier(OID.ecPublicKey), bitString(new Uint8Array(65)));
  const scheme = algorithmIdentifier(OID.dhSinglePassStdDhSha256Kdf, algorithmIdentifier(OID.aes256Wrap));
  return der(contextTag(1), integer(3), der(contextTag(0), originator), scheme, der(TAG.sequence, repeated(one, keys)));
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (thrown) {
    return errorCode(thrown);
  }
}

describe('the keys of key agreements count as recipients', () => {
  it.each([
    ['in one of them', 1, LIMITS.recipients + 1, 'limit'],
    ['in all of them together', 101, 100, 'limit'],
    ['up to the limit', 100, 100, ''],
  ])('%s', (_, recipients, keys, code) => {
    const infos = Array<Der>(recipients).fill(agreementFor(keys));
    expect(codeOf(() => readEnvelope(enveloped(infos)))).toBe(code);
  });
});

describe('an indefinite length around very many values', () => {
  const pieces = (count: number): Uint8Array => repeated(octets(new Uint8Array(0)), count);

  it('is refused', async () => {
    const cms = indefinite(TAG.sequence, oid(OID.envelopedData), indefinite(0xa0, pieces(LIMITS.indefiniteValues)));
    expect((await open(cms)).summary.reasons).toContainEqual({ code: 'limit', found: 'indefiniteValues' });
    expect(codeOf(() => readTlv(cms as Der))).toBe('limit');
  });

  it('is refused for all levels of it together', () => {
    const level = indefinite(0x24, pieces(LIMITS.indefiniteValues / 2));
    expect(codeOf(() => readTlv(indefinite(0x24, level) as Der))).toBe('');
    expect(codeOf(() => readTlv(indefinite(0x24, level, level) as Der))).toBe('limit');
  });
});
