import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bytes } from '../../shared/base/bytes';

export interface ToolRun {
  readonly status: number;
  readonly stdout: Bytes;
  readonly stderr: string;
}

/** A folder that is gone when `body` is done. */
export async function withFolder<T>(body: (folder: ScratchFolder) => Promise<T> | T): Promise<T> {
  const folder = new ScratchFolder();
  try {
    return await body(folder);
  } finally {
    folder.remove();
  }
}

export class ScratchFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'signet-'));

  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  read(name: string): Bytes {
    return new Uint8Array(readFileSync(join(this.path, name)));
  }

  /** Runs a program in the folder. */
  run(
    program: string,
    args: readonly string[],
    options: { input?: Uint8Array; env?: NodeJS.ProcessEnv } = {},
  ): ToolRun {
    const run = spawnSync(program, args, {
      cwd: this.path,
      input: options.input,
      env: { ...process.env, ...options.env },
      maxBuffer: 1 << 28,
      timeout: 60_000,
    });
    if (run.error) throw run.error;
    return { status: run.status ?? -1, stdout: new Uint8Array(run.stdout), stderr: run.stderr.toString('latin1') };
  }

  openssl(...args: readonly string[]): ToolRun {
    return this.run('openssl', args);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** PEM text of DER octets. */
export function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
