import { type HostTrust } from '../storage/index';
import { type CoreCalls } from './core-calls';
import { type Caller } from './worker-client';

/** Calls whose answer depends on whom the user trusts. */
const TRUSTING: ReadonlySet<string> = new Set([
  'open',
  'refreshRound',
  'prepare',
  'readiness',
  'planLookUp',
  'takeFound',
  'publicAnchors',
  'correspondentDetails',
  'exportCorrespondent',
  'importAttachments',
  'installAnswer',
  'previewIdentities',
  'identityTrust',
  'acmeRound',
] satisfies (keyof CoreCalls)[]);

/**
 * Tells the worker what the host's own store says before each call that asks for it, as it stands at that moment: what
 * was taken away there counts no longer, and a worker that took another's place knows it too. Where the store cannot be read,
 * the worker is told so.
 */
export function withHostTrust(worker: Caller<CoreCalls>, read: () => Promise<HostTrust>): Caller<CoreCalls> {
  return {
    async call(name, request, options) {
      if (TRUSTING.has(name)) await worker.call('hostTrust', await read().catch(() => undefined));
      return worker.call(name, request, options);
    },
  };
}
