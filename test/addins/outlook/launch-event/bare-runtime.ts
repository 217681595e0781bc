import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../../../..');
const WEBPACK = join(ROOT, 'node_modules/webpack/bin/webpack.js');

/** The real bundle, as the production build makes it; `policy` is the content of the file that OUTLOOK_POLICY names. */
export async function buildLaunchEvent(policy?: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'signet-launch-'));
  const file = join(folder, 'policy.json');
  if (policy !== undefined) writeFileSync(file, policy);
  const env = { ...process.env, OUTLOOK_POLICY: policy === undefined ? '' : file, SIGNET_PLAYGROUND: '' };
  const args = [
    '--config-name',
    'outlook-launch-event',
    '--mode',
    'production',
    '--no-cache',
    '-o',
    join(folder, 'out'),
  ];
  try {
    await promisify(execFile)(process.execPath, [WEBPACK, ...args], { cwd: ROOT, env });
    return readFileSync(join(folder, 'out/launch-event.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What came into the language's library after ES2016. */
const NEWER = `
  for (const name of ['flat', 'flatMap', 'at', 'toSorted', 'findLast']) delete Array.prototype[name];
  for (const name of ['padStart', 'padEnd', 'trimStart', 'trimEnd', 'matchAll', 'replaceAll', 'at']) delete String.prototype[name];
  for (const name of ['entries', 'values', 'fromEntries', 'getOwnPropertyDescriptors', 'hasOwn']) delete Object[name];
  delete Promise.prototype.finally;
`;

export type HostCall = 'get' | 'set' | 'remove' | 'save' | 'people' | 'subject' | 'type' | 'setting';

export interface World {
  readonly headers?: Record<string, string> | null;
  readonly language?: string;
  readonly settings?: Record<string, unknown>;
  /** What stands in place of the host's methods. */
  readonly broken?: Partial<Record<HostCall, 'fails' | 'throws' | 'silent'>>;
  readonly item?: 'message' | 'appointment' | 'none';
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly composeType?: 'newMail' | 'reply' | 'forward';
  readonly conversationId?: string;
  /** Left out: none, as in the barest of runtimes. */
  readonly timers?: boolean;
}

export interface Completed {
  readonly allowEvent?: boolean;
  readonly errorMessage?: string;
  readonly cancelLabel?: string;
  readonly commandId?: string;
  readonly sendModeOverride?: string;
}

type Done = (result: object) => void;

/** Classic Outlook's runtime: the language alone and what Office itself gives. No page, storage, network, cryptography. */
export class BareRuntime {
  readonly handlers = new Map<string, (event: object) => void>();
  readonly headers: Record<string, string>;
  /** Calls of the host, in order. */
  readonly calls: string[] = [];
  saved = 0;
  readonly #world: World;
  readonly #realm: object;

  constructor(bundle: string, world: World) {
    this.#world = world;
    this.headers = { ...world.headers };
    const settings = world.settings ?? {};
    const kind = world.item ?? 'message';
    const Office = {
      AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
      actions: { associate: (name: string, handler: (event: object) => void) => this.handlers.set(name, handler) },
      context: {
        displayLanguage: world.language ?? 'en-US',
        roamingSettings: {
          get: (name: string) => {
            if (world.broken?.setting) throw new Error('host');
            return settings[name];
          },
        },
        mailbox: { item: kind === 'none' ? undefined : kind === 'message' ? this.#message() : this.#appointment() },
      },
    };
    const quick = (run: () => void): unknown => setTimeout(run, 0);
    const timers = world.timers ? { setTimeout: quick, clearTimeout } : {};
    this.#realm = createContext({ Office, ...timers });
    runInContext(NEWER, this.#realm);
    runInContext(bundle, this.#realm);
  }

  /** Those of the names that the realm knows. */
  has(names: readonly string[]): string[] {
    return names.filter((name) => runInContext(`typeof ${name}`, this.#realm) !== 'undefined');
  }

  #answer(name: HostCall, done: Done, make: () => unknown): void {
    this.calls.push(name);
    const how = this.#world.broken?.[name];
    if (how === 'throws') throw new Error('host');
    if (how === 'silent') return;
    done(how === 'fails' ? { status: 'failed', error: { code: 9000 } } : { status: 'succeeded', value: make() });
  }

  #people(list: readonly string[]) {
    return {
      getAsync: (done: Done) =>
        this.#answer('people', done, () => list.map((emailAddress) => ({ emailAddress, displayName: emailAddress }))),
    };
  }

  #sender() {
    return { getAsync: (done: Done) => this.#answer('people', done, () => ({ emailAddress: 'alice@signet.example' })) };
  }

  #subject() {
    return { getAsync: (done: Done) => this.#answer('subject', done, () => this.#world.subject ?? 'Hello') };
  }

  #message() {
    const given = (): Record<string, string> | null => (this.#world.headers === null ? null : this.headers);
    return {
      internetHeaders: {
        getAsync: (_names: string[], done: Done) => this.#answer('get', done, given),
        setAsync: (more: object, done: Done) => this.#answer('set', done, () => void Object.assign(this.headers, more)),
        removeAsync: (names: string[], done: Done) =>
          this.#answer('remove', done, () => {
            for (const key of Object.keys(this.headers))
              if (names.includes(key.toLowerCase())) Reflect.deleteProperty(this.headers, key);
          }),
      },
      saveAsync: (done: Done) => this.#answer('save', done, () => ++this.saved && 'id'),
      conversationId: this.#world.conversationId ?? null,
      from: this.#sender(),
      to: this.#people(this.#world.to ?? ['bob@signet.example']),
      cc: this.#people([]),
      bcc: this.#people(['carol@signet.example']),
      subject: this.#subject(),
      getComposeTypeAsync: (done: Done) =>
        this.#answer('type', done, () => ({ composeType: this.#world.composeType ?? 'newMail' })),
    };
  }

  /** As office.js gives one: without internet headers. */
  #appointment() {
    return {
      organizer: this.#sender(),
      requiredAttendees: this.#people(this.#world.to ?? ['bob@signet.example']),
      optionalAttendees: this.#people([]),
      subject: this.#subject(),
    };
  }

  /** Runs a handler and gives all that it completed with: more than one is a defect. */
  fire(name: string): Promise<Completed[]> {
    const completed: Completed[] = [];
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`no handler ${name}`);
    handler({ completed: (options: Completed = {}) => completed.push(options) });
    return new Promise((done) => setTimeout(() => done(completed), this.#world.timers ? 30 : 0));
  }
}
