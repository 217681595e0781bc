import {
  type Bytes,
  type CorrespondentDetails,
  type CorrespondentList,
  type CorrespondentPorts,
  type CorrespondentRequest,
  type DirectoryQuery,
  type ExportCertificate,
  type ImportReport,
  type KeepPorts,
} from '../../shared/index';

/** A certificate, for one of its addresses. */
export interface AddressKey {
  readonly address: string;
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
}

export interface ExpiredChoice {
  readonly fingerprint: string;
  readonly isAllowed: boolean;
}

/** What pages ask about certificates of others. */
export type CorrespondentCalls = {
  readonly correspondents: { readonly request: DirectoryQuery; readonly answer: CorrespondentList };
  readonly correspondentDetails: { readonly request: CorrespondentRequest; readonly answer: CorrespondentDetails };
  /** The user says that a key belongs to an address. */
  readonly confirmKey: { readonly request: AddressKey; readonly answer: undefined };
  readonly allowExpired: { readonly request: ExpiredChoice; readonly answer: undefined };
  readonly removeCorrespondent: { readonly request: string; readonly answer: undefined };
  readonly importCorrespondents: { readonly request: readonly Bytes[]; readonly answer: ImportReport };
  /** Undefined where the certificate is gone. */
  readonly exportCorrespondent: { readonly request: ExportCertificate; readonly answer: Bytes | undefined };
};

export type CorrespondentCallPorts = CorrespondentPorts & KeepPorts;
