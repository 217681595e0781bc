import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A copy of the program, in a folder of its own, that finds these policies as an administrator's `policies.json`. That of
 * the machine (`/etc/thunderbird/policies`) goes before it, and is there on no machine that tests run on.
 */
export function programWithPolicies(program: string, folder: string, policies: object): string {
  if (!existsSync(folder)) cpSync(dirname(program), folder, { recursive: true });
  writePolicies(folder, policies);
  return join(folder, 'thunderbird-bin');
}

function writePolicies(folder: string, policies: object): void {
  mkdirSync(join(folder, 'distribution'), { recursive: true });
  writeFileSync(join(folder, 'distribution', 'policies.json'), JSON.stringify({ policies }));
}
