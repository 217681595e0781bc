import { SignetError } from '../../shared/index';
import { coreHandlers, type CoreCalls } from '../worker/core-calls';
import { Transferred } from '../worker/protocol';
import type * as Hosted from '../policy/hosted-policy';
import { type HostedRequest } from '../policy/hosted-policy';
import { type PolicyInForce } from '../policy/policy-in-force';
import { type Provision } from '../worker/provision';
import { serve, type WorkerScope } from '../worker/serve';
import { readSendOptions } from '../worker/send-options';
import { openPorts } from '../worker/wiring';
import type * as Protecting from './task-pane/compose/protect-draft';
import { type ProtectedDraft, type ProtectRequest } from './task-pane/compose/protect-draft';

/** What the Outlook add-in asks besides: whole messages, since Graph takes no less. */
export type OutlookCalls = CoreCalls & {
  readonly protect: { readonly request: ProtectRequest; readonly answer: ProtectedDraft };
  /** Verifies what was fetched, keeps it where it takes the place of what was known, and says what is in force. */
  readonly policy: { readonly request: HostedRequest; readonly answer: PolicyInForce };
};

/** What the page gives its workers. */
export interface Configuration {
  /** What the build provides. */
  readonly provision: Provision;
  /** The organisation's policy as it was fetched, or that nothing came yet; left out: the manifest names none. */
  readonly hosted?: HostedRequest;
}

const notLoaded = (): never => {
  throw new SignetError('host', 'not loaded', 'worker');
};

/** Loaded with the first message that is sent. Where that fails, nothing is. */
const loadProtecting = (): Promise<typeof Protecting> => import('./task-pane/compose/protect-draft').catch(notLoaded);

/** Loaded where the manifest names a policy. Where that fails, no call is answered: what holds is not known. */
const loadPolicy = (): Promise<typeof Hosted> => import('../policy/hosted-policy').catch(notLoaded);

/* The script of a worker: keys, stores and all work on messages are in here, and never on a page. */
serve<OutlookCalls>(self as unknown as WorkerScope, async (configuration) => {
  const { provision, hosted } = configuration as Configuration;
  const ports = await openPorts(
    hosted ? async (settings) => (await loadPolicy()).provisionUnder(provision, hosted, settings) : provision,
  );
  return {
    ...coreHandlers(ports),
    async policy(request) {
      return (await loadPolicy()).policyForPage(request, ports.settings, ports.clock);
    },
    async protect(request, work) {
      const { protectDraft } = await loadProtecting();
      const made = await protectDraft(request, await readSendOptions(ports.settings), ports, work);
      if (made.kind === 'refused') return made;
      return new Transferred(
        made,
        made.messages.map(({ octets }) => octets),
      );
    },
  };
});
