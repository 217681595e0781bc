import {
  type Bytes,
  type CorrespondentDetails,
  type CorrespondentList,
  type DirectoryQuery,
  type ExportCertificate,
  type ImportReport,
  type Work,
} from '../../shared/index';
import { type AddressKey, type CorrespondentCalls, type ExpiredChoice } from './correspondent-calls';
import { type OwnAccounts } from './own-accounts';
import { buffersOf } from './protocol';
import { type Caller } from './worker-client';

/** Certificates of others, as pages ask for them. Each rejects with `storage` where the store fails. */
export interface Correspondents {
  list(query: DirectoryQuery): Promise<CorrespondentList>;
  details(address: string): Promise<CorrespondentDetails>;
  /** The user says that a key belongs to an address: from now on it is used. */
  confirm(key: AddressKey): Promise<void>;
  allowExpired(choice: ExpiredChoice): Promise<void>;
  /** By fingerprint. */
  remove(fingerprint: string): Promise<void>;
  /** The octets are handed over: they are empty afterwards. */
  import(files: readonly Bytes[], work?: Work): Promise<ImportReport>;
  /** Undefined where the certificate is gone. */
  export(request: ExportCertificate): Promise<Bytes | undefined>;
}

export function createCorrespondents(acting: Caller<CorrespondentCalls>, accounts: OwnAccounts): Correspondents {
  return {
    list: (query) => acting.call('correspondents', query),
    details: async (address) => acting.call('correspondentDetails', { address, ...(await accounts()) }),
    confirm: (key) => acting.call('confirmKey', key),
    allowExpired: (choice) => acting.call('allowExpired', choice),
    remove: (fingerprint) => acting.call('removeCorrespondent', fingerprint),
    import: (files, work) => acting.call('importCorrespondents', files, { ...work, transfer: buffersOf(files) }),
    export: (request) => acting.call('exportCorrespondent', request),
  };
}
