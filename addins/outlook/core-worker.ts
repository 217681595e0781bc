import { SignetError, type Clock } from '../../shared/index';
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
  /** The organisation's policy as it was fetched; left out: the manifest names none. */
  readonly hosted?: HostedRequest;
}

/** Loaded with the first message that is sent. Where that fails, nothing is. */
const loadProtecting = (): Promise<typeof Protecting> =>
  import('./task-pane/compose/protect-draft').catch(() => {
    throw new SignetError('host', 'the sending part was not loaded', 'worker');
  });

/** Loaded where the manifest names a policy. Where that fails, no call is answered: what holds is not known. */
const loadPolicy = (): Promise<typeof Hosted> =>
  import('../policy/hosted-policy').catch(() => {
    throw new SignetError('host', 'the part that reads policies was not loaded', 'worker');
  });

const clock: Clock = { now: () => new Date() };

/* The script of a worker: keys, stores and all work on messages are in here, and never on a page. */
serve<OutlookCalls>(self as unknown as WorkerScope, async (configuration) => {
  const { provision, hosted } = configuration as Configuration;
  const ports = await openPorts(
    hosted
      ? async (settings) => {
          const { hostedPolicyInForce, withPolicy } = await loadPolicy();
          return withPolicy(provision, await hostedPolicyInForce(hosted, settings, clock));
        }
      : provision,
  );
  return {
    ...coreHandlers(ports),
    async policy(request) {
      const { hostedPolicyInForce, withoutIdentities } = await loadPolicy();
      return withoutIdentities(await hostedPolicyInForce(request, ports.settings, ports.clock));
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
