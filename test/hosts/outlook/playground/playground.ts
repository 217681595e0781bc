import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { pem } from '../../../support/openssl';
import { Faults } from '../graph/graph-faults';
import { type GraphOptions } from '../graph/graph';
import { MessageStore } from '../graph/message-store';
import { serverCertificate } from './certificate';
import { StartError } from './options';
import { takeStateFolder, type StateFolder } from './state-folder';
import { type AccountType } from './views';
import { createWeb, type WebFolders } from './web';
import { demoWorld, fillMailbox, openWorld, type PlaygroundWorld, type WorldSource } from './world';

export interface PlaygroundOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly stateFolder: string;
  readonly reset?: boolean;
  /** The project's root folder. */
  readonly root: string;
  readonly world?: WorldSource;
  readonly folders?: Partial<WebFolders>;
  readonly manifestPath?: string;
  /** False: only what the npm build of office.js holds, Mailbox 1.12. */
  readonly shimmed?: boolean;
  /** Left out: a mailbox of Exchange Online. */
  readonly accountType?: AccountType;
  readonly now?: () => Date;
}

export interface Playground {
  /** `https://localhost:PORT/` */
  readonly address: string;
  readonly authorityPath: string;
  readonly isNew: boolean;
  readonly world: PlaygroundWorld;
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly sentFolder: string;
  readonly token: string;
  close(): Promise<void>;
}

/**
 * Starts the emulated Outlook: takes the state folder, makes or reads the demo world, and serves. Throws `StartError`
 * with a sentence for people where it cannot; nothing is left running then.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  // Before anything is made: a person who has to give another port shall not wait for it.
  const probe = createServer();
  await listen(probe, options.port);
  await new Promise((done) => probe.close(done));
  const state = await takeStateFolder(options.stateFolder, options.reset ?? false);
  try {
    return await startIn(state, options);
  } catch (thrown) {
    await state.release();
    throw thrown;
  }
}

async function startIn(state: StateFolder, options: PlaygroundOptions): Promise<Playground> {
  const now = options.now ?? ((): Date => new Date());
  const world = await openWorld(state, options.world ?? demoWorld(), now());
  const owners = [world.user, ...world.people].map(({ address }) => address.toLowerCase());
  const store = new MessageStore(join(state.path, 'mail'), owners);
  if (state.isNew) fillMailbox(store, world, now());
  writeFileSync(join(state.path, 'demo-ca.pem'), pem('CERTIFICATE', world.anchor));
  const certificate = await serverCertificate(state.path, now());
  state.complete();
  const token = randomBytes(24).toString('base64url');
  const faults = new Faults();
  const sentFolder = join(state.path, 'sent');
  const user = { name: world.user.name, address: world.user.address.toLowerCase() };
  const userOfToken: GraphOptions['userOfToken'] = (given) => (given === token ? user : undefined);
  const manifestPath = options.manifestPath ?? join(options.root, 'manifests/outlook/manifest.xml');
  const server = createWeb({
    folders: { ...defaultFolders(options.root), ...options.folders },
    control: {
      world,
      store,
      faults,
      stateFolder: state.path,
      manifestPath,
      token,
      isShimmed: options.shimmed ?? true,
      accountType: options.accountType ?? 'office365',
      now,
    },
    graph: { store, owners, sentFolder, now, faults, userOfToken },
    store,
    certificate,
  });
  const stop = stopper(server);
  const port = await listen(server, options.port);
  return {
    address: `https://localhost:${port}/`,
    authorityPath: certificate.authorityPath,
    isNew: state.isNew,
    world,
    store,
    faults,
    sentFolder,
    token,
    async close() {
      await stop();
      await state.release();
    },
  };
}

function defaultFolders(root: string): WebFolders {
  return {
    page: join(root, 'dist/playground/page'),
    addin: join(root, 'dist/playground/addin'),
    officeJs: join(installedPackage(root, '@microsoft/office-js'), 'dist'),
  };
}

/** Where npm put a package: in the project or in a folder above it. */
function installedPackage(root: string, name: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new StartError(`${name} is not installed. Run: npm ci`);
  }
}

/** Ends a server with all its connections, those in the middle of a TLS handshake included. */
function stopper(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () =>
    new Promise((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
}

/** On this machine's own address only. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') reject(error);
      else reject(new StartError(`Port ${port} is not free. Give another one: npm start -- --port ${port + 1}`));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
