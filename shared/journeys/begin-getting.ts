import { type Bytes } from '../base/bytes';
import { type PfxFlavour } from '../pkcs12/export-targets';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type WaitingKey, type WaitingKeys } from '../ports/key-store';
import { type CertificateFile, type CertificateFormat } from './certificate-file';
import { type ExportedIdentity, type ExportPorts } from './export-identity';
import { type AnswerOptions, type AnswerPorts, type InstalledAnswer } from './install-answer';
import { type CertificateOrder, type WaitingRequest } from './request-certificate';

/* Journeys of once a year, each loaded when it begins; what they promise is said where they are. */

/** `exportIdentity` of export-identity.ts. */
export async function exportIdentity(id: string, flavour: PfxFlavour, ports: ExportPorts): Promise<ExportedIdentity> {
  return (await import('./export-identity')).exportIdentity(id, flavour, ports);
}

/** `certificateFile` of certificate-file.ts. */
export async function certificateFile(identity: Identity, format: CertificateFormat): Promise<CertificateFile> {
  return (await import('./certificate-file')).certificateFile(identity, format);
}

/** `requestCertificate` of request-certificate.ts. */
export async function requestCertificate(
  order: CertificateOrder,
  waitingKeys: WaitingKeys,
  purpose?: 'request' | 'acme-order',
): Promise<WaitingRequest> {
  return (await import('./request-certificate')).requestCertificate(order, waitingKeys, purpose);
}

/** `waitingRequests` of request-certificate.ts. */
export async function waitingRequests(waitingKeys: WaitingKeys): Promise<readonly WaitingRequest[]> {
  return (await import('./request-certificate')).waitingRequests(waitingKeys);
}

/** `installAnswer` of install-answer.ts. */
export async function installAnswer(
  answer: Bytes,
  ports: AnswerPorts,
  options: AnswerOptions = {},
): Promise<InstalledAnswer> {
  return (await import('./install-answer')).installAnswer(answer, ports, options);
}

/** `generateAccountKey` of request-certificate.ts. */
export async function generateAccountKey(waitingKeys: WaitingKeys): Promise<WaitingKey> {
  return (await import('./request-certificate')).generateAccountKey(waitingKeys);
}

/** `makeTestIdentity` of test-identity.ts. */
export async function makeTestIdentity(
  address: string,
  ports: { readonly vault: Pick<IdentityVault, 'add'>; readonly clock: Clock },
): Promise<Identity> {
  return (await import('./test-identity')).makeTestIdentity(address, ports);
}
