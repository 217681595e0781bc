import { type Bytes, type Der } from '../base/bytes';
import { bitString, oid, readOid, sequence, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type AgreementKeys } from './agreement-keys';
import { finiteFieldKeys } from './finite-field-keys';
import { type AlgorithmIdentifier, algorithmIdentifier } from './syntax/algorithm-identifier';
import { curvePrivateKey, ecPrivateScalar } from './syntax/private-key-info';

const EC_ORIGINATOR = algorithmIdentifier(OID.ecPublicKey);
const HKDF_SHA256_SCHEME = '1.2.840.113549.1.9.16.3.19';
const HKDF_SHA512_SCHEME = '1.2.840.113549.1.9.16.3.21';

/** A NIST curve, by WebCrypto. */
function webCurve(id: string, namedCurve: string, octets: number, scheme: string): AgreementKeys {
  const ecdh = { name: 'ECDH', namedCurve };
  const derive = async (ours: CryptoKey, theirs: Bytes): Promise<Bytes> => {
    const spki = sequence(algorithmIdentifier(OID.ecPublicKey, oid(id)), bitString(theirs));
    const key = await crypto.subtle.importKey('spki', spki, ecdh, false, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: key }, ours, octets * 8));
  };
  return {
    agree: (pkcs8, theirs) =>
      orUndefined(async () =>
        derive(await crypto.subtle.importKey('pkcs8', pkcs8, ecdh, false, ['deriveBits']), theirs),
      ),
    written: {
      scheme,
      originator: EC_ORIGINATOR,
      ephemeral: (theirs) =>
        orUndefined(async () => {
          const ours = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
          const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey));
          return { publicKey, secret: await derive(ours.privateKey, theirs) };
        }),
    },
  };
}

/** A curve that WebCrypto lacks, or not everywhere has; its code is loaded when it is met. */
interface LoadedCurve {
  readonly keygen: () => { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array };
  /** The x-coordinate. Throws where the other's key is none of the curve. */
  readonly secretOf: (own: Uint8Array, theirs: Uint8Array) => Uint8Array;
  readonly encodePublic: (publicKey: Uint8Array) => Uint8Array;
}

function loadedCurve(
  load: () => Promise<LoadedCurve>,
  privateKeyOf: (pkcs8: Bytes) => Bytes,
  scheme: string,
  originator: Der,
): AgreementKeys {
  return {
    async agree(pkcs8, theirs) {
      const own = privateKeyOf(pkcs8);
      const curve = await load();
      return orUndefined(() => new Uint8Array(curve.secretOf(own, theirs)));
    },
    written: {
      scheme,
      originator,
      async ephemeral(theirs) {
        const curve = await load();
        return orUndefined(() => {
          const { secretKey, publicKey } = curve.keygen();
          const secret = new Uint8Array(curve.secretOf(secretKey, theirs));
          secretKey.fill(0);
          return { publicKey: new Uint8Array(curve.encodePublic(publicKey)), secret };
        });
      },
    },
  };
}

type BrainpoolName = 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1';

const brainpool = (name: BrainpoolName, octets: number, scheme: string): AgreementKeys =>
  loadedCurve(
    async () => {
      const curve = (await import('@noble/curves/misc.js'))[name];
      return {
        keygen: () => curve.keygen(),
        secretOf: (own, theirs) => curve.getSharedSecret(leftPadded(own, octets), theirs).subarray(1),
        encodePublic: (publicKey) => curve.Point.fromBytes(publicKey).toBytes(false),
      };
    },
    ecPrivateScalar,
    scheme,
    EC_ORIGINATOR,
  );

const montgomery = (id: string, load: () => Promise<Montgomery>, scheme: string): AgreementKeys =>
  loadedCurve(
    async () => {
      const curve = await load();
      return {
        keygen: () => curve.keygen(),
        secretOf: (own, theirs) => curve.getSharedSecret(own, theirs),
        encodePublic: (publicKey) => publicKey,
      };
    },
    curvePrivateKey,
    scheme,
    algorithmIdentifier(id),
  );

interface Montgomery {
  readonly keygen: () => { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array };
  readonly getSharedSecret: (own: Uint8Array, theirs: Uint8Array) => Uint8Array;
}

const CURVES: Readonly<Record<string, AgreementKeys>> = {
  [OID.p256]: webCurve(OID.p256, 'P-256', 32, OID.dhSinglePassStdDhSha256Kdf),
  [OID.p384]: webCurve(OID.p384, 'P-384', 48, OID.dhSinglePassStdDhSha384Kdf),
  [OID.p521]: webCurve(OID.p521, 'P-521', 66, OID.dhSinglePassStdDhSha512Kdf),
  [OID.brainpoolP256r1]: brainpool('brainpoolP256r1', 32, OID.dhSinglePassStdDhSha256Kdf),
  [OID.brainpoolP384r1]: brainpool('brainpoolP384r1', 48, OID.dhSinglePassStdDhSha384Kdf),
  [OID.brainpoolP512r1]: brainpool('brainpoolP512r1', 64, OID.dhSinglePassStdDhSha512Kdf),
};

const MONTGOMERY: Readonly<Record<string, AgreementKeys>> = {
  [OID.x25519]: montgomery(
    OID.x25519,
    async () => (await import('@noble/curves/ed25519.js')).x25519,
    HKDF_SHA256_SCHEME,
  ),
  [OID.x448]: montgomery(OID.x448, async () => (await import('@noble/curves/ed448.js')).x448, HKDF_SHA512_SCHEME),
};

/** The keys of the group that a public or private key's algorithm names; undefined where this project has none such. */
export function agreementKeys(algorithm: AlgorithmIdentifier): AgreementKeys | undefined {
  const { oid: id, parameters } = algorithm;
  if (id !== OID.ecPublicKey) return MONTGOMERY[id] ?? finiteFieldKeys(algorithm);
  return parameters?.tag === TAG.oid ? CURVES[readOid(parameters)] : undefined;
}

/** QUIRK: some writers leave the leading zeros of a scalar out. */
function leftPadded(scalar: Uint8Array, length: number): Uint8Array {
  if (scalar.length >= length) return scalar;
  const out = new Uint8Array(length);
  out.set(scalar, length - scalar.length);
  return out;
}

async function orUndefined<Result>(run: () => Result | Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch {
    return undefined;
  }
}
