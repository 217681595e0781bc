import {
  discardPreview,
  hex,
  importIdentities,
  keepCertificates,
  previewIdentities,
  SignetError,
  type Bytes,
  type CertificateDirectory,
  type Clock,
  type Der,
  type IdentityVault,
  type KeyLock,
  type RecipientRules,
  type TrustStore,
  type UnlockTime,
} from '../../shared/index';
import { alone, type KeyPolicy, type Settings } from '../storage/index';
import { type AcmeOptions, type AcmePolicy } from './acme-options';
import { type LookUpPolicy } from './look-up-options';
import { type RevocationOptions, type RevocationPolicy } from './revocation-options';

/** What an organisation, or the playground, sets for the add-in. Plain data. */
export interface Provision {
  /** Certificates at which a path may end, besides those the user added. */
  readonly anchors: readonly Der[];
  /** No public certification authority is trusted; the user cannot change that. */
  readonly withoutPublicAnchors?: boolean;
  /** Nor does what stands in the host's own store count. */
  readonly withoutHostAnchors?: boolean;
  /** Nor what users added. */
  readonly withoutUserAnchors?: boolean;
  /** SHA-256, hexadecimal, of certificates at which no path may end, whoever added them. */
  readonly removedAnchors?: readonly string[];
  /** Certificates of correspondents, which outrank what came otherwise. */
  readonly certificates: readonly Der[];
  /** What is decided about certificates of recipients; left out: nothing. */
  readonly recipients?: RecipientRules;
  /** What comes with signed mail is not kept. */
  readonly withoutHarvest?: boolean;
  /** Days before the end of a certificate at which its owner is reminded; left out: as built in. */
  readonly reminderDays?: readonly number[];
  /** Identity files with their passphrases, imported once. */
  readonly identities: readonly { readonly pfx: Bytes; readonly passphrase: string }[];
  /** What is set about revocation; left out: the user decides. */
  readonly revocation?: RevocationPolicy;
  /** What is set about getting certificates from an authority; left out: the user decides. */
  readonly acme?: AcmePolicy;
  /** What is set about looking for certificates of recipients; left out: the user decides. */
  readonly lookUp?: LookUpPolicy;
  /** What is set about the protection of private keys; left out: the user decides. */
  readonly keys?: KeyPolicy;
  /** How settings stand before the user changes them. */
  readonly usual?: UsualSettings;
}

/** What an organisation suggests, and leaves to the user. */
export interface UsualSettings {
  readonly revocation?: Partial<RevocationOptions>;
  readonly acme?: Partial<AcmeOptions>;
  readonly lookUp?: LookUpPolicy;
  readonly unlockTime?: UnlockTime;
  readonly publicAnchors?: boolean;
  readonly hostAnchors?: boolean;
}

/**
 * Imports what is provided and was not imported before; what the user removed since stays removed. Never rejects.
 * Of several workers one does so at a time, where the browser has locks. While the keys are locked no identity file is
 * opened, which takes seconds: it could not be kept.
 */
export async function applyProvision(
  provision: Provision,
  ports: {
    readonly keyStore: Pick<IdentityVault, 'add'>;
    readonly keyLock: Pick<KeyLock, 'state'>;
    readonly certificateDirectory: Pick<CertificateDirectory, 'update'>;
    readonly trustStore: TrustStore;
    readonly settings: Settings;
    readonly clock: Clock;
  },
): Promise<void> {
  const once = async (mark: string, octets: Bytes, apply: () => Promise<unknown>): Promise<void> => {
    const name = `${mark}:${hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)))}`;
    const isOver = async (): Promise<boolean> => (await ports.settings.get(name)) !== undefined;
    if (await isOver()) return;
    await alone(name, async () => {
      if (await isOver()) return;
      await apply();
      await ports.settings.set(name, true);
    });
  };
  const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
  for (const certificate of provision.certificates) {
    const batch = { certificates: [certificate], source: { kind: 'administrator' } } as const;
    await quietly(once('provided-certificate', certificate, () => keepCertificates(batch, ports)));
  }
  for (const { pfx, passphrase } of provision.identities) {
    const add = async (): Promise<void> => {
      if ((await ports.keyLock.state()).isLocked) throw new SignetError('locked', 'no key can be kept now');
      const preview = await previewIdentities([pfx], passphrase, ports);
      // Its keys do not wait in memory for a passphrase to be set or entered.
      await importIdentities(preview, ports.keyStore, 'organisation').finally(() => discardPreview(preview));
    };
    await quietly(once('provided', pfx, add));
  }
}
