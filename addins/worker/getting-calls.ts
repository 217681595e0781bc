import {
  certificateFile,
  exportIdentity,
  flavourFor,
  isPublishable,
  installAnswer,
  makeTestIdentity,
  parseCertificate,
  requestCertificate,
  SignetError,
  waitingRequests,
  type Bytes,
  type CertificateFile,
  type CertificateFormat,
  type CertificateOrder,
  type Clock,
  type ExportedIdentity,
  type ExportTarget,
  type Identity,
  type IdentityPreview,
  type IdentityVault,
  type KeyStore,
  type Publishing,
  type TrustStore,
  type WaitingKeys,
  type WaitingRequest,
} from '../../shared/index';
import { Transferred, type Handlers } from './protocol';

export interface ExportRequest {
  readonly id: string;
  readonly target: ExportTarget;
  /** The user asks for the old form, after the target refused the new one. */
  readonly isLegacy: boolean;
}

/** The file that a certification authority sent. */
export interface AnswerFile {
  readonly octets: Bytes;
  /** Ids of what nothing vouches for, of which the user was shown just that and agreed. */
  readonly confirmed: readonly string[];
}

export interface AnswerOutcome {
  /** Ids of the identities that came of it. */
  readonly installed: readonly string[];
  /** What nothing vouches for: not installed. */
  readonly unproven: readonly IdentityPreview[];
}

/** What pages ask about taking identities elsewhere and about getting new ones. Keys go out in an encrypted file only. */
export type GettingCalls = {
  readonly exportIdentity: { readonly request: ExportRequest; readonly answer: ExportedIdentity };
  readonly certificateFile: {
    readonly request: { readonly id: string; readonly format: CertificateFormat };
    readonly answer: CertificateFile;
  };
  readonly requestCertificate: { readonly request: CertificateOrder; readonly answer: WaitingRequest };
  readonly waitingRequests: { readonly request: undefined; readonly answer: readonly WaitingRequest[] };
  readonly removeRequest: { readonly request: string; readonly answer: undefined };
  readonly installAnswer: { readonly request: AnswerFile; readonly answer: AnswerOutcome };
  /** Answers its id. */
  readonly makeTestIdentity: { readonly request: string; readonly answer: string };
};

export interface GettingPorts {
  readonly keyStore: KeyStore & IdentityVault;
  readonly waitingKeys: WaitingKeys;
  readonly trustStore: TrustStore;
  readonly clock: Clock;
  /** Left out: always. */
  readonly publishing?: Publishing;
}

export function gettingHandlers({
  keyStore,
  waitingKeys,
  trustStore,
  clock,
  publishing = 'always',
}: GettingPorts): Handlers<GettingCalls> {
  const ports = { keyStore, vault: keyStore, waitingKeys, trustStore, clock };
  return {
    async exportIdentity({ id, target, isLegacy }) {
      const exported = await exportIdentity(id, flavourFor(target, isLegacy), ports);
      return new Transferred(exported, [exported.file]);
    },
    async certificateFile({ id, format }) {
      const identity = (await keyStore.identities()).find((one) => one.id === id);
      if (!identity) throw new SignetError('no-private-key', 'this identity is not in the key store');
      refuseUnpublished(identity, publishing);
      return certificateFile(identity, format);
    },
    requestCertificate: (order) => requestCertificate(order, waitingKeys),
    waitingRequests: () => waitingRequests(waitingKeys),
    removeRequest: (id) => waitingKeys.remove(id).then(() => undefined),
    async installAnswer({ octets, confirmed }) {
      const { installed, unproven } = await installAnswer(octets, ports, { confirmed });
      return { installed: installed.map(({ id }) => id), unproven };
    },
    makeTestIdentity: (address) => makeTestIdentity(address, ports).then(({ id }) => id),
  };
}

function refuseUnpublished(identity: Identity, publishing: Publishing): void {
  const own = { identity, certificate: parseCertificate(identity.certificate) };
  if (!isPublishable(own, publishing)) throw new SignetError('not-backed-up', 'a key that is to be backed up first');
}
