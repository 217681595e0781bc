import { type ScratchFolder } from '../support/openssl';
import { AS_BROWSERS, ON_ONE_PROCESSOR } from './processor';
import { maker, type Operation, type Timing } from './operations';
import { type Contender, type ContenderName } from './remote';

/** A whole process from file to file, S/MIME in and out, its start included. */
class Command implements Contender {
  readonly name: ContenderName;
  readonly #folder: ScratchFolder;
  readonly #words: (operation: Operation) => readonly string[];

  constructor(name: ContenderName, folder: ScratchFolder, words: (operation: Operation) => readonly string[]) {
    this.name = name;
    this.#folder = folder;
    this.#words = words;
  }

  /** By the shell's `times`, in which the process that has ended is counted. */
  run(operation: Operation): Promise<Timing> {
    const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>errors';
    const { status, stderr } = this.#folder.run('bash', [
      '-c',
      script,
      'bash',
      ...ON_ONE_PROCESSOR,
      ...this.#words(operation),
    ]);
    const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
    if (status !== 0) return Promise.reject(new Error('the command fails'));
    return Promise.resolve({ wall: wall * 1000, cpu: (user + system) * 1000 });
  }
}

/** `openssl cms`; a few milliseconds of it are its start. */
export function opensslCommand(folder: ScratchFolder): Contender {
  return new Command('openssl command', folder, (operation) => ['openssl', 'cms', ...opensslWords(operation)]);
}

/** Ours in a Node process of its own; about a tenth of a second is Node's start. */
export function signetCommand(folder: ScratchFolder, script: string): Contender {
  const files = (operation: Operation): readonly string[] => {
    const made = `signet-${maker(operation)}.eml`;
    return maker(operation) === operation ? ['entity', made] : [made, 'out'];
  };
  return new Command('signet command', folder, (operation) => [
    process.execPath,
    ...AS_BROWSERS,
    script,
    operation,
    ...files(operation),
  ]);
}

const OAEP = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'];
const SIGNER = ['-signer', 'person.crt', '-inkey', 'person.key', '-md', 'sha256'];
const RECIPIENT = ['-recip', 'person.crt', '-inkey', 'person.key'];

function opensslWords(operation: Operation): readonly string[] {
  const message = `openssl-${maker(operation)}.eml`;
  if (operation === 'sign') return ['-sign', '-binary', '-stream', '-in', 'entity', ...SIGNER, '-out', message];
  if (operation === 'verify') return ['-verify', '-binary', '-in', message, '-CAfile', 'authority.crt', '-out', 'out'];
  if (operation.startsWith('decrypt')) return ['-decrypt', '-binary', '-in', message, ...RECIPIENT, '-out', 'out'];
  const cipher = operation === 'encrypt-gcm' ? '-aes-256-gcm' : '-aes-256-cbc';
  return ['-encrypt', '-binary', '-stream', '-in', 'entity', cipher, '-recip', 'person.crt', ...OAEP, '-out', message];
}
