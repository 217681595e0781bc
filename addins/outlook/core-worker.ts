import { SignetError } from '../../shared/index';
import { coreHandlers, type CoreCalls } from '../worker/core-calls';
import { Transferred } from '../worker/protocol';
import { type Provision } from '../worker/provision';
import { serve, type WorkerScope } from '../worker/serve';
import { readSendOptions } from '../worker/send-options';
import { openPorts } from '../worker/wiring';
import type * as Protecting from './task-pane/compose/protect-draft';
import { type ProtectedDraft, type ProtectRequest } from './task-pane/compose/protect-draft';

/** What the Outlook add-in asks besides: whole messages, since Graph takes no less. */
export type OutlookCalls = CoreCalls & {
  readonly protect: { readonly request: ProtectRequest; readonly answer: ProtectedDraft };
};

/** Loaded with the first message that is sent. Where that fails, nothing is. */
const loadProtecting = (): Promise<typeof Protecting> =>
  import('./task-pane/compose/protect-draft').catch(() => {
    throw new SignetError('host', 'the sending part was not loaded', 'worker');
  });

/* The script of a worker: keys, stores and all work on messages are in here, and never on a page. */
serve<OutlookCalls>(self as unknown as WorkerScope, async (configuration) => {
  const ports = await openPorts(configuration as Provision);
  return {
    ...coreHandlers(ports),
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
