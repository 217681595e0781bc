import { coreHandlers, type CoreCalls } from './core-calls';
import { type Provision } from './provision';
import { serve, type WorkerScope } from './serve';
import { openPorts } from './wiring';

/* The script of a worker: keys, stores and all work on messages are in here, and never on a page. */
serve<CoreCalls>(self as unknown as WorkerScope, async (configuration) =>
  coreHandlers(await openPorts(configuration as Provision)),
);
