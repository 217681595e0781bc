import { type EncryptionChoice, type Judge, type SignatureChoice } from './judges/judge';
import { isThunderbirds } from './judges/nss';

export type Form = 'detached' | 'opaque' | 'enveloped' | 'auth-enveloped' | 'sign-then-encrypt' | 'triple-wrap';
export type Direction = 'reads ours' | 'is read';

export interface Algorithm {
  readonly name: string;
  readonly signature?: SignatureChoice;
  readonly encryption?: EncryptionChoice;
}

const SIGNATURES: readonly (Algorithm & { readonly signature: SignatureChoice })[] = [
  { name: 'RSA PKCS #1, SHA-256', signature: { scheme: 'rsa-sha256', signer: 'rsa' } },
  { name: 'RSA PSS, SHA-256', signature: { scheme: 'rsa-pss-sha256', signer: 'rsa' } },
  { name: 'ECDSA P-256', signature: { scheme: 'ecdsa-p256-sha256', signer: 'p256' } },
  { name: 'ECDSA P-384', signature: { scheme: 'ecdsa-p384-sha384', signer: 'p384' } },
  { name: 'ECDSA P-521', signature: { scheme: 'ecdsa-p521-sha512', signer: 'p521' } },
  { name: 'Ed25519', signature: { scheme: 'ed25519', signer: 'ed25519' } },
];

const KEYS = [
  { name: 'ktri PKCS #1', reader: 'rsa' },
  { name: 'ktri OAEP', reader: 'rsa', keyTransport: 'oaep-sha256' },
  { name: 'kari P-256', reader: 'p256' },
  { name: 'kari P-384', reader: 'p384' },
  { name: 'kari P-521', reader: 'p521' },
  { name: 'kari brainpoolP256r1', reader: 'brainpool' },
  { name: 'kari X25519', reader: 'x25519' },
] as const;

function encryptions(mode: 'cbc' | 'gcm'): readonly Algorithm[] {
  return KEYS.flatMap(({ name, ...key }) =>
    (['aes-128', 'aes-256'] as const).map((cipher) => ({
      name: `${name}, ${cipher}-${mode}`,
      encryption: { ...key, algorithm: `${cipher}-${mode}` as const },
    })),
  );
}

const BOTH: readonly Algorithm[] = [
  {
    name: 'RSA PKCS #1; ktri PKCS #1, aes-128-cbc',
    signature: { scheme: 'rsa-sha256', signer: 'rsa' },
    encryption: { reader: 'rsa', algorithm: 'aes-128-cbc' },
  },
  {
    name: 'RSA PKCS #1; ktri PKCS #1, aes-256-cbc',
    signature: { scheme: 'rsa-sha256', signer: 'rsa' },
    encryption: { reader: 'rsa', algorithm: 'aes-256-cbc' },
  },
  {
    name: 'ECDSA P-256; kari P-256, aes-128-cbc',
    signature: { scheme: 'ecdsa-p256-sha256', signer: 'p256' },
    encryption: { reader: 'p256', algorithm: 'aes-128-cbc' },
  },
];

export const ALGORITHMS: Readonly<Record<Form, readonly Algorithm[]>> = {
  detached: SIGNATURES,
  opaque: SIGNATURES,
  enveloped: encryptions('cbc'),
  'auth-enveloped': encryptions('gcm'),
  'sign-then-encrypt': BOTH,
  'triple-wrap': BOTH,
};

export const SIZES: Readonly<Record<string, number>> = { small: 60, '100 KB': 100_000, '3 MB': 3_000_000 };

type Question = Algorithm & { readonly form: Form; readonly direction: Direction };
type Limitation = readonly [reason: string, holds: (question: Question) => boolean];

const isGcm = ({ encryption }: Question): boolean => encryption?.algorithm.endsWith('gcm') === true;
const isOaep = ({ encryption }: Question): boolean => encryption?.keyTransport === 'oaep-sha256';
const isEdwards = ({ signature }: Question): boolean => signature?.signer === 'ed25519';
const isPss = ({ signature }: Question): boolean => signature?.scheme.startsWith('rsa-pss') === true;
const isToCurve = ({ encryption }: Question): boolean => encryption !== undefined && encryption.reader !== 'rsa';
const isToMontgomery = ({ encryption }: Question): boolean => encryption?.reader === 'x25519';
const needsEcKey = (question: Question): boolean =>
  question.direction === 'is read' ? /^p\d/.test(question.signature?.signer ?? '') : isToCurve(question);
/** NSS: as strong as the reader's key. */
const cmsutilChoice = (reader: string): string => (/^p(384|521)$/.test(reader) ? '256' : '128');

/**
 * What a judge does not do, and why; what it does all the same makes the test fail. Post-quantum algorithms are not in
 * the table: none of these versions has any.
 */
export const LIMITATIONS: Readonly<Record<Judge['name'], readonly Limitation[]>> = {
  openssl: [
    ['3.0 has no EdDSA in CMS (RFC 8419)', isEdwards],
    ['3.0 has no X25519 in CMS (RFC 8418)', isToMontgomery],
  ],
  gpgsm: [
    ['2.2 has no AuthEnvelopedData', isGcm],
    ['2.2 has no RSAES-OAEP', isOaep],
    ['2.2 has no Ed25519 in CMS', isEdwards],
    ['2.2 does not sign with PSS', (question) => question.direction === 'is read' && isPss(question)],
    ['2.2 imports no private keys of elliptic curves', needsEcKey],
    ['2.2 does not encrypt to elliptic curves', (question) => question.direction === 'is read' && isToCurve(question)],
    [
      '2.2 takes no digest of P-521 ("hash length must be a multiple of 8 bits")',
      ({ signature }) => signature?.signer === 'p521',
    ],
  ],
  nss: [
    ['NSS has no AuthEnvelopedData', isGcm],
    ['cmsutil has no Ed25519', isEdwards],
    ['cmsutil has no choice of PSS', (question) => question.direction === 'is read' && isPss(question)],
    ['cmsutil has no choice of OAEP', (question) => question.direction === 'is read' && isOaep(question)],
    ['NSS has no X25519 in CMS', isToMontgomery],
    ['NSS has no brainpool curves', ({ encryption }) => encryption?.reader === 'brainpool'],
    [
      'cmsutil chooses the cipher by the strength of the reader’s key where it knows no capabilities',
      ({ direction, encryption }) =>
        direction === 'is read' &&
        encryption !== undefined &&
        !encryption.algorithm.includes(cmsutilChoice(encryption.reader)),
    ],
    [
      'NSS before Thunderbird’s has no elliptic curves in envelopes',
      (question) => !isThunderbirds && isToCurve(question),
    ],
  ],
};
