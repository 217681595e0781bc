import { asDer, type Bytes, type Der } from '../../../shared/base/bytes';
import { contextTag, der, integer, nullValue, oid, readTlv, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { readRsaPublicKey } from '../../../shared/asn1/rsa-public-key';
import { bitStringOctets } from '../../../shared/asn1/structure';
import { digest } from '../../../shared/base/digest';
import { verifyEcdsa, verifyEdwards } from '../../../shared/pkix/curve-signature';
import { ecdsaValue } from '../../../shared/pkix/ecdsa-value';
import { verifyRsa } from '../../../shared/pkix/rsa-signature';
import { algorithmParts } from '../../../shared/pkix/signature-algorithm';
import { type SignatureCheck, verifySignature } from '../../../shared/pkix/signature-check';
import { corpusFile, describeWithCorpora } from '../../support/corpora';

interface Vectors {
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
      /** Of ML-DSA; in certificates and CMS it is empty. */
      readonly ctx?: string;
    }[];
  }[];
}

const octetsOf = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'));

type Verify = (check: SignatureCheck) => Promise<string>;

/** Identifiers of the vectors whose result is not what was found. */
async function disagreeing(file: string, algorithm: Der, verify: Verify): Promise<readonly number[]> {
  const text = new TextDecoder().decode(corpusFile(`16-wycheproof/${file}_test.json`));
  const wrong: number[] = [];
  for (const { publicKeyDer, tests } of (JSON.parse(text) as Vectors).testGroups) {
    const spki = asDer(octetsOf(publicKeyDer));
    for (const { tcId, msg, sig, result, ctx = '' } of tests) {
      const found = await verify({ algorithm, spki, signature: octetsOf(sig), signed: octetsOf(msg) });
      if ((found === 'good') !== (result === 'valid' && ctx === '')) wrong.push(tcId);
    }
  }
  return wrong;
}

const sha256 = sequence(oid(OID.sha256), nullValue());
const PSS = sequence(
  oid(OID.rsassaPss),
  sequence(
    der(contextTag(0), sha256),
    der(contextTag(1), sequence(oid(OID.mgf1), sha256)),
    der(contextTag(2), integer(32)),
  ),
);
const keyOf = (spki: Der): Bytes => bitStringOctets(readTlv(algorithmParts(spki).key));

const EDWARDS = sequence(oid(OID.ed25519));
const ECDSA = sequence(oid(OID.ecdsaWithSha256));

const inArithmetic: readonly (readonly [string, Der, Verify])[] = [
  ['rsa_pss_2048_sha256_mgf1_32', PSS, verifyPssHere],
  ['ecdsa_secp256r1_sha256', ECDSA, verifyEcdsaHere],
  [
    'ed25519',
    EDWARDS,
    ({ spki, signature, signed }) => Promise.resolve(verifyEdwards('ed25519', keyOf(spki), signature, signed)),
  ],
];

function verifyPssHere({ spki, signature, signed }: SignatureCheck): Promise<string> {
  const algorithm = { kind: 'rsa-pss', digest: 'sha256', maskDigest: 'sha256', saltLength: 32 } as const;
  return verifyRsa(algorithm, readRsaPublicKey(spki), signature, signed);
}

async function verifyEcdsaHere({ spki, signature, signed }: SignatureCheck): Promise<string> {
  const raw = ecdsaValue(signature, 32);
  return raw ? verifyEcdsa('ec-p256', keyOf(spki), raw, await digest('sha256', signed)) : 'bad';
}

describeWithCorpora('the signature vectors of Wycheproof', () => {
  it.each([
    ['rsa_pss_2048_sha256_mgf1_32', PSS],
    ['ecdsa_secp256r1_sha256', ECDSA],
    ['ecdsa_secp521r1_sha512', sequence(oid(OID.ecdsaWithSha512))],
    ['ed25519', EDWARDS],
    ['mldsa_65_verify', sequence(oid(OID.mlDsa65))],
  ])(
    'agree: %s',
    async (file, algorithm) => {
      expect(await disagreeing(file, algorithm, verifySignature)).toEqual([]);
    },
    60_000,
  );

  it.each(inArithmetic)(
    'agree without the platform: %s',
    async (file, algorithm, verify) => {
      expect(await disagreeing(file, algorithm, verify)).toEqual([]);
    },
    120_000,
  );
});
