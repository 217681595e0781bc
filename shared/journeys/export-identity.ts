import { type Bytes, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { parseCertificate } from '../pkix/certificate';
import { type PfxFlavour } from '../pkcs12/export-targets';
import { type IdentityVault, type KeyStore } from '../ports/key-store';

/** A key file, and what opens it. The two must never travel together. */
export interface ExportedIdentity {
  readonly file: Bytes;
  /** Made for this file, and nowhere else: who forgets it makes another file. */
  readonly passphrase: string;
}

export interface ExportPorts {
  readonly keyStore: Pick<KeyStore, 'identities'>;
  readonly vault: Pick<IdentityVault, 'withPrivateKey'>;
}

/** The passphrase is random: nothing is gained by a slow derivation, which a phone or an old program has to wait for. */
const ITERATIONS: Readonly<Record<PfxFlavour, number>> = { modern: 100_000, legacy: 2_048 };

/**
 * One identity with its chain as an encrypted PFX under a fresh passphrase. The key leaves the vault for the time of this
 * call and its octets are gone after it. Rejects with `no-private-key` where the identity is not here, and with what the
 * vault rejects with. It is no backup before somebody has saved it. Not checked: whether the identity is still in date; a copy of an old key is asked for to read old mail.
 */
export async function exportIdentity(
  identityId: string,
  flavour: PfxFlavour,
  { keyStore, vault }: ExportPorts,
): Promise<ExportedIdentity> {
  const identity = (await keyStore.identities()).find(({ id }) => id === identityId);
  if (!identity) throw new SignetError('no-private-key', 'this identity is not in the key store');
  const { encodePfx } = await import('../pkcs12/encode-pfx');
  const { generatePassphrase } = await import('../pkcs12/generated-passphrase');
  const { certificate, chain } = identity;
  const passphrase = generatePassphrase();
  const friendlyName = nameOf(certificate);
  const file = await vault.withPrivateKey(identityId, (privateKey) =>
    encodePfx({
      identities: [{ certificate, chain, privateKey, ...(friendlyName !== '' && { friendlyName }) }],
      passphrase,
      iterations: ITERATIONS[flavour],
      flavour,
    }),
  );
  return { file, passphrase };
}

/** What a certificate store lists the key by; short, because some cut it off. */
function nameOf(certificate: Parameters<typeof parseCertificate>[0]): string {
  const { subject, addresses } = parseCertificate(certificate);
  const name = subject.commonName ?? addresses[0] ?? '';
  return utf8Bytes(name).length <= 200 ? name : (addresses[0] ?? '').slice(0, 60);
}
