import { type Bytes } from '../base/bytes';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type KeyOrigin } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { type IdentityTrust } from './identity-trust';
import { type ImportPreview, type PreviewPorts } from './import-identity';
import { type DismissedReminders, type RenewalReminder } from './renewal-reminders';
import { type SelfTest, type SelfTestPorts } from './self-test';

/* What is done with identities once in a while, each loaded when it begins; what they promise is said where they are. */

/** `previewIdentities` of import-identity.ts. */
export async function previewIdentities(
  files: readonly Bytes[],
  passphrase: string | undefined,
  ports: PreviewPorts,
  accounts: readonly string[] = [],
): Promise<ImportPreview> {
  return (await import('./import-identity')).previewIdentities(files, passphrase, ports, accounts);
}

/** `importIdentities` of import-identity.ts. */
export async function importIdentities(
  preview: ImportPreview,
  vault: Pick<IdentityVault, 'add'>,
  origin?: KeyOrigin,
): Promise<readonly Identity[]> {
  return (await import('./import-identity')).importIdentities(preview, vault, origin);
}

/** `discardPreview` of import-identity.ts. */
export async function discardPreview(preview: ImportPreview): Promise<void> {
  (await import('./import-identity')).discardPreview(preview);
}

/** `identityTrust` of identity-trust.ts. */
export async function identityTrust(
  identity: Pick<Identity, 'certificate' | 'chain'>,
  trustStore: TrustStore,
  clock: Clock,
): Promise<IdentityTrust> {
  return (await import('./identity-trust')).identityTrust(identity, trustStore, clock);
}

/** `selfTest` of self-test.ts. */
export async function selfTest(identityId: string, ports: SelfTestPorts): Promise<SelfTest> {
  return (await import('./self-test')).selfTest(identityId, ports);
}

/** `renewalReminders` of renewal-reminders.ts. */
export async function renewalReminders(
  identities: readonly Identity[],
  now: Date,
  dismissed?: DismissedReminders,
  days?: readonly number[],
): Promise<readonly RenewalReminder[]> {
  return (await import('./renewal-reminders')).renewalReminders(identities, now, dismissed, days);
}
