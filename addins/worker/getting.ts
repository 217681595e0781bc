import {
  type CertificateFile,
  type CertificateFormat,
  type CertificateOrder,
  type ExportedIdentity,
  type WaitingRequest,
} from '../../shared/index';
import { type AnswerFile, type AnswerOutcome, type ExportRequest, type GettingCalls } from './getting-calls';
import { type Caller } from './worker-client';

/** Taking identities elsewhere, and getting new ones, as pages ask for it. */
export interface Getting {
  /** An encrypted key file and what opens it: the page shows the one, hands over the other, and keeps neither. */
  exportIdentity(request: ExportRequest): Promise<ExportedIdentity>;
  certificateFile(id: string, format: CertificateFormat): Promise<CertificateFile>;
  readonly requests: {
    make(order: CertificateOrder): Promise<WaitingRequest>;
    waiting(): Promise<readonly WaitingRequest[]>;
    /** Deletes the request and its key: an answer to it can no longer be used. */
    remove(id: string): Promise<void>;
    /** Puts a certification authority's answer onto the key that it is for. */
    install(answer: AnswerFile): Promise<AnswerOutcome>;
  };
  /** Answers its id. */
  makeTestIdentity(address: string): Promise<string>;
}

export function createGetting(acting: Caller<GettingCalls>): Getting {
  return {
    exportIdentity: (request) => acting.call('exportIdentity', request),
    certificateFile: (id, format) => acting.call('certificateFile', { id, format }),
    requests: {
      make: (order) => acting.call('requestCertificate', order),
      waiting: () => acting.call('waitingRequests', undefined),
      remove: (id) => acting.call('removeRequest', id),
      install: (answer) => acting.call('installAnswer', answer),
    },
    makeTestIdentity: (address) => acting.call('makeTestIdentity', address),
  };
}
