import { concat, indexOf, latin1Bytes, latin1Text, type Bytes } from '../../../../shared/base/bytes';

/** One header field as it stands in the message, folding and line end included. */
export interface RawField {
  readonly name: string;
  readonly octets: Bytes;
  /** Unfolded, octets as latin1. */
  readonly value: string;
}

export interface RawMessage {
  readonly fields: readonly RawField[];
  readonly body: Bytes;
}

const CRLF_CRLF = latin1Bytes('\r\n\r\n');
const LF_LF = latin1Bytes('\n\n');

/** Cuts a message in header fields and body, octets kept. A stand-in's own reader: the one under test is not used here. */
export function readRawMessage(octets: Bytes): RawMessage {
  const crlf = indexOf(octets, CRLF_CRLF);
  const lf = indexOf(octets, LF_LF);
  const isLf = lf !== -1 && (crlf === -1 || lf < crlf);
  const end = isLf ? lf + 1 : crlf === -1 ? octets.length : crlf + 2;
  const bodyStart = Math.min(octets.length, end + (isLf ? 1 : 2));
  return { fields: fieldsOf(octets.subarray(0, end)), body: octets.subarray(bodyStart) };
}

function fieldsOf(header: Bytes): RawField[] {
  const lines = latin1Text(header).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const texts: string[] = [];
  for (const line of lines) {
    const before = /^[ \t]/.test(line) ? texts.pop() : undefined;
    texts.push((before ?? '') + line);
  }
  return texts.map((text) => {
    const colon = text.indexOf(':');
    const value = text.slice(colon + 1).replace(/\r?\n(?=[ \t])/g, '');
    return { name: text.slice(0, colon).trim().toLowerCase(), octets: latin1Bytes(text), value: value.trim() };
  });
}

export function firstValue(message: RawMessage, name: string): string | undefined {
  return message.fields.find((field) => field.name === name)?.value;
}

/** The message with the fields that `keep` leaves, and with `added` in front. */
export function withFields(
  message: RawMessage,
  keep: (field: RawField) => boolean,
  added: readonly string[] = [],
): Bytes {
  const front = added.map((line) => latin1Bytes(`${line}\r\n`));
  const kept = message.fields.filter(keep).map((field) => field.octets);
  return concat([...front, ...kept, latin1Bytes('\r\n'), message.body]);
}

/** A parameter of a structured field such as Content-Type; quotes taken off, no RFC 2231. */
export function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value);
  return match?.[1] ?? match?.[2];
}
