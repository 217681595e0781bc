import { deflateSync } from 'node:zlib';
import { type Bytes, type CanonicalOctets, concat, type Der, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { toBase64 } from '../../../shared/base/base64';
import { LIMITS } from '../../../shared/base/limits';
import { contextTag, der, integer, octets, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { signData } from '../../../shared/cms/sign';
import { algorithmIdentifier } from '../../../shared/cms/syntax/algorithm-identifier';
import { wrapContent } from '../../../shared/cms/wrap-content';
import { composeMultipart } from '../../../shared/mime/compose-mime';
import { shownText } from '../../../shared/mime/shown-text';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { openCms, openOctets } from '../../../shared/smime/open-message';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { protectEntity } from '../../../shared/smime/protect-message';
import { type Cast, contextOf, createCast, entityOf, messageOf, NOW, rawEntity, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const ZLIB = '1.2.840.113549.1.9.16.3.8';
const TEXT = 'The quick brown fox\r\n';

function compressedData(stream: Uint8Array | undefined, options: { type?: string; algorithm?: string } = {}): Der {
  const content = stream ? [der(contextTag(0), octets(stream))] : [];
  const encapsulated = sequence(oid(options.type ?? OID.data), ...content);
  const algorithm = algorithmIdentifier(options.algorithm ?? ZLIB);
  return wrapContent(OID.compressedData, sequence(integer(0), algorithm, encapsulated));
}

const compressed = (content: Uint8Array, type?: string): Der =>
  compressedData(deflateSync(content), type === undefined ? {} : { type });

const asEntity = (cms: Uint8Array): CanonicalOctets =>
  rawEntity(
    'Content-Type: application/pkcs7-mime; smime-type=compressed-data\r\nContent-Transfer-Encoding: base64',
    toBase64(cms),
  );

const open = (entity: Bytes): Promise<OpenedMessage> => openOctets(messageOf(entity), contextOf(cast, cast.alice));
const codes = (opened: OpenedMessage): readonly string[] => opened.summary.reasons.map(({ code }) => code);

const sign = (entity: Bytes): Promise<Bytes> =>
  protectEntity({
    entity: entity as CanonicalOctets,
    sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW },
  });

const encrypt = (entity: Bytes): Promise<Bytes> =>
  protectEntity({
    entity: entity as CanonicalOctets,
    encryptTo: [parseCertificate(cast.alice.certificate)],
  });

describe('a compressed message (RFC 3274)', () => {
  it('is opened: the entity inside it is what is shown', async () => {
    const opened = await open(asEntity(compressed(entityOf(TEXT))));
    expect(opened.layers).toEqual([
      { path: '0', type: 'compressed', children: [{ path: '0.0', type: 'mime', children: [] }] },
    ]);
    expect(opened.summary).toMatchObject({ state: 'unsigned', encryption: 'none', reasons: [] });
    expect(shownText(opened.root)).toContain('quick brown fox');
  });

  it('is as good as its signature, inside or outside (RFC 8551 3.6)', async () => {
    for (const entity of [
      asEntity(compressed(await sign(entityOf(TEXT)))),
      await sign(asEntity(compressed(entityOf(TEXT)))),
    ]) {
      const opened = await open(entity);
      expect(opened.summary.state).toBe('signed-valid');
      expect(shownText(opened.root)).toContain('quick brown fox');
    }
  });

  it('does not hide that a signature is around encryption only', async () => {
    const opened = await open(await sign(asEntity(compressed(await encrypt(entityOf(TEXT))))));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(codes(opened)).toContain('signed-ciphertext');
  });

  it('is read inside encryption', async () => {
    const opened = await open(await encrypt(asEntity(compressed(entityOf(TEXT)))));
    expect(opened.encryption.state).toBe('opened');
    expect(shownText(opened.root)).toContain('quick brown fox');
  });

  it('may hold CMS without a MIME entity around it', async () => {
    const signed = await signData({
      content: entityOf(TEXT),
      signer: signerOf(cast.alice),
      form: 'attached',
      signingTime: NOW,
    });
    const whole = await openCms(compressed(signed), contextOf(cast));
    expect(whole.layers[0]?.type).toBe('compressed');
    const content = signed.subarray(signed.indexOf(0xa0) + 4);
    const opened = await openCms(compressed(content, OID.signedData), contextOf(cast));
    expect(opened.layers[0]?.children[0]?.type).toBe('signed-opaque');
    expect(opened.signatures[0]?.integrity).toBe('intact');
  });

  it.each<[string, () => Der, string]>([
    ['damaged', () => compressedData(deflateSync(utf8Bytes(TEXT)).subarray(1)), 'malformed'],
    ['without content', () => compressedData(undefined), 'malformed'],
    ['cut off', () => wrapContent(OID.compressedData, sequence(integer(0))), 'malformed'],
    [
      'of another compression',
      () => compressedData(utf8Bytes(TEXT), { algorithm: '1.2.3.4' }),
      'unsupported-algorithm',
    ],
    ['too big', () => compressed(new Uint8Array(LIMITS.inflatedOctets + 1)), 'limit'],
  ])('that is %s stays closed and says why', async (_, make, code) => {
    const opened = await open(asEntity(make()));
    expect(opened.layers).toEqual([{ path: '0', type: 'compressed', children: [] }]);
    expect(codes(opened)).toEqual([code]);
    expect(opened.summary.state).toBe('unsigned');
  });

  it('shares one bound with all other compressed parts', async () => {
    const half = LIMITS.inflatedOctets / 2;
    const big = asEntity(compressed(concat([latin1Bytes('Content-Type: image/png\r\n\r\n'), new Uint8Array(half)])));
    const parts = composeMultipart('mixed', [big, big]);
    const opened = await open(parts);
    expect(codes(opened)).toEqual([]);
    expect(opened.errant.map(({ root }) => root !== undefined)).toEqual([true, false]);
  });
});
