import { asDer, type Bytes, concat, fromHex, hex } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { bitString, contextTag, der, integer, octets, oid, readTlv, sequence } from '../../shared/asn1/der';
import { bitStringOctets, ElementReader } from '../../shared/asn1/structure';
import { OID } from '../../shared/asn1/oids';
import { agreementKeys } from '../../shared/cms/agreement-groups';
import { hkdf } from '../../shared/cms/key-derivation';
import { decapsulate, encapsulate } from '../../shared/cms/key-encapsulation';
import { openOaep, openPkcs1 } from '../../shared/cms/key-transport';
import { unwrapKey } from '../../shared/cms/key-wrap';
import { algorithmIdentifier, algorithmWithNull, readAlgorithm } from '../../shared/cms/syntax/algorithm-identifier';
import { IterationBudget } from '../../shared/pkcs12/key-derivation';
import { decryptWithPassphrase } from '../../shared/pkcs12/password-encryption';
import { verifySignature } from '../../shared/pkix/signature-check';
import { corpusCases, corpusFile, describeWithCorpora } from '../support/corpora';

/** The primitives that this project implements or relies on, with the vectors of Wycheproof. */
type Fields = Readonly<Record<string, unknown>>;
interface Vector extends Fields {
  readonly tcId: number;
  readonly comment?: string;
  readonly flags?: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
}
interface Group extends Fields {
  readonly type: string;
  readonly tests: readonly Vector[];
}

/** `right`: the expected value, or the signature is good. `other`: refused, or another value. `passed over`: not our use. */
type Outcome = 'right' | 'other' | 'passed over';
type Runner = (vector: Vector, group: Group, file: string) => Promise<Outcome>;

function octetsOf(fields: Fields, name: string): Bytes {
  const { [name]: text } = fields;
  return (typeof text === 'string' && fromHex(text)) || new Uint8Array(0);
}

const isRight = (holds: boolean): Outcome => (holds ? 'right' : 'other');
const gives = (found: Bytes | undefined, vector: Fields, name: string): Outcome =>
  isRight(found !== undefined && hex(found) === vector[name]);

const SIGNATURES: Readonly<Record<string, Bytes>> = {
  ecdsa_secp256r1_sha256: algorithmIdentifier(OID.ecdsaWithSha256),
  ecdsa_secp521r1_sha512: algorithmIdentifier(OID.ecdsaWithSha512),
  ed25519: algorithmIdentifier(OID.ed25519),
  mldsa_65_verify: algorithmIdentifier(OID.mlDsa65),
  rsa_pss_2048_sha256_mgf1_32: algorithmIdentifier(
    OID.rsassaPss,
    sequence(
      der(contextTag(0), algorithmWithNull(OID.sha256)),
      der(contextTag(1), algorithmIdentifier(OID.mgf1, algorithmWithNull(OID.sha256))),
      der(contextTag(2), integer(32)),
    ),
  ),
};

const signature: Runner = async (vector, group, file) => {
  // A context string is no part of CMS (RFC 9882 3.3).
  if (vector['ctx'] !== undefined && vector['ctx'] !== '') return 'passed over';
  const raw = octetsOf(group, 'publicKey');
  const spki =
    typeof group['publicKeyDer'] === 'string'
      ? octetsOf(group, 'publicKeyDer')
      : sequence(algorithmIdentifier(OID.mlDsa65), bitString(raw));
  const found = await verifySignature({
    algorithm: asDer(SIGNATURES[file] as Bytes),
    spki: asDer(spki),
    signature: octetsOf(vector, 'sig'),
    signed: octetsOf(vector, 'msg'),
  });
  return isRight(found === 'good');
};

const WRAPS: Readonly<Record<number, string>> = { 16: OID.aes128Wrap, 24: OID.aes192Wrap, 32: OID.aes256Wrap };

const keyWrap: Runner = async (vector) => {
  const kek = octetsOf(vector, 'key');
  return gives(await unwrapKey(WRAPS[kek.length] as string, kek, octetsOf(vector, 'ct')), vector, 'msg');
};

const CURVES: Readonly<Record<string, readonly [id: string, size: number]>> = {
  secp256r1: [OID.p256, 32],
  secp521r1: [OID.p521, 66],
};

/** The whole SubjectPublicKeyInfo must be that of the curve: CMS names it by its identifier alone (RFC 5753 7.1.2). */
const ecdh: Runner = async (vector, group) => {
  const [curve, size] = CURVES[String(group['curve'])] as readonly [string, number];
  const algorithm = algorithmIdentifier(OID.ecPublicKey, oid(curve));
  const scalar = octetsOf(vector, 'private');
  const trimmed = scalar.subarray(Math.max(0, scalar.length - size));
  const padded = concat([new Uint8Array(size - trimmed.length), trimmed]);
  const pkcs8 = sequence(integer(0), algorithm, octets(sequence(integer(1), octets(padded))));
  try {
    const info = new ElementReader(readTlv(octetsOf(vector, 'public')), 'SubjectPublicKeyInfo');
    const named = readAlgorithm(info.take('algorithm', 0x30));
    if (hex(named.der) !== hex(algorithm)) return 'other';
    const theirs = bitStringOctets(info.take('subjectPublicKey', 0x03));
    info.end();
    return gives(await agreementKeys(readAlgorithm(readTlv(algorithm)))?.agree(pkcs8, theirs), vector, 'shared');
  } catch (thrown) {
    if (errorCode(thrown) === 'defect') throw thrown;
    return 'other';
  }
};

const x25519: Runner = async (vector) => {
  const algorithm = algorithmIdentifier(OID.x25519);
  const pkcs8 = sequence(integer(0), algorithm, octets(octets(octetsOf(vector, 'private'))));
  const keys = agreementKeys(readAlgorithm(readTlv(algorithm)));
  return gives(await keys?.agree(pkcs8, octetsOf(vector, 'public')), vector, 'shared');
};

const derivation: Runner = async (vector) => {
  const [secret, info, salt] = [octetsOf(vector, 'ikm'), octetsOf(vector, 'info'), octetsOf(vector, 'salt')];
  const found = await hkdf('sha256', secret, info, Number(vector['size']), salt).catch(() => undefined);
  return gives(found, vector, 'okm');
};

const mlKemKey = (privateKey: Bytes): Bytes =>
  sequence(integer(0), algorithmIdentifier(OID.mlKem768), octets(privateKey));

const decapsulation: Runner = async (vector) => {
  const seed = typeof vector['seed'] === 'string';
  const key = seed ? der(contextTag(0, 'primitive'), octetsOf(vector, 'seed')) : octets(octetsOf(vector, 'dk'));
  return gives(await decapsulate(OID.mlKem768, mlKemKey(key), octetsOf(vector, 'c')), vector, 'K');
};

/** What is drawn is not ours to choose: whether the key is taken is compared. */
const encapsulation: Runner = (vector) =>
  encapsulate(OID.mlKem768, octetsOf(vector, 'ek')).then(
    () => 'right',
    () => 'other',
  );

const oaep: Runner = async (vector, group) => {
  const hash = group['sha'] === 'SHA-1' ? OID.sha1 : OID.sha256;
  const parameters = { hash, maskHash: hash, label: octetsOf(vector, 'label') };
  return gives(await openOaep(octetsOf(group, 'privateKeyPkcs8'), octetsOf(vector, 'ct'), parameters), vector, 'msg');
};

/** Implicit rejection: a wrong block gives octets of the length asked for, and never an error. */
const pkcs1: Runner = async (vector, group) => {
  const message = octetsOf(vector, 'msg');
  const length = vector.result === 'invalid' ? 32 : message.length;
  const found = await openPkcs1(octetsOf(group, 'privateKeyPkcs8'), octetsOf(vector, 'ct'), length);
  if (found.length !== Math.min(length, 32) && vector.result === 'invalid') throw new Error('another length');
  return gives(found, vector, 'msg');
};

const PRFS: Readonly<Record<string, string>> = {
  hmacsha1: '1.2.840.113549.2.7',
  hmacsha256: '1.2.840.113549.2.9',
  hmacsha512: '1.2.840.113549.2.11',
};

const pbes2: Runner = async (vector, _group, file) => {
  const [, prf = '', , bits = ''] = file.split('_');
  const kdf = sequence(
    octets(octetsOf(vector, 'salt')),
    integer(Number(vector['iterationCount'])),
    algorithmWithNull(PRFS[prf] as string),
  );
  const cipher = algorithmIdentifier(bits === '128' ? OID.aes128Cbc : OID.aes256Cbc, octets(octetsOf(vector, 'iv')));
  const scheme = algorithmIdentifier(OID.pbes2, sequence(algorithmIdentifier(OID.pbkdf2, kdf), cipher));
  const password = octetsOf(vector, 'password');
  const forms = [{ bmp: new Uint8Array(0), utf8: password }];
  const budget = new IterationBudget();
  const opened = decryptWithPassphrase(readTlv(scheme), octetsOf(vector, 'ct'), forms, budget, () => true);
  return gives(await opened.catch(() => undefined), vector, 'msg');
};

const RUNNERS: Readonly<Record<string, Runner>> = {
  KeywrapTest: keyWrap,
  EcdhTest: ecdh,
  EcdsaVerify: signature,
  EddsaVerify: signature,
  MlDsaVerify: signature,
  RsassaPssVerify: signature,
  HkdfTest: derivation,
  MLKEMTest: decapsulation,
  MLKEMDecapsValidationTest: decapsulation,
  MLKEMEncapsTest: encapsulation,
  PbeTest: pbes2,
  RsaesOaepDecrypt: oaep,
  RsaesPkcs1Decrypt: pkcs1,
  XdhComp: x25519,
};

describeWithCorpora('Wycheproof', () => {
  const files = corpusCases(undefined, '16-wycheproof').map(({ file, expected }) => [file, expected['tests']] as const);

  it.each(files)(
    '%s',
    async (path, count) => {
      const file = /([^/]+)_test\.json$/.exec(path)?.[1] ?? '';
      const { testGroups } = JSON.parse(new TextDecoder().decode(corpusFile(path))) as { testGroups: readonly Group[] };
      const wrong: string[] = [];
      const passedOver: number[] = [];
      let made = 0;
      for (const group of testGroups) {
        for (const vector of group.tests) {
          made++;
          const found = await (RUNNERS[group.type] as Runner)(vector, group, file);
          if (found === 'passed over') passedOver.push(vector.tcId);
          else if (vector.result !== 'acceptable' && (vector.result === 'valid') !== (found === 'right')) {
            wrong.push(
              `${vector.tcId} ${vector.result} ${found}: ${vector.comment ?? ''} ${(vector.flags ?? []).join()}`,
            );
          }
        }
      }
      if (passedOver.length > 0)
        process.stdout.write(`${file}: ${passedOver.length} of ${made} with a context passed over\n`);
      expect(wrong).toEqual([]);
      expect(made).toBe(count);
    },
    120_000,
  );
});
