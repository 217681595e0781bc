/** How the contents of a key file are encrypted. */
export type PfxFlavour = 'modern' | 'legacy';

/** Where a key file is to be opened. */
export type ExportTarget = 'signet' | 'thunderbird' | 'windows' | 'apple' | 'android' | 'gnupg' | 'other-program';

/**
 * How it is known that a target reads its file. `reported`: others say so; it was never tried by this project.
 * `tested-legacy`: the legacy flavour alone was tried.
 */
export type Evidence = 'tested' | 'tested-legacy' | 'reported';

export interface ExportTargetFacts {
  /** What a file for it is written in where nobody asks for another. */
  readonly flavour: PfxFlavour;
  readonly evidence: Evidence;
  /** Versions of the target are reported that read only the legacy flavour. */
  readonly needsLegacyAtTimes: boolean;
}

/**
 * Which flavour each target reads. `tested` are those that the tests of this project open a file with: its own import,
 * Thunderbird, OpenSSL 3, NSS and Java 17 read both, gpgsm 2.2 the legacy one alone. The reports on others: Windows reads AES since Windows 10 1709 and
 * Server 2019, Server 2016 and older do not; macOS and iOS refuse AES with an HMAC of SHA-256 in versions up to 13 and 16
 * or so and are reported both ways since; Android 12 and older refuse it, Android 16 is reported to read it. What refuses
 * says that the password is wrong.
 */
export const EXPORT_TARGETS: Readonly<Record<ExportTarget, ExportTargetFacts>> = {
  signet: { flavour: 'modern', evidence: 'tested', needsLegacyAtTimes: false },
  thunderbird: { flavour: 'modern', evidence: 'tested', needsLegacyAtTimes: false },
  windows: { flavour: 'modern', evidence: 'reported', needsLegacyAtTimes: true },
  apple: { flavour: 'modern', evidence: 'reported', needsLegacyAtTimes: true },
  android: { flavour: 'modern', evidence: 'reported', needsLegacyAtTimes: true },
  gnupg: { flavour: 'modern', evidence: 'tested-legacy', needsLegacyAtTimes: true },
  'other-program': { flavour: 'modern', evidence: 'tested', needsLegacyAtTimes: false },
};

/** The flavour of a file: what the target reads, or the legacy one where the user asks for it after a refusal. */
export function flavourFor(target: ExportTarget, isLegacyAskedFor: boolean): PfxFlavour {
  return isLegacyAskedFor ? 'legacy' : EXPORT_TARGETS[target].flavour;
}
