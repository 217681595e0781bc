import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, root } from './build.mjs';

/** The relay of docs/revocation.md: builds what is stale and runs it on the same arguments. */
if (process.env.SIGNET_BUILT !== '1') await ensureBuilt(['relay']);
createRequire(import.meta.url)(join(root, 'dist/relay/relay.cjs'));
