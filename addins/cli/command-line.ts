import { FIELDS, readRequest, type InspectRequest } from './request';

export type CommandLine =
  | { readonly mode: 'report' | 'json'; readonly requests: readonly InspectRequest[] }
  | { readonly mode: 'jsonl' }
  | { readonly mode: 'help' }
  | { readonly mode: 'wrong'; readonly message: string };

export const USAGE = `inspect FILE… [options]      a report on each file
inspect --json FILE… [options]  one JSON object for each file
inspect --jsonl                 requests from standard input, one JSON object a line

  --content F   --anchors F…   --intermediates F…   --crls F…   --ocsp F…   --require-revocation
  --at TIME     --email A      --purpose sign|encrypt|any
  --pfx F --passphrase T …     --key F --cert F …   --password T   --secret-key HEX   --secret-key-id HEX
  --policy OID…   --require-explicit-policy   --inhibit-any-policy   --inhibit-policy-mapping
  --text        --structure

docs/inspect.md says what each means and what the answer holds.
`;

/** '--secret-key' is the field `secretKey`. */
const fieldOf = (option: string): string =>
  option.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

class Arguments {
  readonly files: string[] = [];
  readonly fields: Record<string, unknown> = {};
  readonly modes = new Set<string>();

  take(args: readonly string[]): string | undefined {
    const rest = [...args];
    for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
      if (arg === '--') {
        this.files.push(...rest);
        return undefined;
      }
      const wrong = arg.startsWith('-') && arg !== '-' ? this.#option(arg, rest) : void this.files.push(arg);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  #option(arg: string, rest: string[]): string | undefined {
    if (['--json', '--jsonl', '--help', '-h'].includes(arg)) {
      this.modes.add(arg);
      return undefined;
    }
    const [name, inline] = splitOnce(arg);
    const field = fieldOf(name);
    const shape = field === 'id' ? undefined : (FIELDS as Record<string, string>)[field];
    if (!name.startsWith('--') || shape === undefined) return `unknown option ${name}`;
    if (shape === 'flag') {
      this.fields[field] = true;
      return inline === undefined ? undefined : `${name} takes no value`;
    }
    const value = inline ?? rest.shift();
    if (value === undefined) return `${name} needs a value`;
    if (shape !== 'texts' && shape !== 'texts-or-null') this.fields[field] = value;
    else this.#append(field, value);
    return undefined;
  }

  #append(field: string, value: string): void {
    const list = (this.fields[field] ??= []) as (string | null)[];
    // A certificate belongs to the key named last before it: keys without one leave a gap.
    const keys = this.fields['key'] as readonly string[] | undefined;
    if (field === 'cert' && keys) while (list.length < keys.length - 1) list.push(null);
    list.push(value);
  }
}

function splitOnce(arg: string): readonly [string, string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

/** What the command line asks for. Every option of the contract is known, whatever this version makes of it. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const given = new Arguments();
  const wrong = given.take(args);
  if (wrong !== undefined) return { mode: 'wrong', message: wrong };
  if (given.modes.has('--help') || given.modes.has('-h')) return { mode: 'help' };
  if (given.modes.has('--jsonl')) {
    const extra = given.files[0] ?? Object.keys(given.fields)[0];
    return extra === undefined
      ? { mode: 'jsonl' }
      : { mode: 'wrong', message: `with --jsonl requests come from standard input, not as arguments (${extra})` };
  }
  if (given.files.length === 0) return { mode: 'wrong', message: 'no file was named' };
  const requests: InspectRequest[] = [];
  for (const file of given.files) {
    const reading = readRequest({ ...given.fields, file });
    if (reading.kind === 'wrong') return { mode: 'wrong', message: reading.message };
    requests.push(reading.request);
  }
  return { mode: given.modes.has('--json') ? 'json' : 'report', requests };
}
