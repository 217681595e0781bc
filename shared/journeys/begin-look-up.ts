import { type FoundRequest, type LookedUp, type LookUpPorts, type LookUpQuestion, type LookUpRequest } from './look-up';

/* The journey of look-up.ts, which is loaded with the first address that is looked for. */

/** `planLookUp` of look-up.ts. */
export async function planLookUp(request: LookUpRequest, ports: LookUpPorts): Promise<readonly LookUpQuestion[]> {
  return (await import('./look-up')).planLookUp(request, ports);
}

/** `takeFound` of look-up.ts. */
export async function takeFound(request: FoundRequest, ports: LookUpPorts): Promise<readonly LookedUp[]> {
  return (await import('./look-up')).takeFound(request, ports);
}
