import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What can be built: webpack configurations, environment, and a step after them. `inputs` are hashed: a target is built
 * again only when one of them changed.
 */
const core = ['shared', 'webpack.config.js', 'package.json', 'scripts/build.mjs'];
const TARGETS = {
  cli: { configs: ['cli'], mode: 'development', inputs: [...core, 'addins/cli', 'addins/ui'] },
  relay: { configs: ['relay'], mode: 'production', inputs: [...core, 'addins/relay', 'addins/revocation'] },
  outlook: {
    configs: ['outlook', 'outlook-launch-event', 'outlook-manifests'],
    mode: 'production',
    inputs: [...core, 'addins', 'manifests/outlook'],
    after: 'outlook-manifests',
  },
  'outlook-playground': {
    configs: ['outlook', 'outlook-launch-event'],
    mode: 'development',
    env: { SIGNET_PLAYGROUND: '1' },
    inputs: [...core, 'addins', 'manifests/outlook'],
  },
  playground: {
    configs: ['playground-server', 'playground-page'],
    mode: 'development',
    inputs: [...core, 'test/hosts/outlook', 'test/hosts/demo', 'test/support', 'test/shared/cms', 'manifests/outlook'],
  },
  thunderbird: {
    configs: ['thunderbird'],
    mode: 'production',
    inputs: [...core, 'addins', 'manifests/thunderbird', 'scripts/xpi.mjs'],
    after: 'xpi',
  },
  /** The same program under another manifest: nothing is compiled for it. */
  'thunderbird-pure': {
    configs: [],
    from: 'thunderbird',
    inputs: [...core, 'addins', 'manifests/thunderbird', 'scripts/xpi.mjs', 'scripts/pure-build.mjs'],
    after: 'pure-build',
  },
  'thunderbird-start': {
    configs: ['thunderbird-start'],
    mode: 'development',
    inputs: [...core, 'test/hosts/thunderbird', 'test/hosts/demo', 'test/support', 'test/shared/cms'],
  },
};

function* files(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* files(join(path, name));
}

/** What changes a build from outside. */
const SETTINGS = [
  'PUBLIC_URL',
  'GRAPH_URL',
  'CLIENT_ID',
  'OUTLOOK_SEND_MODE',
  'OUTLOOK_PERMISSION',
  'REVOCATION_RELAY',
  'KEY_POLICY',
  'LOOK_UP_POLICY',
  'ACME_DIRECTORY',
  'LARGE_MESSAGES',
  'POLICY_URL',
  'POLICY_KEYS',
  'UPDATE_URL',
  'UPDATE_URL_PURE',
];

function fingerprint(target) {
  const hash = createHash('sha256');
  for (const input of target.inputs) {
    for (const file of files(join(root, input))) {
      hash.update(`${file.slice(root.length)}\0`);
      hash.update(readFileSync(file));
    }
  }
  const policy = process.env.OUTLOOK_POLICY;
  if (policy) hash.update(`OUTLOOK_POLICY=${readFileSync(policy, 'utf8')}\0`);
  for (const name of SETTINGS) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  return hash.digest('hex');
}

function run(program, args, env = {}) {
  try {
    execFileSync(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}\n`);
    throw new Error(`the build failed: ${program} ${args.join(' ')}`);
  }
}

function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until no other process builds, then keeps others waiting; a lock whose process is gone is nobody's. */
async function takeLock(lock) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && !isRunning(holder)) rmSync(lock, { force: true });
    else await delay(200);
  }
}

async function buildTarget(name) {
  const target = TARGETS[name];
  if (!target) throw new Error(`nothing called ${name} to build; known: ${Object.keys(TARGETS).join(', ')}`);
  if (target.from) await buildTarget(target.from);
  const stamp = join(root, 'dist', '.stamps', name);
  mkdirSync(dirname(stamp), { recursive: true });
  const lock = `${stamp}.lock`;
  await takeLock(lock);
  try {
    await buildIfStale(target, name, stamp);
  } finally {
    rmSync(lock, { force: true });
  }
}

async function buildIfStale(target, name, stamp) {
  const wanted = fingerprint(target);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(stamp, { force: true });
  const configs = target.configs.flatMap((config) => ['--config-name', config]);
  if (configs.length > 0) {
    run(
      process.execPath,
      [join(root, 'node_modules/webpack/bin/webpack.js'), ...configs, '--mode', target.mode],
      target.env,
    );
  }
  if (target.after === 'xpi') await (await import('./xpi.mjs')).packXpi(name);
  if (target.after === 'pure-build') await (await import('./pure-build.mjs')).makePureBuild(target.from, name);
  if (target.after === 'outlook-manifests') await (await import('./outlook-manifests.mjs')).writeManifests();
  writeFileSync(stamp, wanted);
}

/** Builds what is stale of the named targets, one after the other, as one process of many that may ask. Writes nothing to standard output. */
export async function ensureBuilt(names) {
  for (const name of names) await buildTarget(name);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  if (names.length === 0 && !process.env.PUBLIC_URL) {
    process.stderr.write('PUBLIC_URL is not set: the Outlook add-in is built for https://localhost:8443/addin.\n');
  }
  await ensureBuilt(names.length > 0 ? names : ['outlook', 'thunderbird', 'cli']);
}
