import { type Work } from '../base/work';
import type * as Journey from './send-message';
import { type DraftRequest, type PreparedSend, type Readiness, type SendPorts, type SendRequest } from './send-message';

/** The journey of sending is loaded with the first draft: most of what a person does with mail is to read it. */
const load = (): Promise<typeof Journey> => import('./send-message');

/** `prepareSend` of send-message.ts. Where that cannot be loaded, nothing is sent: refused with `host`. */
export async function prepareSend(request: SendRequest, ports: SendPorts, work: Work = {}): Promise<PreparedSend> {
  const journey = await load().catch(() => undefined);
  return journey ? journey.prepareSend(request, ports, work) : { kind: 'refused', refusals: [{ code: 'host' }] };
}

/** `readiness` of send-message.ts. Rejects where that cannot be loaded. */
export async function readiness(request: DraftRequest, ports: SendPorts): Promise<Readiness> {
  return (await load()).readiness(request, ports);
}
