import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type ScratchFolder } from '../support/openssl';
import { type Operation, type Timing } from './operations';
import { type Contender, LineProcess } from './remote';

/** Compiles the harness; undefined, and why, where there is no compiler or are no headers. */
export function compileLibcrypto(source: string, folder: ScratchFolder): string | undefined {
  const program = `${folder.path}/libcrypto`;
  const run = spawnSync('cc', ['-O2', '-o', program, source, '-lcrypto'], { encoding: 'utf8' });
  if (run.status === 0 && existsSync(program)) return program;
  console.log(`libcrypto is left out: ${run.error?.message ?? run.stderr.split('\n')[0] ?? 'it does not compile'}`);
  return undefined;
}

/** libcrypto in a process of its own, over memory BIOs. */
export class Libcrypto implements Contender {
  readonly name = 'libcrypto';
  readonly #process: LineProcess;

  constructor(program: string, folder: ScratchFolder) {
    const file = (name: string): string => `${folder.path}/${name}`;
    this.#process = new LineProcess(program, [file('person.crt'), file('person.key'), file('authority.crt')]);
  }

  async #ask(line: string): Promise<Timing> {
    const [state, ...words] = (await this.#process.ask(line)).split(' ');
    if (state !== 'ok') throw new Error(words.join(' '));
    return { wall: Number(words[0]), cpu: Number(words[1]) };
  }

  async open(path: string): Promise<void> {
    await this.#ask(`open ${path}`);
  }

  async load(operation: Operation, path: string): Promise<void> {
    await this.#ask(`load ${operation} ${path}`);
  }

  async drop(operation: Operation): Promise<void> {
    await this.#ask(`drop ${operation}`);
  }

  run(operation: Operation, repeats: number): Promise<Timing> {
    return this.#ask(`run ${operation} ${repeats}`);
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}
