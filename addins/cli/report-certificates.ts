import { certificateRows, statusLines } from '../ui/certificate-rows';
import { useTrustStrings } from '../ui/trust-strings';
import { factsIn, statusIn } from './described-certificate';
import { type CertificateResult, type ChainResult } from './result';

const trust = useTrustStrings('en');
const ROLES: Readonly<Record<ChainResult['role'], string>> = {
  'end-entity': trust.role.signer,
  authority: trust.role.authority,
  anchor: trust.role.anchor,
};

const asIso = (time: Date): string => time.toISOString();

/**
 * A validated path with every fact and the status of each certificate, in the words of the screens, times in ISO 8601. Not
 * cleaned of what could steer a terminal. `ofSigner`: the end entity signed something, and did not come as a file.
 */
export function chainLines(chain: readonly ChainResult[] | undefined, ofSigner: boolean): readonly string[] {
  if (!chain) return [];
  return [
    `${trust.chainTitle}:`,
    ...chain.flatMap((link) => [
      `  ${link.role === 'end-entity' && !ofSigner ? trust.ownCertificate : ROLES[link.role]}: ${link.subject}`,
      ...(link.revocation ? statusLines(statusIn(link.revocation), 'en', asIso) : []).map((line) => `    ${line}`),
      ...certificateLines(link).map((line) => `    ${line}`),
    ]),
  ];
}

/** Every fact of one certificate. */
export function certificateLines(certificate: CertificateResult): readonly string[] {
  return certificateRows(factsIn(certificate), certificate.fingerprint, 'en', asIso)
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${name}: ${lines.join('; ')}`);
}
