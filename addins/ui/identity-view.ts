import { parseCertificate, type Identity } from '../../shared/index';
import { type IdentityView } from './props';

/** An identity of the key store as the panel shows it. Throws `malformed-certificate` for one that cannot be read. */
export function identityView({ id, certificate }: Identity, now: Date): IdentityView {
  const { subject, issuer, addresses, notBefore, notAfter } = parseCertificate(certificate);
  return {
    id,
    name: subject.commonName ?? addresses[0] ?? subject.text,
    addresses,
    issuer: issuer.commonName ?? issuer.text,
    notBefore,
    notAfter,
    state: now > notAfter ? 'expired' : now < notBefore ? 'not-yet-valid' : 'usable',
  };
}
