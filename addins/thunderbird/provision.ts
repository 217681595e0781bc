import {
  fromBase64,
  hex,
  importPfx,
  parseCertificates,
  previewPfx,
  utf8Bytes,
  type Bytes,
  type CertificateDirectory,
  type Clock,
  type Der,
  type IdentityVault,
} from '../../shared/index';
import { type Settings } from '../storage/index';

/** What an organisation sets for the add-on through Thunderbird's managed storage. */
export interface Provision {
  /** Certificates at which a path may end, besides those the user added. */
  readonly anchors: readonly Der[];
  /** Certificates of correspondents. */
  readonly certificates: readonly Der[];
  /** Identity files with their passphrases, imported once. */
  readonly identities: readonly { readonly pfx: Bytes; readonly passphrase: string }[];
}

/**
 * Reads `anchors` and `certificates` (base64 of DER or PKCS #7, or PEM) and `identities` (`pfx` in base64, `passphrase`).
 * An entry that cannot be read is left out: that can only withhold trust or a key, never give one.
 */
export function readProvision(values: Readonly<Record<string, unknown>>): Provision {
  return {
    anchors: listOf(values['anchors']).flatMap(certificatesOf),
    certificates: listOf(values['certificates']).flatMap(certificatesOf),
    identities: listOf(values['identities']).flatMap(identityOf),
  };
}

/** Imports what is provided and was not imported before; what the user removed since stays removed. Never rejects. */
export async function applyProvision(
  provision: Provision,
  ports: {
    readonly keyStore: IdentityVault;
    readonly certificateDirectory: CertificateDirectory;
    readonly settings: Settings;
    readonly clock: Clock;
  },
): Promise<void> {
  const once = async (octets: Bytes, apply: () => Promise<unknown>): Promise<void> => {
    const name = `provided:${hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)))}`;
    if ((await ports.settings.get(name)) !== undefined) return;
    await apply();
    await ports.settings.set(name, true);
  };
  const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
  for (const certificate of provision.certificates) {
    await quietly(once(certificate, () => ports.certificateDirectory.add(certificate)));
  }
  for (const { pfx, passphrase } of provision.identities) {
    await quietly(once(pfx, async () => importPfx(await previewPfx(pfx, passphrase, ports.clock), ports.keyStore)));
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function certificatesOf(entry: unknown): readonly Der[] {
  if (typeof entry !== 'string') return [];
  const octets = entry.includes('-----BEGIN') ? utf8Bytes(entry) : fromBase64(entry);
  if (octets === undefined) return [];
  try {
    return parseCertificates(octets).map(({ der }) => der);
  } catch {
    return [];
  }
}

function identityOf(entry: unknown): Provision['identities'] {
  const { pfx, passphrase } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const octets = typeof pfx === 'string' ? fromBase64(pfx) : undefined;
  return octets && typeof passphrase === 'string' ? [{ pfx: octets, passphrase }] : [];
}
