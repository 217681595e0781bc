import { type Bytes, hex, utf8Bytes } from '../../../shared/base/bytes';
import { digest } from '../../../shared/base/digest';
import { SignetError } from '../../../shared/base/errors';
import { der, octets, oid, readTlv, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { ContentDigests } from '../../../shared/cms/content-digests';
import { type SignedAttributes } from '../../../shared/cms/signed-attributes';
import {
  altered,
  brokenRule,
  digestNamed,
  ignoresDigest,
  type SignedContent,
  unverifiable,
  weaknesses,
} from '../../../shared/cms/signer-info-rules';
import { algorithmIdentifier, readAlgorithm } from '../../../shared/cms/syntax/algorithm-identifier';
import { type SignerInfo } from '../../../shared/cms/syntax/signed-data';
import { type Certificate } from '../../../shared/pkix/certificate';
import { attribute } from './signed-data-builder';

const CONTENT = utf8Bytes('Content-Type: text/plain\r\n\r\nThe text.\r\n');
const algorithm = (id: string) => readAlgorithm(readTlv(algorithmIdentifier(id)));

function infoOf(digestId: string, signatureId: string, more: Partial<SignerInfo> = {}): SignerInfo {
  return {
    sid: { kind: 'ski', keyIdentifier: Uint8Array.of(1) },
    digestAlgorithm: algorithm(digestId),
    signedAttributes: readTlv(der(TAG.set)),
    signatureAlgorithm: algorithm(signatureId),
    signature: new Uint8Array(0),
    unsignedAttributes: undefined,
    ...more,
  };
}
const usual = infoOf(OID.sha256, OID.ecdsaWithSha256);
const bare = (info: SignerInfo): SignerInfo => ({ ...info, signedAttributes: undefined });

async function attributesOf(more: Partial<SignedAttributes> = {}): Promise<SignedAttributes> {
  return {
    contentType: OID.data,
    messageDigest: await digest('sha256', CONTENT),
    signingTime: undefined,
    protection: undefined,
    signingCertificates: [],
    capabilities: undefined,
    encryptionKeyPreference: undefined,
    ...more,
  };
}

const contentOf = (more: Partial<SignedContent> = {}, ...alternatives: readonly Bytes[]): SignedContent => ({
  contentType: OID.data,
  digests: new ContentDigests(alternatives.length > 0 ? alternatives : [CONTENT]),
  digestAlgorithms: [OID.sha256],
  ...more,
});

describe('the rules of a SignerInfo', () => {
  it('hold where content type, digest and algorithms agree', async () => {
    expect(await brokenRule(usual, await attributesOf(), contentOf())).toBeUndefined();
    expect(await brokenRule(bare(usual), undefined, contentOf())).toBeUndefined();
  });

  it('want the digest of one of the forms that the content may stand in', async () => {
    const other = utf8Bytes('Content-Type: text/plain\n\nThe text.\n');
    const attributes = await attributesOf();
    expect(await brokenRule(usual, attributes, contentOf({}, other, CONTENT))).toBeUndefined();
    expect(await brokenRule(usual, attributes, contentOf({}, other, utf8Bytes('x')))).toEqual(
      altered('digest-mismatch', {
        found: hex(await digest('sha256', other)),
        expected: hex(attributes.messageDigest),
      }),
    );
    expect(await brokenRule(usual, attributes, contentOf({ digests: new ContentDigests([]) }))).toEqual(
      altered('digest-mismatch', { found: '', expected: hex(attributes.messageDigest) }),
    );
  });

  it('want the content type that is signed', async () => {
    const attributes = await attributesOf({ contentType: OID.signedData });
    expect(await brokenRule(usual, attributes, contentOf())).toEqual(
      altered('content-type-mismatch', { found: OID.signedData, expected: OID.data }),
    );
  });

  it('say what cannot be read of the attributes: over a limit, or malformed', async () => {
    const limit = new SignetError('limit', 'too many', 'attributes');
    expect(await brokenRule(usual, limit, contentOf())).toEqual(unverifiable('limit', 'attributes'));
    const malformed = new SignetError('malformed-cms', 'broken');
    expect(await brokenRule(usual, malformed, contentOf())).toEqual(altered('attributes-malformed'));
  });

  it('want a digest that is known, announced, and the one that the signature algorithm names', async () => {
    const attributes = await attributesOf();
    const unknown = infoOf('1.2.3', OID.ecdsaWithSha256);
    expect(await brokenRule(unknown, attributes, contentOf())).toEqual(unverifiable('unsupported-algorithm', '1.2.3'));
    const announced = contentOf({ digestAlgorithms: [OID.sha512] });
    expect(await brokenRule(usual, attributes, announced)).toEqual(unverifiable('algorithm-mismatch', 'sha256'));
    const other = infoOf(OID.sha512, OID.ecdsaWithSha256);
    expect(await brokenRule(other, attributes, contentOf({ digestAlgorithms: [OID.sha512] }))).toEqual(
      unverifiable('algorithm-mismatch', 'sha512'),
    );
  });

  it('take any digest that is announced with a signature algorithm that names the key alone', async () => {
    const info = infoOf(OID.sha256, OID.rsaEncryption);
    expect(await brokenRule(info, await attributesOf(), contentOf())).toBeUndefined();
  });

  it('want SHA-512 with Ed25519, and any digest with ML-DSA (RFC 8419 3.1, RFC 9882 3.3)', async () => {
    const announced = contentOf({ digestAlgorithms: [OID.sha256, OID.sha512] });
    const sha512 = await attributesOf({ messageDigest: await digest('sha512', CONTENT) });
    expect(await brokenRule(infoOf(OID.sha512, OID.ed25519), sha512, announced)).toBeUndefined();
    expect(await brokenRule(infoOf(OID.sha256, OID.ed25519), await attributesOf(), announced)).toEqual(
      unverifiable('algorithm-mismatch', 'sha256'),
    );
    expect(await brokenRule(infoOf(OID.sha256, OID.mlDsa65), await attributesOf(), announced)).toBeUndefined();
  });

  it('want attributes with content that is no data, and where it is itself a set of attributes', async () => {
    const signed = contentOf({ contentType: OID.signedData });
    expect(await brokenRule(bare(usual), undefined, signed)).toEqual(altered('attributes-malformed'));
    const set = der(TAG.set, attribute(OID.contentType, oid(OID.data)), attribute(OID.messageDigest, octets(CONTENT)));
    for (const alternatives of [[set], [CONTENT, set], [set, CONTENT]]) {
      expect(await brokenRule(bare(usual), undefined, contentOf({}, ...alternatives))).toEqual(
        altered('attributes-malformed'),
      );
    }
  });

  it('want the algorithms that CMSAlgorithmProtection names (RFC 6211 4)', async () => {
    const right = { digest: usual.digestAlgorithm, signature: usual.signatureAlgorithm };
    expect(await brokenRule(usual, await attributesOf({ protection: right }), contentOf())).toBeUndefined();
    for (const wrong of [{ digest: algorithm(OID.sha512) }, { signature: algorithm(OID.rsaEncryption) }]) {
      const attributes = await attributesOf({ protection: { ...right, ...wrong } });
      expect(await brokenRule(usual, attributes, contentOf())).toEqual(altered('algorithm-mismatch'));
    }
  });
});

describe('a digest that means nothing', () => {
  it('is that of a pure signature over the content itself, and of no other', async () => {
    const pure = infoOf('1.2.3', OID.ed25519);
    expect([bare(pure), pure, bare(usual), usual].map(ignoresDigest)).toEqual([true, false, false, false]);
    expect(await brokenRule(bare(pure), undefined, contentOf())).toBeUndefined();
    expect(weaknesses(bare(infoOf(OID.sha1, OID.ed25519)), undefined)).toEqual([]);
    expect(weaknesses(infoOf(OID.sha1, OID.ed25519), undefined)).toEqual([{ code: 'weak-algorithm', found: 'sha1' }]);
  });

  it('is read from its identifier', () => {
    expect(digestNamed(usual)).toBe('sha256');
    expect(digestNamed(infoOf('1.2.3', OID.ecdsaWithSha256))).toBeUndefined();
  });
});

describe('what is weak', () => {
  const certificateWith = (algorithmOfKey: string, bits: number): Certificate =>
    ({ publicKey: { algorithm: algorithmOfKey, bits } }) as unknown as Certificate;
  const weakKey = (bits: number) => [{ code: 'weak-key', found: `${bits}`, expected: '2048' }];

  it('is SHA-1 and MD5, as digest or within the signature algorithm, said once', () => {
    expect(weaknesses(usual, undefined)).toEqual([]);
    expect(weaknesses(infoOf(OID.sha1, OID.rsaEncryption), undefined)).toEqual([
      { code: 'weak-algorithm', found: 'sha1' },
    ]);
    expect(weaknesses(infoOf(OID.sha1, OID.sha1WithRsa), undefined)).toEqual([
      { code: 'weak-algorithm', found: 'sha1' },
    ]);
    expect(weaknesses(infoOf(OID.md5, OID.rsaEncryption), undefined)).toEqual([
      { code: 'weak-algorithm', found: 'md5' },
    ]);
  });

  it('is a DSA key, whatever its size', () => {
    expect(weaknesses(usual, certificateWith('dsa', 3072))).toEqual([{ code: 'weak-algorithm', found: 'dsa' }]);
  });

  it('is an RSA key under 2048 bits, and no key on a curve', () => {
    for (const kind of ['rsa', 'rsa-pss']) {
      expect(weaknesses(usual, certificateWith(kind, 2047))).toEqual(weakKey(2047));
      expect(weaknesses(usual, certificateWith(kind, 2048))).toEqual([]);
    }
    expect(weaknesses(usual, certificateWith('ec', 256))).toEqual([]);
  });
});
