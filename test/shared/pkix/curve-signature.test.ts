import { brainpoolP256r1 } from '@noble/curves/misc.js';
import { p256 } from '@noble/curves/nist.js';
import { der, integer, oid, sequence, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { concat, utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { toOctets } from '../../../shared/base/rsa-arithmetic';
import { ecdsaValue, encodeEcdsaValue } from '../../../shared/pkix/ecdsa-value';
import { verifyEdwards } from '../../../shared/pkix/curve-signature';
import { verifySignature } from '../../../shared/pkix/signature-check';
import { opensslKeyPair, opensslSignature } from '../../support/openssl-keys';
import { spkiOf } from '../../support/post-quantum';

const SIGNED = utf8Bytes('content');

/** The first goes through WebCrypto and the second does not: both must be equally strict. */
const CURVES: readonly (readonly [string, typeof p256, string])[] = [
  ['P-256 on the platform', p256, OID.p256],
  ['brainpoolP256r1', brainpoolP256r1, OID.brainpoolP256r1],
];

interface Signed {
  readonly algorithm: Der;
  readonly spki: Der;
  readonly signature: Bytes;
  readonly signed: Bytes;
}

async function signedOn(curve: typeof p256, curveId: string): Promise<Signed> {
  const { secretKey, publicKey } = curve.keygen();
  const point = new Uint8Array(curve.getPublicKey(secretKey, false));
  expect(publicKey).toHaveLength(33);
  const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', SIGNED));
  const raw = new Uint8Array(curve.sign(hashed, secretKey, { prehash: false, lowS: false }));
  const spki = sequence(sequence(oid(OID.ecPublicKey), oid(curveId)), der(TAG.bitString, Uint8Array.of(0), point));
  return { algorithm: sequence(oid(OID.ecdsaWithSha256)), spki, signature: encodeEcdsaValue(raw), signed: SIGNED };
}

describe.each(CURVES)('ECDSA on %s', (_, curve, curveId) => {
  const order = curve.Point.Fn.ORDER;
  let right: Signed;
  let [r, s] = [0n, 0n];
  beforeAll(async () => {
    right = await signedOn(curve, curveId);
    const raw = ecdsaValue(right.signature, 32) as Bytes;
    const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((half) =>
      BigInt(`0x${Buffer.from(half).toString('hex')}`),
    );
    [r, s] = numbers as [bigint, bigint];
  });
  const value = (one: bigint, other: bigint): Der => sequence(integer(toOctets(one, 33)), integer(toOctets(other, 33)));
  const result = (signature: Bytes): Promise<string> => verifySignature({ ...right, signature });

  it('takes s of either half: low s is a rule of others', async () => {
    expect(await result(value(r, s))).toBe('good');
    expect(await result(value(r, order - s))).toBe('good');
  });

  it('takes r and s from 1 to the order only', async () => {
    for (const [one, other] of [
      [0n, s],
      [r, 0n],
      [order, s],
      [r, order],
      [r + order, s],
      [r, s + order],
      [order - r, s],
      [0n, 0n],
      [1n, 1n],
    ] as const) {
      expect(await result(value(one, other))).toBe('bad');
    }
  });

  it('takes one encoding only', async () => {
    const { signature } = right;
    const padded = sequence(der(TAG.integer, Uint8Array.of(0), toOctets(r, 33)), integer(toOctets(s, 33)));
    for (const wrong of [
      padded,
      concat([signature, Uint8Array.of(0)]),
      concat([Uint8Array.of(0x30, 0x81), signature.subarray(1)]),
      toOctets((r << 256n) + s, 64),
    ]) {
      expect(await result(wrong)).toBe('bad');
    }
  });

  it('refuses a key that is no point of the curve', async () => {
    const spki = right.spki.slice() as Der;
    spki[spki.length - 1] = (spki.at(-1) as number) ^ 1;
    expect(await verifySignature({ ...right, spki })).toBe('bad');
  });

  it('takes a compressed key', async () => {
    const point = right.spki.subarray(-64);
    const compressed = concat([Uint8Array.of(2 + ((point.at(-1) as number) & 1)), point.subarray(0, 32)]);
    const algorithm = sequence(oid(OID.ecPublicKey), oid(curveId));
    const spki = sequence(algorithm, der(TAG.bitString, Uint8Array.of(0), compressed));
    expect(await verifySignature({ ...right, spki })).toBe('good');
  });
});

describe('EdDSA', () => {
  it.each([
    ['ed25519', OID.ed25519],
    ['ed448', OID.ed448],
  ] as const)('%s: what openssl signs holds, here and on the platform', async (name, id) => {
    const keys = await opensslKeyPair('-algorithm', name);
    const signature = await opensslSignature(keys.pkcs8, SIGNED);
    const check = { algorithm: sequence(oid(id)), spki: keys.spki, signature, signed: SIGNED };
    expect(await verifySignature(check)).toBe('good');
    expect(await verifySignature({ ...check, signed: utf8Bytes('context') })).toBe('bad');
    const key = keys.spki.subarray(-signature.length / 2);
    expect(verifyEdwards(name, key, signature, SIGNED)).toBe('good');
    expect(verifyEdwards(name, key, signature, utf8Bytes('context'))).toBe('bad');
    expect(verifyEdwards(name, key, signature.subarray(1), SIGNED)).toBe('bad');
  });

  it('refuses a key of small order, which would sign everything', async () => {
    const identity = concat([Uint8Array.of(1), new Uint8Array(31)]);
    const forged = concat([identity, new Uint8Array(32)]);
    expect(verifyEdwards('ed25519', identity, forged, SIGNED)).toBe('bad');
    const neutral = concat([Uint8Array.of(1), new Uint8Array(56)]);
    expect(verifyEdwards('ed448', neutral, concat([neutral, new Uint8Array(57)]), SIGNED)).toBe('bad');
    const zero = spkiOf(OID.ed448, new Uint8Array(57));
    const check = { algorithm: sequence(oid(OID.ed448)), spki: zero, signature: new Uint8Array(114), signed: SIGNED };
    expect(await verifySignature(check)).toBe('bad');
  });
});
