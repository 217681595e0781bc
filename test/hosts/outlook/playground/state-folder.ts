import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileWhole } from '../graph/message-store';
import { StartError } from './options';

const VERSION_FILE = 'state.json';
const VERSION = 1;
/** A Unix socket's path may have about 104 octets on some systems. */
const MAX_SOCKET_PATH = 100;

export interface StateFolder {
  readonly path: string;
  /** Nothing is there yet, or only what an interrupted first start left: that is taken away. */
  readonly isNew: boolean;
  /** Says that the first start is through. */
  complete(): void;
  release(): Promise<void>;
}

/**
 * Takes a state folder for this process alone, empties it first where `reset` is set, and checks that it is one that
 * this version can read. Throws `StartError` where another server holds it, or it is damaged, newer, or not ours.
 */
export async function takeStateFolder(path: string, reset: boolean): Promise<StateFolder> {
  refuseForeignFolder(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = await holdLock(lockPath(path), path);
  const release = (): Promise<void> => new Promise((done) => lock.close(() => done()));
  try {
    const isNew = reset || !existsSync(join(path, VERSION_FILE));
    if (isNew) emptyFolder(path);
    else checkVersion(path);
    const complete = (): void => writeFileWhole(join(path, VERSION_FILE), JSON.stringify({ version: VERSION }));
    return { path, isNew, complete, release };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

export function damaged(path: string, what: string): StartError {
  return new StartError(`${what} in ${path}. Start with --reset to begin anew; the demo mail there is then gone.`);
}

const OWN_NAMES = [VERSION_FILE, 'lock', 'tls', 'mail', 'sent', 'demo-world.json', 'demo-ca.pem', 'settings.json'];

/** `--state` may name any folder: one that holds other things and was not made by a playground is left alone. */
function refuseForeignFolder(path: string): void {
  if (!existsSync(path) || existsSync(join(path, VERSION_FILE))) return;
  const other = readdirSync(path).find((name) => !OWN_NAMES.includes(name) && !name.endsWith('.tmp'));
  if (other !== undefined)
    throw new StartError(`${path} holds other files (${other}). Give another folder with --state.`);
}

/** The version file goes first: what is left by an interruption is then taken away on the next start. */
function emptyFolder(path: string): void {
  for (const name of OWN_NAMES) {
    if (name !== 'lock') rmSync(join(path, name), { recursive: true, force: true });
  }
}

function checkVersion(path: string): void {
  let version: unknown;
  try {
    version = (JSON.parse(readFileSync(join(path, VERSION_FILE), 'utf8')) as { readonly version?: unknown }).version;
  } catch {
    throw damaged(path, `${VERSION_FILE} cannot be read`);
  }
  if (typeof version !== 'number') throw damaged(path, `${VERSION_FILE} cannot be read`);
  if (version > VERSION) throw damaged(path, 'A newer version of the playground wrote the files');
}

/**
 * The lock is a socket that this process listens on: it ends with the process however that ends, so a killed server
 * leaves nothing that looks taken.
 */
function lockPath(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\signet-${name}`;
  const inside = join(folder, 'lock');
  return Buffer.byteLength(inside) <= MAX_SOCKET_PATH ? inside : join(tmpdir(), `signet-${name}.lock`);
}

async function holdLock(path: string, folder: string): Promise<Server> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const server = await listen(path);
    if (server) return server;
    if (await answers(path)) break;
    rmSync(path, { force: true });
  }
  throw new StartError(`Another playground uses ${folder}. End it, or give another folder with --state.`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
