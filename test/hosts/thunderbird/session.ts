import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes } from '../../../shared/base/bytes';
import { toBase64 } from '../../../shared/base/base64';
import { type DemoWorld } from '../demo/demo-world';
import { Chrome } from './chrome';
import { fillScreen } from './fill-screen';
import { standing } from './standing';
import { MailServer, missingForMailServer } from './mail-server';
import { findThunderbird, Screen, Thunderbird, type Between } from './thunderbird';

const ROOT = resolve(__dirname, '..', '..', '..');
const ASKED = process.env['SIGNET_PICTURES'];
/** Taking them is slow, so they are taken on request. */
const PICTURES = ASKED === undefined ? undefined : resolve(ROOT, ASKED);

/** Programs that this machine lacks for tests in the real Thunderbird. */
export function missingPrograms(): readonly string[] {
  const server = missingForMailServer();
  return [
    ...(findThunderbird() === undefined ? ['Thunderbird is not installed'] : []),
    ...(existsSync('/usr/bin/Xvfb') ? [] : ['Xvfb is not installed']),
    ...(server === undefined ? [] : [server]),
  ];
}

/** The add-on as it is released, built where it is stale. */
export function builtAddOn(name: 'thunderbird' | 'thunderbird-pure' = 'thunderbird'): string {
  const isBuilt = process.env['SIGNET_BUILT'] === '1';
  if (!isBuilt) execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), name], { stdio: 'pipe' });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'dist', name, 'manifest.json'), 'utf8')) as {
    version: string;
  };
  return join(ROOT, 'dist', `signet-${name}-${manifest.version}.xpi`);
}

/** What an administrator would set for the demo: its authority, the correspondents, and the user's identity. */
export function managedValues(world: DemoWorld): object {
  return {
    anchors: [toBase64(world.anchor)],
    certificates: world.people.flatMap(({ certificate }) => (certificate ? [toBase64(certificate)] : [])),
    identities: [{ pfx: toBase64(world.pfx), passphrase: world.passphrase }],
  };
}

export interface SessionOptions {
  /** Messages that lie in the inbox besides those of the world. */
  readonly extraMessages?: readonly Bytes[];
  readonly extraPreferences?: Readonly<Record<string, string | number | boolean>>;
  /** What an administrator set; `none`: there is no policy. */
  readonly managed?: object | 'none';
  /** What stands in policies.json, which then installs the add-on too. */
  readonly policies?: (addOn: string) => object;
  /** The add-on is installed for good, as by a person: it is there after a restart. */
  readonly isKept?: boolean;
  /** The add-on's file; left out: as built from this tree. */
  readonly addOn?: string;
  /** A screen of the caller's, such as ":0"; left out: a virtual one. */
  readonly display?: string;
}

const started = new Set<Session>();

/** Ends what this process started. */
export async function stopSessions(): Promise<void> {
  for (const session of started) await session.stop();
}

/** A mail server, a screen and a Thunderbird with the add-on in it, for one test file. */
export class Session {
  readonly mail: MailServer;
  readonly display: string;
  readonly thunderbird: Thunderbird;

  #chrome: Chrome;
  readonly #undo: readonly (() => Promise<void>)[];

  private constructor(
    mail: MailServer,
    display: string,
    thunderbird: Thunderbird,
    undo: readonly (() => Promise<void>)[],
  ) {
    this.mail = mail;
    this.display = display;
    this.thunderbird = thunderbird;
    this.#chrome = new Chrome(thunderbird.remote);
    this.#undo = undo;
    mail.explain = () => standing(this.#chrome);
  }

  get chrome(): Chrome {
    return this.#chrome;
  }

  static async start(world: DemoWorld, options: SessionOptions = {}): Promise<Session> {
    const addOn = options.addOn ?? builtAddOn();
    const messages = [...world.messages.map(({ octets }) => octets), ...(options.extraMessages ?? [])];
    const mail = await MailServer.start(new Map([[world.user.address, messages]]));
    const undo: (() => Promise<void>)[] = [() => mail.stop()];
    try {
      const screen = options.display === undefined ? await Screen.open() : undefined;
      if (screen) undo.unshift(() => screen.close());
      const display = screen?.display ?? options.display ?? '';
      const thunderbird = await Thunderbird.start({
        ...world.user,
        imapPort: mail.imapPort,
        smtpPort: mail.smtpPort,
        display,
        ...(options.policies && { policies: options.policies(addOn) }),
        ...(options.managed !== 'none' && { managed: options.managed ?? managedValues(world) }),
        ...(options.extraPreferences && { extra: options.extraPreferences }),
      });
      undo.unshift(() => thunderbird.stop());
      if (!options.policies) await thunderbird.remote.install(addOn, options.isKept !== true);
      const session = new Session(mail, display, thunderbird, undo);
      if (screen) await fillScreen(session.chrome);
      started.add(session);
      return session;
    } catch (error) {
      for (const step of undo) await step();
      throw error;
    }
  }

  /** A picture of the whole screen, where SIGNET_PICTURES says into which folder; docs/pictures has those of the documentation. */
  picture(name: string): void {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    execFileSync('import', ['-window', 'root', join(PICTURES, `thunderbird-${name}.png`)], {
      env: { ...process.env, DISPLAY: this.display },
    });
  }

  /** As `picture`, once in each colour scheme. */
  async pictures(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    for (const scheme of ['dark', 'light'] as const) {
      await this.chrome.useTheme(scheme);
      await this.chrome.pause(700);
      this.picture(`${name}-${scheme}`);
    }
  }

  /** Ends the whole Thunderbird and starts it again with the same profile; the add-on has to be kept. */
  async restart(between: Between = {}): Promise<void> {
    await this.thunderbird.restart(between);
    this.#chrome = new Chrome(this.thunderbird.remote);
    await fillScreen(this.#chrome);
  }

  async stop(): Promise<void> {
    started.delete(this);
    for (const step of this.#undo) await step();
  }
}
