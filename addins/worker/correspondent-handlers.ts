import {
  allowExpired,
  confirmKey,
  correspondentDetails,
  correspondents,
  exportCorrespondent,
  importCertificates,
} from '../../shared/index';
import { type CorrespondentCallPorts, type CorrespondentCalls } from './correspondent-calls';
import { type Handlers } from './protocol';

export function correspondentHandlers(ports: CorrespondentCallPorts): Handlers<CorrespondentCalls> {
  return {
    correspondents: (query) => correspondents(query, ports),
    correspondentDetails: (request) => correspondentDetails(request, ports),
    confirmKey: (key) => confirmKey(key, ports).then(() => undefined),
    allowExpired: (choice) => allowExpired(choice, ports).then(() => undefined),
    removeCorrespondent: (fingerprint) => ports.certificateDirectory.remove(fingerprint).then(() => undefined),
    importCorrespondents: (files, work) => importCertificates({ files }, ports, work),
    exportCorrespondent: (request) => exportCorrespondent(request, ports),
  };
}
