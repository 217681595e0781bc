import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, root } from './build.mjs';

/** The checker of policies: builds what is stale, quietly, and runs it on the same arguments. */
if (process.env.SIGNET_BUILT !== '1') await ensureBuilt(['cli']);
createRequire(import.meta.url)(join(root, 'dist/cli/policy.cjs'));
