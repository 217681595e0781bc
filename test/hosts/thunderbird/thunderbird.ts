import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { endProcess } from './end-process';
import { freePort, PASSWORD } from './mail-server';
import { programWithPolicies } from './managed-program';
import { Marionette } from './marionette';
import { writeProfile, type ProfileOptions } from './profile';

/** The program itself, not the shell script around it, so that its process id is ours to end. */
const PROGRAMS = [
  '/usr/lib/thunderbird/thunderbird-bin',
  '/usr/lib64/thunderbird/thunderbird-bin',
  '/opt/thunderbird/thunderbird-bin',
];

export const ADD_ON_ID = 'signet@signet.example';

export function findThunderbird(): string | undefined {
  const named = process.env['THUNDERBIRD'];
  return [...(named === undefined ? [] : [named]), ...PROGRAMS].find((path) => existsSync(path));
}

export interface Launch extends Omit<ProfileOptions, 'marionettePort'> {
  /** Such as ":97"; left out: the display of whoever runs this. */
  readonly display?: string;
  /** What `storage.managed` gives to the add-on, as an administrator's policy would. */
  readonly managed?: object;
  /** What stands in an administrator's policies.json; left out: there is none. */
  readonly policies?: object;
}

/** A virtual screen on a free display number. */
export class Screen {
  readonly display: string;
  readonly #server: ChildProcess;

  private constructor(display: string, server: ChildProcess) {
    this.display = display;
    this.#server = server;
  }

  /** The server picks a number that is free and says which. */
  static async open(size = '1280x920x24'): Promise<Screen> {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise<string>((resolve, reject) => {
      let said = '';
      server.stdio[3]?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.endsWith('\n')) resolve(said.trim());
      });
      server.once('error', () => reject(new Error('no virtual screen could be opened (Debian: xvfb)')));
      server.once('exit', () => reject(new Error('the virtual screen ended at once')));
    });
    return new Screen(`:${number}`, server);
  }

  close(): Promise<void> {
    return endProcess(this.#server);
  }
}

/** What there is between two runs. */
export interface Between {
  /** What an administrator sets from then on; left out: as before. */
  readonly managed?: object;
  /** What stands in policies.json from then on; left out: as before. */
  readonly policies?: object;
  /** Called with the folder of the profile while nothing runs. */
  readonly change?: (profile: string) => void;
}

interface Running {
  readonly remote: Marionette;
  readonly process: ChildProcess;
}

/** One running Thunderbird with a home folder and a profile of its own, both thrown away at the end. */
export class Thunderbird {
  readonly display: string | undefined;
  readonly #home: string;
  #launch: Launch;
  readonly #port: number;
  #running: Running;

  private constructor(home: string, launch: Launch, port: number, running: Running) {
    this.#home = home;
    this.#launch = launch;
    this.#port = port;
    this.#running = running;
    this.display = displayOf(launch);
  }

  get remote(): Marionette {
    return this.#running.remote;
  }

  get process(): ChildProcess {
    return this.#running.process;
  }

  /** Starts, waits for the main window, and gives the account its password. */
  static async start(launch: Launch): Promise<Thunderbird> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'signet-thunderbird-')));
    const marionettePort = await freePort();
    writeProfile(join(home, 'profile'), { ...launch, marionettePort });
    if (launch.managed) writeManagedStorage(home, launch.managed);
    try {
      const running = await run(home, launch, marionettePort);
      await running.remote.run(STORE_PASSWORD, launch.address.split('@')[0], PASSWORD);
      return new Thunderbird(home, launch, marionettePort, running);
    } catch (error) {
      removeHome(home);
      throw error;
    }
  }

  /**
   * Ends the program as a person does, by its own menu, and starts it again on the same profile; an add-on that was
   * installed for the session is gone.
   */
  async restart({ managed, policies, change }: Between = {}): Promise<void> {
    const exit = once(this.process, 'exit');
    await this.remote.run(
      'Services.tm.dispatchToMainThread(() => Services.startup.quit(Ci.nsIAppStartup.eForceQuit));',
    );
    await exit;
    this.remote.close();
    if (managed) writeManagedStorage(this.#home, managed);
    if (policies) this.#launch = { ...this.#launch, policies };
    change?.(join(this.#home, 'profile'));
    this.#running = await run(this.#home, this.#launch, this.#port);
  }

  async stop(): Promise<void> {
    this.remote.close();
    await endProcess(this.process);
    removeHome(this.#home);
  }
}

const displayOf = (launch: Launch): string | undefined => launch.display ?? process.env['DISPLAY'];

async function run(home: string, launch: Launch, marionettePort: number): Promise<Running> {
  const installed = findThunderbird();
  if (installed === undefined) throw new Error('Thunderbird is not installed');
  const { policies } = launch;
  const program = policies ? programWithPolicies(installed, join(home, 'program'), policies) : installed;
  const display = displayOf(launch);
  const output = process.env['SIGNET_TB_LOG'] ? 'inherit' : 'ignore';
  const args = ['--profile', join(home, 'profile'), '--no-remote', '--marionette', '--remote-allow-system-access'];
  const child = spawn(program, args, {
    env: {
      ...withoutDesktop(process.env),
      HOME: home,
      MOZ_CRASHREPORTER_DISABLE: '1',
      ...(display === undefined ? {} : { DISPLAY: display }),
    },
    stdio: ['ignore', output, output],
  });
  try {
    const remote = await Marionette.open(marionettePort);
    await remote.run(WAIT_FOR_WINDOW);
    return { remote, process: child };
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

/** MOZ_HEADLESS, even empty, would hide all windows; the session bus would lead to the user's own services. */
function withoutDesktop(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...environment };
  delete rest['MOZ_HEADLESS'];
  delete rest['DBUS_SESSION_BUS_ADDRESS'];
  return rest;
}

function removeHome(home: string): void {
  if (home.startsWith(realpathSync(tmpdir()) + sep)) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** A native manifest of type "storage": what `storage.managed` reads where no policies.json speaks for the add-on. */
function writeManagedStorage(home: string, data: object): void {
  const manifest = { name: ADD_ON_ID, description: 'Signet demo', type: 'storage', data };
  for (const folder of ['.mozilla', '.thunderbird']) {
    mkdirSync(join(home, folder, 'managed-storage'), { recursive: true });
    writeFileSync(join(home, folder, 'managed-storage', `${ADD_ON_ID}.json`), JSON.stringify(manifest));
  }
}

const WAIT_FOR_WINDOW = `
  for (let i = 0; i < 600; i++) {
    const window = Services.wm.getMostRecentWindow("mail:3pane");
    if (window?.document.readyState === "complete" && window.document.getElementById("tabmail")?.currentAbout3Pane?.folderTree) return true;
    await new Promise((r) => window ? window.setTimeout(r, 50) : Services.tm.dispatchToMainThread(r));
  }
  throw new Error("no main window");`;

const STORE_PASSWORD = `
  const [user, password] = args;
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init("imap://127.0.0.1", null, "imap://127.0.0.1", user, password, "", "");
  await Services.logins.addLoginAsync(login);
  const server = MailServices.accounts.getAccount("account1").incomingServer;
  server.password = password;
  server.performExpand(Services.wm.getMostRecentWindow("mail:3pane").msgWindow);
  return true;`;
