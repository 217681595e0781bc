import { type Bytes } from '../../shared/base/bytes';

/** What is measured, each with its MIME work: whole MIME octets in, whole MIME octets out. */
export const OPERATIONS = ['sign', 'verify', 'encrypt-cbc', 'decrypt-cbc', 'encrypt-gcm', 'decrypt-gcm'] as const;
export type Operation = (typeof OPERATIONS)[number];
export type Cipher = 'cbc' | 'gcm';

/** Octets of the MIME entity that is signed or encrypted. */
export const SIZES = { '4k': 4 << 10, '100k': 100 << 10, '5m': 5 << 20, '25m': 25 << 20, '100m': 100 << 20 } as const;
export type Size = keyof typeof SIZES;
/** Only shown to work. */
export const BIGGEST = 256 << 20;

/** The operation whose result is another one's input. */
export function maker(operation: Operation): Operation {
  if (operation === 'verify') return 'sign';
  return operation.startsWith('decrypt') ? (operation.replace('de', 'en') as Operation) : operation;
}

/** An RSA-2048 key of one person under one authority, in every form that a contender asks for. */
export interface Keys {
  readonly authority: Bytes;
  readonly certificate: Bytes;
  readonly pkcs8: Bytes;
}

/** Octets, or text of one character an octet. */
export type Message = Bytes | string;
export type AdapterName = 'signet' | 'pkijs-naive' | 'pkijs-raised' | 'node-forge';

/** One implementation over messages of the kind that it takes. */
export interface Adapter {
  readonly name: AdapterName;
  readonly takes: 'octets' | 'text';
  /** One message, or its parts in order. */
  sign(entity: Message): Promise<Message | readonly Bytes[]>;
  /** Rejects where the signature does not hold. */
  verify(message: Message): Promise<void>;
  encrypt(entity: Message, cipher: Cipher): Promise<Message>;
  /** Length of what was inside. */
  decrypt(message: Message): Promise<number>;
}

/** An operation that an implementation does not have. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

/** One measured call; `cpu` of all threads where the engine tells it. */
export interface Timing {
  readonly wall: number;
  readonly cpu?: number | undefined;
}

const HEAD =
  'Content-Type: multipart/mixed; boundary="=_0123456789abcdef0123456789abcdef"\r\n\r\n--=_0123456789abcdef0123456789abcdef\r\nContent-Type: text/plain\r\n\r\nThe file.\r\n' +
  '--=_0123456789abcdef0123456789abcdef\r\nContent-Type: application/octet-stream; name="data.bin"\r\nContent-Transfer-Encoding: base64\r\n' +
  'Content-Disposition: attachment; filename="data.bin"\r\n\r\n';
const TAIL = '\r\n--=_0123456789abcdef0123456789abcdef--\r\n';
const COLUMNS = 76;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A MIME entity of so many octets: a text and an attachment in base64, CRLF, the same each time. Leaves no garbage behind. */
export function makeEntity(octets: number): Bytes {
  const out = new Uint8Array(octets);
  put(out, 0, HEAD);
  const end = octets - TAIL.length;
  let random = 1;
  const patternEnd = Math.min(end, HEAD.length + (COLUMNS + 2) * 1000);
  for (let at = HEAD.length; at < patternEnd; at++) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    out[at] = ALPHABET.charCodeAt(random >>> 26);
  }
  for (let at = HEAD.length + COLUMNS; at + 1 < patternEnd; at += COLUMNS + 2) put(out, at, '\r\n');
  for (let have = patternEnd - HEAD.length; HEAD.length + have < end; have *= 2) {
    out.copyWithin(HEAD.length + have, HEAD.length, Math.min(HEAD.length + have, end - have));
  }
  out.fill(0x41, end - ((end - HEAD.length) % (COLUMNS + 2)), end);
  put(out, end, TAIL);
  return out;
}

function put(out: Bytes, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
}
