import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { type Bytes } from '../../../shared/base/bytes';
import { endProcess } from './end-process';

const LOOPBACK = '127.0.0.1';
const DOVECOT = '/usr/sbin/dovecot';
export const PASSWORD = 'secret';

/** One message as SMTP brought it: the octets and the envelope. */
export interface Submission {
  readonly octets: Bytes;
  readonly from: string;
  readonly recipients: readonly string[];
}

/** What a machine lacks to run the mail server, for people; undefined where nothing. */
export function missingForMailServer(): string | undefined {
  return existsSync(DOVECOT) ? undefined : 'Dovecot is not installed (Debian: dovecot-imapd and dovecot-lmtpd)';
}

/** A port of 127.0.0.1 that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const accountOf = (address: string): string => (address.split('@')[0] ?? '').replace(/[^a-z0-9-]/gi, '_');

function configuration(folder: string, ports: { imap: number; lmtp: number }): string {
  const root = userInfo().uid === 0;
  const self = userInfo().username;
  const [service, group, mail] = root ? ['nobody', 'nogroup', 'games'] : [self, self, self];
  return `base_dir=${folder}/run
state_dir=${folder}/state
log_path=${folder}/log
protocols = imap lmtp
listen=${LOOPBACK}
ssl=no
disable_plaintext_auth=no
default_internal_user=${service}
default_login_user=${service}
default_internal_group=${group}
mail_save_crlf=yes
mail_location=maildir:${folder}/mail/%n
first_valid_uid=1
first_valid_gid=1
mail_uid=${mail}
mail_gid=${mail}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${mail} gid=${mail} home=${folder}/mail/%n
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    address = ${LOOPBACK}
    port = ${ports.lmtp}
  }
}
`;
}

async function reachable(port: number, timeout = 10_000): Promise<void> {
  for (const end = performance.now() + timeout; ;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, LOOPBACK, () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    if (performance.now() > end) throw new Error(`nothing answers on ${LOOPBACK}:${port}`);
    await sleep(50);
  }
}

/**
 * Dovecot (IMAP, LMTP) and an SMTP door before it, all on 127.0.0.1 and all in one folder below the system's temporary
 * folder. Any user, one password. Whatever is submitted is kept as it came and delivered to every recipient.
 */
export class MailServer {
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly submissions: Submission[] = [];
  /** What the program that is to send says of itself. */
  explain: () => Promise<string> = () => Promise.resolve('');
  readonly #folder: string;
  readonly #dovecot: ChildProcess;
  readonly #smtp: SMTPServer;
  readonly #lmtpPort: number;
  readonly #listeners: ((submission: Submission) => void)[] = [];
  readonly #seen: string[] = [];
  #waiting: (() => void)[] = [];
  #refused: readonly string[] = [];

  private constructor(folder: string, dovecot: ChildProcess, ports: { imap: number; lmtp: number; smtp: number }) {
    this.#folder = folder;
    this.#dovecot = dovecot;
    this.imapPort = ports.imap;
    this.smtpPort = ports.smtp;
    this.#lmtpPort = ports.lmtp;
    this.#smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onConnect: (_session, done) => {
        this.#seen.push('a connection');
        done();
      },
      onMailFrom: (_address, _session, done) => {
        this.#seen.push('MAIL FROM');
        done();
      },
      onRcptTo: ({ address }, _session, done) =>
        done(this.#refused.includes(address) ? new Error('not today') : undefined),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#seen.push('DATA');
          const envelope = session.envelope;
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          this.#accept({
            octets: new Uint8Array(Buffer.concat(chunks)),
            from,
            recipients: envelope.rcptTo.map(({ address }) => address),
          }).then(() => done(), done);
        });
      },
    });
  }

  /** `mailboxes`: messages that lie in each person's inbox from the start, oldest first, by address. */
  static async start(mailboxes: ReadonlyMap<string, readonly Bytes[]> = new Map()): Promise<MailServer> {
    const missing = missingForMailServer();
    if (missing !== undefined) throw new Error(missing);
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signet-mail-')));
    const ports = { imap: await freePort(), lmtp: await freePort(), smtp: await freePort() };
    fillMaildirs(folder, mailboxes);
    const file = join(folder, 'dovecot.conf');
    writeFileSync(file, configuration(folder, ports));
    const dovecot = spawn(DOVECOT, ['-F', '-c', file], { stdio: 'ignore' });
    const server = new MailServer(folder, dovecot, ports);
    try {
      await Promise.all([reachable(ports.imap), reachable(ports.lmtp)]);
      await new Promise<void>((resolve, reject) => {
        server.#smtp.on('error', reject);
        server.#smtp.listen(ports.smtp, LOOPBACK, resolve);
      });
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async #accept(submission: Submission): Promise<void> {
    try {
      await this.deliver(submission);
    } catch (error) {
      this.#seen.push(String(error));
      throw error;
    }
    this.submissions.push(submission);
    for (const listener of this.#listeners) listener(submission);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Puts a message into its recipients' inboxes; the server adds its trace fields in front. */
  async deliver({ octets, from, recipients }: Submission): Promise<void> {
    const lmtp = createTransport({ host: LOOPBACK, port: this.#lmtpPort, lmtp: true, secure: false, ignoreTLS: true });
    try {
      await lmtp.sendMail({ envelope: { from, to: [...recipients] }, raw: Buffer.from(octets) });
    } finally {
      lmtp.close();
    }
  }

  /** Takes nothing for these addresses from now on. */
  refuse(addresses: readonly string[]): void {
    this.#refused = addresses;
  }

  onSubmitted(listener: (submission: Submission) => void): void {
    this.#listeners.push(listener);
  }

  /** Waits until `count` messages were submitted in all. */
  async submitted(count: number, timeout = 20_000): Promise<readonly Submission[]> {
    const end = performance.now() + timeout;
    while (this.submissions.length < count) {
      const left = end - performance.now();
      if (left <= 0)
        throw new Error(`${this.submissions.length} of ${count} messages were submitted; ${await this.#story()}`);
      await Promise.race([new Promise<void>((resolve) => this.#waiting.push(resolve)), sleep(Math.min(left, 200))]);
    }
    return this.submissions;
  }

  /** What went on here and where the messages come from, for whoever waited in vain. */
  async #story(): Promise<string> {
    const log = join(this.#folder, 'log');
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-8) : ['no log'];
    return [`the door saw: ${this.#seen.join(', ') || 'nothing'}`, await this.explain(), ...lines].join('\n');
  }

  /** What lies in a folder of somebody's account, such as "Sent", as the server stores it; waits for `count` messages. */
  async stored(address: string, folder: string, count: number, timeout = 10_000): Promise<readonly Bytes[]> {
    const box = join(this.#folder, 'mail', accountOf(address), `.${folder}`);
    for (const end = performance.now() + timeout; ;) {
      const paths = ['cur', 'new'].flatMap((part) =>
        existsSync(join(box, part)) ? readdirSync(join(box, part)).map((name) => join(box, part, name)) : [],
      );
      if (paths.length >= count) return paths.map((path) => new Uint8Array(readFileSync(path)));
      if (performance.now() > end) throw new Error(`${paths.length} of ${count} messages are in ${folder}`);
      await sleep(50);
    }
  }

  /** Ends everything and removes the folder. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#smtp.close(() => resolve()));
    await endProcess(this.#dovecot);
    if (this.#folder.startsWith(realpathSync(tmpdir()) + sep)) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function fillMaildirs(folder: string, mailboxes: ReadonlyMap<string, readonly Bytes[]>): void {
  const owned: string[] = [join(folder, 'mail')];
  for (const [address, messages] of mailboxes) {
    const box = join(folder, 'mail', accountOf(address));
    for (const part of ['new', 'cur', 'tmp']) owned.push(join(box, part));
    owned.push(box);
    mkdirSync(join(box, 'new'), { recursive: true });
    for (const part of ['cur', 'tmp']) mkdirSync(join(box, part));
    messages.forEach((octets, index) => {
      const path = join(box, 'new', `${1_700_000_000 + index}.M${index}.signet`);
      writeFileSync(path, octets);
      owned.push(path);
    });
  }
  mkdirSync(join(folder, 'mail'), { recursive: true });
  if (userInfo().uid !== 0) return;
  chmodSync(folder, 0o711);
  const [games, group] = [5, 60];
  for (const path of owned) chownSync(path, games, group);
}
