import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface RelaySettings {
  readonly origins: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Paths of PEM files. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly perMinute?: number;
  readonly isBehindProxy: boolean;
  /** Networks that are never asked, besides those that nobody outside reaches: address and prefix length. */
  readonly denied: readonly Network[];
}

export interface Network {
  readonly address: string;
  readonly prefix: number;
}

export type RelayCommand =
  | { readonly mode: 'serve'; readonly settings: RelaySettings }
  | { readonly mode: 'help' }
  | { readonly mode: 'wrong'; readonly message: string };

export const USAGE = `relay --origin ORIGIN… [options]   asks about revocation for the pages of these origins

  --origin ORIGIN        such as https://smime.example.org; may be repeated
  --listen HOST:PORT     left out: 127.0.0.1:8446
  --certificate F --key F   PEM, for https; without them it listens on this machine only, for a proxy that speaks https
  --behind-proxy         the last address of X-Forwarded-For is the client's
  --deny ADDRESS/BITS    a network that is never asked, such as your own public one; may be repeated
  --per-minute N         requests of one client in a minute; left out: 120

docs/revocation.md says what it does, and what it does not do.
`;

const OPTIONS = {
  origin: { type: 'string', multiple: true },
  listen: { type: 'string', default: '127.0.0.1:8446' },
  certificate: { type: 'string' },
  key: { type: 'string' },
  'behind-proxy': { type: 'boolean', default: false },
  deny: { type: 'string', multiple: true },
  'per-minute': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** What a command line asks for. A server that others reach without https, or that serves no page, is not started. */
export function readRelayCommand(args: readonly string[]): RelayCommand {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
    if (values.help) return { mode: 'help' };
    return { mode: 'serve', settings: settingsOf(values) };
  } catch (thrown) {
    return { mode: 'wrong', message: thrown instanceof Error ? thrown.message : 'not understood' };
  }
}

interface Values {
  readonly origin?: readonly string[] | undefined;
  readonly listen: string;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly 'behind-proxy': boolean;
  readonly deny?: readonly string[] | undefined;
  readonly 'per-minute'?: string | undefined;
}

function settingsOf(values: Values): RelaySettings {
  const { origin = [], certificate, key } = values;
  if (origin.length === 0) throw new Error('--origin is needed: whose pages may ask');
  const wrong = origin.find((text) => !isOrigin(text));
  if (wrong !== undefined) throw new Error(`${wrong} is no origin such as https://smime.example.org`);
  if ((certificate === undefined) !== (key === undefined)) throw new Error('--certificate and --key go together');
  const tls = certificate !== undefined && key !== undefined ? { tls: { certificate, key } } : {};
  const listen = listenOf(values.listen);
  if (!('tls' in tls) && !OWN.includes(listen.host)) throw new Error(`${listen.host} needs --certificate and --key`);
  const perMinute = values['per-minute'];
  return {
    origins: origin,
    ...listen,
    ...tls,
    ...(perMinute !== undefined && { perMinute: numberOf('--per-minute', perMinute, 1, 100_000) }),
    isBehindProxy: values['behind-proxy'],
    denied: (values.deny ?? []).map(networkOf),
  };
}

/** Hosts that only this machine reaches. */
const OWN = ['127.0.0.1', '::1', 'localhost'];

/** As a browser sends it: scheme, host and perhaps port, nothing behind. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

function listenOf(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port = ''] = /^(?:\[([0-9a-f:.]+)\]|([^:]+)):(\d+)$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw new Error(`--listen: ${text} is no HOST:PORT`);
  return { host, port: numberOf('--listen', port, 0, 65_535) };
}

function networkOf(text: string): Network {
  const [, address = '', bits = ''] = /^([0-9a-f:.]+)\/(\d+)$/i.exec(text) ?? [];
  const kind = isIP(address);
  if (kind === 0) throw new Error(`--deny: ${text} is no network such as 198.51.100.0/24`);
  return { address, prefix: numberOf('--deny', bits, 0, kind === 4 ? 32 : 128) };
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`${option}: ${text} is out of range`);
  return value;
}
