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
  { name: 'Ed25519', signature: { scheme: 'ed25519', signer: 'ed25519' } },
];

const KEYS = [
  { name: 'ktri PKCS #1', reader: 'rsa' },
  { name: 'ktri OAEP', reader: 'rsa', keyTransport: 'oaep-sha256' },
  { name: 'kari P-256', reader: 'p256' },
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
const needsEcKey = ({ signature, encryption, direction }: Question): boolean =>
  direction === 'is read' ? /^p\d/.test(signature?.signer ?? '') : encryption?.reader === 'p256';

/** What a judge does not do, and why; what it does all the same makes the test fail. */
export const LIMITATIONS: Readonly<Record<Judge['name'], readonly Limitation[]>> = {
  openssl: [['3.0 has no EdDSA in CMS (RFC 8419)', isEdwards]],
  gpgsm: [
    ['2.2 has no AuthEnvelopedData', isGcm],
    ['2.2 has no RSAES-OAEP', isOaep],
    ['2.2 has no Ed25519 in CMS', isEdwards],
    ['2.2 does not sign with PSS', (question) => question.direction === 'is read' && isPss(question)],
    ['2.2 imports no private keys of elliptic curves', needsEcKey],
    [
      '2.2 does not encrypt to elliptic curves',
      ({ direction, encryption }) => direction === 'is read' && encryption?.reader === 'p256',
    ],
  ],
  nss: [
    ['NSS has no AuthEnvelopedData', isGcm],
    ['cmsutil has no Ed25519', isEdwards],
    ['cmsutil has no choice of PSS', (question) => question.direction === 'is read' && isPss(question)],
    ['cmsutil has no choice of OAEP', (question) => question.direction === 'is read' && isOaep(question)],
    [
      'cmsutil chooses AES-128 where it knows no capabilities',
      ({ direction, encryption }) => direction === 'is read' && encryption?.algorithm === 'aes-256-cbc',
    ],
    [
      'NSS before Thunderbird’s has no elliptic curves in envelopes',
      ({ encryption }) => !isThunderbirds && encryption?.reader === 'p256',
    ],
  ],
};
