import { SignetError } from '../base/errors';
import { isAddress } from '../mime/address';
import { generateKeys } from '../pkix/key-generation';
import { encodeSelfSigned } from '../pkix/self-signed';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault } from '../ports/key-store';

/** Long enough to try things out, too short to stay. */
const DAYS = 30;
const DAY = 86_400_000;
/** Correspondents' clocks may be slow. */
const EARLIER = 3_600_000;

/**
 * Makes an identity for trying out: a fresh key with a certificate that it signs itself, and says so. Nobody else's
 * program confirms what it signs. Rejects with `request-field` for an address that is none, and as the vault does.
 */
export async function makeTestIdentity(
  address: string,
  ports: { readonly vault: Pick<IdentityVault, 'add'>; readonly clock: Clock },
): Promise<Identity> {
  if (!isAddress(address)) throw new SignetError('request-field', 'an address that is none', 'addresses');
  const now = ports.clock.now().getTime();
  const keys = await generateKeys('ec-p256');
  try {
    const certificate = await encodeSelfSigned(
      {
        commonName: Array.from(address).slice(0, 64).join(''),
        address,
        notBefore: new Date(now - EARLIER),
        notAfter: new Date(now + DAYS * DAY),
      },
      keys,
    );
    return await ports.vault.add({ certificate, chain: [], privateKey: keys.privateKey, origin: 'here' });
  } finally {
    keys.privateKey.fill(0);
  }
}
