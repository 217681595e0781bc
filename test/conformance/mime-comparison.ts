import { type Bytes, equal, latin1Text, utf8Text } from '../../shared/base/bytes';
import { decodedText } from '../../shared/mime/charset';
import { bodyOctets, decodedBody, type Entity, isMultipart } from '../../shared/mime/entity';
import { parseParameterized } from '../../shared/mime/parameters';
import { attachmentsOf } from '../../shared/mime/shown-text';
import { corpusFile } from '../support/corpora';
import { type ExpectedEntity, type PerlReference } from './mime-expectations';

/** Differences between our tree and mime4j's, each as one line. */
export function compareWithMime4j(expected: ExpectedEntity, e: Entity, place = '1'): readonly string[] {
  const out: string[] = [];
  const ours = e.header.fields.map((field) => `${field.name}: ${collapsed(field.value)}`);
  const theirs = expected.fields.map(fieldText);
  if (ours.join('\n') !== theirs.join('\n')) out.push(`${place}: header fields`);
  if (expected.multipart !== isMultipart(e)) out.push(`${place}: multipart`);
  if (expected.children.length !== e.children.length) return [...out, `${place}: children`];
  for (const [i, child] of expected.children.entries()) {
    out.push(...compareWithMime4j(child, e.children[i] as Entity, `${place}.${i + 1}`));
  }
  if (expected.bodyFile !== undefined && !sameBody(corpusFile(expected.bodyFile), e))
    out.push(`${place}: decoded body`);
  if (expected.body !== undefined && !sameText(expected.body, bodyOctets(e))) out.push(`${place}: body`);
  if (expected.multipart) out.push(...compareAround(expected, e, place));
  return out;
}

/** What stands in front of the first delimiter line and behind the last. */
function compareAround(expected: ExpectedEntity, e: Entity, place: string): readonly string[] {
  const [preamble, epilogue] = around(e);
  const out: string[] = [];
  if (!sameText(expected.preamble ?? '', preamble)) out.push(`${place}: preamble`);
  if (!sameText(expected.epilogue ?? '', epilogue)) out.push(`${place}: epilogue`);
  return out;
}

/** Octets of a multipart in front of its first part and behind its last, the delimiter lines cut off. */
export function around(e: Entity): readonly [Bytes, Bytes] {
  const first = e.children[0];
  const last = e.children.at(-1);
  if (!first || !last) return aroundClosing(e);
  const front = e.source.subarray(e.bodyStart, first.start);
  const line =
    latin1Text(front)
      .replace(/\r?\n$/, '')
      .lastIndexOf('\n') + 1;
  const behind = e.source.subarray(last.end, e.end);
  const closing = /^(?:\r?\n)?[^\n]*(?:\n|$)/.exec(latin1Text(behind))?.[0].length ?? 0;
  return [front.subarray(0, line), behind.subarray(closing)];
}

/** A multipart without a part may have its closing delimiter line all the same. */
function aroundClosing(e: Entity): readonly [Bytes, Bytes] {
  const body = bodyOctets(e);
  const text = `\n${latin1Text(body)}`;
  const line = `\n--${e.contentType.parameters.get('boundary') ?? ''}--`;
  const at = text.indexOf(line);
  if (at === -1) return [body, body.subarray(body.length)];
  const behind = body.indexOf(10, at + line.length);
  return [body.subarray(0, at), body.subarray(behind === -1 ? body.length : behind + 1)];
}

function fieldText(field: string): string {
  const colon = field.indexOf(':');
  return `${field.slice(0, colon).trim().toLowerCase()}: ${collapsed(field.slice(colon + 1))}`;
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const withLf = (text: string): string => text.replace(/\r\n/g, '\n');

/** The text of an XML file holds line breaks as LF, and no octets that are not ASCII as they were. */
function sameText(expected: string, octets: Bytes): boolean {
  const ascii = (text: string): string =>
    withLf(text)
      .replace(/[^\n -~\t]+/g, '?')
      .replace(/\s+$/, '');
  return ascii(expected) === ascii(latin1Text(octets));
}

/** The same octets, or for text the same characters, line breaks apart: mime4j writes text bodies anew. */
function sameBody(file: Bytes, e: Entity): boolean {
  const body = decodedBody(e);
  if (equal(file, body)) return true;
  return (
    withLf(latin1Text(file)) === withLf(latin1Text(body)) || withLf(utf8Text(file) ?? '') === withLf(decodedText(e))
  );
}

/** A part as MIME-tools tells of it: text with uuencoded files is a multipart of the text around them and the files. */
interface PerlPart {
  readonly entity: Entity;
  readonly kind: 'part' | 'text with files' | 'text around files' | 'file';
}

/** Differences between our tree and what MIME-tools tells of its own. */
export function compareWithPerl(reference: PerlReference, root: Entity): readonly string[] {
  const uuencode = reference.get('Parser')?.get('ExtractUuencode') === '1' ? 'extract' : 'leave';
  const ours = new Map<string, PerlPart>();
  const visit = (entity: Entity, name: string, prefix: string): void => {
    const files = uuencode === 'extract' && entity.children.length === 0 ? filesInText(entity) : [];
    ours.set(name, { entity, kind: files.length > 0 ? 'text with files' : 'part' });
    if (files.length > 0) ours.set(`${prefix}_1`, { entity, kind: 'text around files' });
    for (const [i, file] of files.entries()) ours.set(`${prefix}_${i + 2}`, { entity: file, kind: 'file' });
    for (const [i, child] of entity.children.entries()) visit(child, `${prefix}_${i + 1}`, `${prefix}_${i + 1}`);
  };
  visit(root, 'Msg', 'Part');
  const out: string[] = [];
  for (const name of ours.keys()) if (name !== 'Msg' && !reference.has(name)) out.push(`${name}: not theirs`);
  for (const [name, values] of reference) {
    const part = ours.get(name);
    if (name === 'Parser') continue;
    if (!part) out.push(`${name}: missing`);
    else for (const [key, value] of values) if (!agrees(part, key, value)) out.push(`${name}: ${key}`);
  }
  return out;
}

/** What has no header of its own is a file out of a text. */
function filesInText(e: Entity): readonly Entity[] {
  return attachmentsOf(e).filter((one) => one !== e && one.header.fields.length === 0);
}

function agrees({ entity: e, kind }: PerlPart, key: string, value: string): boolean {
  const parameter = (name: string): string => e.contentType.parameters.get(name)?.toLowerCase() ?? '';
  switch (key) {
    case 'Type':
      // The type of a file it guesses from its name.
      if (kind === 'file') return true;
      return kind === 'text with files' ? value === 'multipart/mixed' : declaredType(e) === value.toLowerCase();
    case 'Size':
      // MIME-tools' own test compares no sizes of text: they hang on the line breaks of the machine.
      return e.children.length > 0 || /^(?:text|message)/.test(declaredType(e)) || sizeOf(e) === Number(value);
    case 'Filename':
      return e.filename === value;
    case 'Charset':
    case 'Boundary':
      return parameter(key.toLowerCase()) === value.toLowerCase();
    case 'Encoding':
      return kind === 'file' || e.transferEncoding === value.toLowerCase();
    case 'Disposition':
      return kind === 'file' || e.disposition?.value === value.toLowerCase();
    case 'Subject':
    case 'From':
    case 'To':
      return collapsed(e.header.first(key) ?? '') === collapsed(value);
    default:
      return true;
  }
}

const sizeOf = (e: Entity): number => decodedBody(e).length;

/** What the field says, be it a type or not: MIME-tools tells that, and RFC 2045 5.2 what to take it for. */
function declaredType(e: Entity): string {
  const field = e.header.first('content-type');
  const isMalformed = e.defects.includes('malformed-content-type');
  return isMalformed && field !== undefined ? parseParameterized(field).value : e.contentType.value;
}

/** Every part lies in its parent's body, in order, without overlap. */
export function rangesHold(e: Entity): boolean {
  if (e.start > e.bodyStart || e.bodyStart > e.end || e.end > e.source.length) return false;
  let past = e.bodyStart;
  return e.children.every((child) => {
    if (child.source === e.source && (child.start < past || child.end > e.end)) return false;
    past = child.source === e.source ? child.end : past;
    return rangesHold(child);
  });
}
