import { isTestCertificate, parseCertificate, usableFor, type Identity } from '../../shared/index';
import { type StoredIdentityView } from './props';

/** An identity of the key store as the panel shows it. Throws `malformed-certificate` for one that cannot be read. */
export function identityView({ id, certificate, chain, origin, backedUpAt }: Identity, now: Date): StoredIdentityView {
  const parsed = parseCertificate(certificate);
  const { subject, issuer, addresses, notBefore, notAfter, publicKey } = parsed;
  return {
    id,
    certificate,
    chain,
    name: subject.commonName ?? addresses[0] ?? subject.text,
    addresses,
    issuer: issuer.commonName ?? issuer.text,
    notBefore,
    notAfter,
    state: now > notAfter ? 'expired' : now < notBefore ? 'not-yet-valid' : 'usable',
    uses: (['sign', 'encrypt'] as const).filter((purpose) => usableFor(parsed, purpose)),
    keyAlgorithm: publicKey.algorithm,
    keyBits: publicKey.bits,
    ...(origin === 'here' && { isMadeHere: true }),
    ...(backedUpAt && { backedUpAt }),
    ...(isTestCertificate(parsed) && { isTest: true }),
  };
}
