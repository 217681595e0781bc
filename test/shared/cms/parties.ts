import { asDer, type Bytes, type CanonicalOctets, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { type SignatureScheme } from '../../../shared/cms/algorithms';
import { concatCms, encryptContent, type EncryptOptions } from '../../../shared/cms/encrypt';
import { signData, type Signer } from '../../../shared/cms/sign';
import { integer, sequence } from '../../../shared/asn1/der';
import { parseCertificate, type Certificate } from '../../../shared/pkix/certificate';
import { type CertificateOptions, generateKeyPair, type KeyPair, type Party, TestCa } from '../../support/test-ca';

/** People with keys of every kind under one authority, made once a test file. */
export type PartyName = 'rsa' | 'rsa3072' | 'p256' | 'p384' | 'p521';

export interface World {
  readonly ca: TestCa;
  readonly parties: Readonly<Record<PartyName, Party>>;
}

/** An hour ago, in whole seconds: NSS validates at the time of signing. */
export const SIGNING_TIME = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);

export async function createWorld(): Promise<World> {
  const ca = await TestCa.create('CMS Test CA');
  const issue = (name: string, keys: KeyPair, more: Partial<CertificateOptions> = {}): Promise<Party> =>
    ca.issue({ commonName: name, addresses: [`${name}@example.test`], ...more }, keys);
  const [rsa, rsa3072, p256, p384, p521] = await Promise.all([
    generateKeyPair('rsa-2048'),
    generateKeyPair('rsa-3072'),
    generateKeyPair('ec-p256'),
    generateKeyPair('ec-p384'),
    p521KeyPair(),
  ]);
  return {
    ca,
    parties: {
      rsa: await issue('rsa', rsa),
      rsa3072: await issue('rsa3072', rsa3072),
      p256: await issue('p256', p256),
      p384: await issue('p384', p384),
      p521: await issue('p521', p521),
    },
  };
}

/** The test authority makes no P-521 keys; as a subject's they need no more than the public half. */
async function p521KeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, true, ['sign', 'verify']);
  return {
    kind: 'ec-p384',
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: asDer(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    sign: () => Promise.reject(new Error('a subject key only')),
  };
}

export const SCHEMES: readonly (readonly [SignatureScheme, PartyName])[] = [
  ['rsa-sha256', 'rsa'],
  ['rsa-sha384', 'rsa3072'],
  ['rsa-sha512', 'rsa'],
  ['rsa-pss-sha256', 'rsa'],
  ['rsa-pss-sha384', 'rsa3072'],
  ['rsa-pss-sha512', 'rsa'],
  ['ecdsa-p256-sha256', 'p256'],
  ['ecdsa-p384-sha384', 'p384'],
  ['ecdsa-p521-sha512', 'p521'],
];

const CURVES = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const;

/** A signer over WebCrypto, as a key store is one. */
export function signerOf(party: Party, scheme: SignatureScheme, more: Partial<Signer> = {}): Signer {
  return {
    certificate: party.certificate,
    chain: party.chain,
    scheme,
    sign: (toBeSigned) => signatureValue(party.keys.pkcs8, scheme, toBeSigned),
    ...more,
  };
}

export async function signatureValue(pkcs8: Bytes, scheme: SignatureScheme, toBeSigned: Bytes): Promise<Bytes> {
  const hash = `SHA-${scheme.slice(-3)}`;
  if (scheme.startsWith('ecdsa')) {
    const namedCurve = CURVES[scheme.slice(6, 10) as keyof typeof CURVES];
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve }, false, ['sign']);
    const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash }, key, toBeSigned));
    return sequence(integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2)));
  }
  const name = scheme.startsWith('rsa-pss') ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
  const parameters = name === 'RSA-PSS' ? { name, saltLength: Number(scheme.slice(-3)) / 8 } : name;
  return new Uint8Array(await crypto.subtle.sign(parameters, key, toBeSigned));
}

/** Text that is canonical already. */
export const canonical = (text: string): CanonicalOctets => utf8Bytes(text) as CanonicalOctets;

export const CONTENT = canonical('Content-Type: text/plain\r\n\r\nThe invoice is 100 euros.\r\n');

export function signed(
  party: Party,
  scheme: SignatureScheme,
  form: 'detached' | 'attached' = 'detached',
  content: CanonicalOctets = CONTENT,
): Promise<Der> {
  return signData({ content, signer: signerOf(party, scheme), form, signingTime: SIGNING_TIME });
}

export const certificateOf = (party: Party): Certificate => parseCertificate(party.certificate);

export async function encrypted(
  parties: readonly Party[],
  options: Partial<EncryptOptions> & Pick<EncryptOptions, 'algorithm'>,
): Promise<Der> {
  return concatCms(await encryptContent({ content: CONTENT, recipients: parties.map(certificateOf), ...options }));
}
