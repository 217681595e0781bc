import { type RefreshPorts, type RefreshRequest, type RefreshRound } from './refresh-revocation';
import { type ViewedMessage } from '../smime/viewed-message';

/** `refreshRound` of refresh-revocation.ts, which is loaded with the first question: most messages raise none. */
export async function refreshRound(
  view: Pick<ViewedMessage, 'layers' | 'signatures' | 'certificates'>,
  ports: RefreshPorts,
  request: RefreshRequest,
): Promise<RefreshRound> {
  const journey = await import('./refresh-revocation');
  return journey.refreshRound(view, ports, request);
}
