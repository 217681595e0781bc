import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { type DirectoryQuery } from '../ports/certificate-directory';
import {
  type CorrespondentDetails,
  type CorrespondentList,
  type CorrespondentPorts,
  type CorrespondentRequest,
  type ExportCertificate,
} from './correspondents';
import { type ImportReport, type ImportRequest } from './import-certificates';
import { type Batch, type KeepPorts, type KeptCertificate } from './keep-certificates';

/* What is done with certificates of others beside reading and writing mail, loaded when it begins; what they promise is said where they are. */

/** `keepCertificates` of keep-certificates.ts. */
export async function keepCertificates(batch: Batch, ports: KeepPorts): Promise<readonly KeptCertificate[]> {
  return (await import('./keep-certificates')).keepCertificates(batch, ports);
}

/** `confirmKey` of keep-certificates.ts. */
export async function confirmKey(
  key: { readonly address: string; readonly fingerprint: string },
  ports: Pick<KeepPorts, 'certificateDirectory' | 'clock'>,
): Promise<void> {
  await (await import('./keep-certificates')).confirmKey(key, ports);
}

/** `allowExpired` of keep-certificates.ts. */
export async function allowExpired(
  choice: { readonly fingerprint: string; readonly isAllowed: boolean },
  ports: Pick<KeepPorts, 'certificateDirectory' | 'clock'>,
): Promise<void> {
  await (await import('./keep-certificates')).allowExpired(choice, ports);
}

/** `importCertificates` of import-certificates.ts. */
export async function importCertificates(
  request: ImportRequest,
  ports: KeepPorts,
  work: Work = {},
): Promise<ImportReport> {
  return (await import('./import-certificates')).importCertificates(request, ports, work);
}

/** `correspondents` of correspondents.ts. */
export async function correspondents(query: DirectoryQuery, ports: CorrespondentPorts): Promise<CorrespondentList> {
  return (await import('./correspondents')).correspondents(query, ports);
}

/** `correspondentDetails` of correspondents.ts. */
export async function correspondentDetails(
  request: CorrespondentRequest,
  ports: CorrespondentPorts,
): Promise<CorrespondentDetails> {
  return (await import('./correspondents')).correspondentDetails(request, ports);
}

/** `exportCorrespondent` of correspondents.ts. */
export async function exportCorrespondent(
  request: ExportCertificate,
  ports: CorrespondentPorts,
): Promise<Bytes | undefined> {
  return (await import('./correspondents')).exportCorrespondent(request, ports);
}
