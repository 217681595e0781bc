import { type Bytes, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, readOid, readSmallInteger, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import {
  checkedSalt,
  derivePbkdf2,
  derivePkcs12,
  digestsFor,
  hmacDigest,
  type IterationBudget,
  type KdfDigest,
  readPbkdf2,
} from './key-derivation';
import { differentForms, type PassphraseForm } from './passphrase';

const DIGESTS: Readonly<Record<string, KdfDigest>> = {
  [OID.sha1]: 'SHA-1',
  [OID.sha256]: 'SHA-256',
  [OID.sha384]: 'SHA-384',
  [OID.sha512]: 'SHA-512',
};

const MAC_OCTETS: Readonly<Record<KdfDigest, number>> = {
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};

/**
 * Whether a form of the passphrase gives the MAC over `content` (MacData, RFC 7292 4; PBMAC1, RFC 9879): that form, or
 * undefined. Throws `unsupported`, `limit`, `malformed-pfx`.
 */
export async function macForm(
  macData: Tlv,
  content: Bytes,
  forms: readonly PassphraseForm[],
  budget: IterationBudget,
): Promise<PassphraseForm | undefined> {
  const { octetsOf, keyOf, digest, value } = readMacData(macData, budget);
  for (const form of differentForms(forms, octetsOf)) {
    const key = await keyOf(octetsOf(form));
    if (equal(await hmac(digest, key, content), value)) return form;
  }
  return undefined;
}

interface MacScheme {
  readonly digest: KdfDigest;
  readonly value: Bytes;
  readonly octetsOf: (form: PassphraseForm) => Bytes;
  readonly keyOf: (passphrase: Bytes) => Promise<Bytes>;
}

function readMacData(macData: Tlv, budget: IterationBudget): MacScheme {
  const [digestInfo, saltField, count] = children(macData);
  const [algorithm, valueField] = digestInfo ? children(digestInfo) : [];
  const [id, parameters] = algorithm ? children(algorithm) : [];
  if (!id || valueField?.tag !== TAG.octetString || saltField?.tag !== TAG.octetString) {
    throw new SignetError('malformed-pfx', 'MacData lacks its parts');
  }
  const value = contents(valueField);
  const name = readOid(id);
  if (name === OID.pbmac1) return pbmac1(parameters, value, budget);
  const digest = DIGESTS[name];
  if (!digest) throw new SignetError('unsupported', 'a MAC that is not known', name);
  const iterations = count ? readSmallInteger(count) : 1;
  const derivation = {
    digest,
    purpose: 'mac',
    salt: contents(saltField),
    iterations,
    length: MAC_OCTETS[digest],
  } as const;
  return {
    digest,
    value,
    octetsOf: ({ bmp }) => bmp,
    keyOf: (passphrase) => {
      budget.spend(iterations, digestsFor(digest, derivation.length));
      return Promise.resolve(derivePkcs12({ ...derivation, passphrase }));
    },
  };
}

/** PBMAC1-params, RFC 8018 A.5; the key length must be stated and at least 20 octets (RFC 9879 5). */
function pbmac1(parameters: Tlv | undefined, value: Bytes, budget: IterationBudget): MacScheme {
  const [derivation, scheme] = parameters ? children(parameters) : [];
  const [id] = scheme ? children(scheme) : [];
  if (!derivation || !id) throw new SignetError('malformed-pfx', 'PBMAC1 without derivation or MAC');
  const kdf = readPbkdf2(derivation);
  const { keyLength = 0 } = kdf;
  if (keyLength < 20 || keyLength > 64) throw new SignetError('malformed-pfx', 'PBMAC1 with an impossible key length');
  return {
    digest: hmacDigest(readOid(id)),
    value,
    octetsOf: ({ utf8 }) => utf8,
    keyOf: (passphrase) => {
      budget.spend(kdf.iterations);
      checkedSalt(kdf.salt);
      return derivePbkdf2(kdf, passphrase, keyLength);
    },
  };
}

/** HMAC of the platform. Throws `unsupported` for SHA-224, which it lacks. */
export async function hmac(digest: KdfDigest, key: Bytes, content: Bytes): Promise<Bytes> {
  if (digest === 'SHA-224') throw new SignetError('unsupported', 'a MAC with SHA-224', 'hmac-sha224');
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: digest }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, content));
}
