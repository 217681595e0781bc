import { type Bytes, type CanonicalOctets, concat, latin1Bytes, latin1Text, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { formatMailboxes } from './address';
import { canonicalForm, linesBefore } from './canonical-form';
import { type HeaderField, readHeader } from './header';
import { isStructural } from './header-protection';
import { addLegacyDisplay } from './header-protection-legacy';
import { type HeaderPolicy, outsideValue } from './header-protection-policy';

export interface HeaderProtectionOptions {
  /** The message will be encrypted: hp="cipher", with what stands outside in HP-Outer. Else hp="clear", nothing hidden. */
  readonly encrypt: boolean;
  /** What an encrypted message hides. Left out: `hcp_baseline`. */
  readonly policy?: HeaderPolicy;
  /** Repeats what is hidden in the text, for readers without header protection (RFC 9788 5.2.2, 5.2.3). */
  readonly legacyDisplay?: boolean;
  /** The one reader whom To names outside, without Cc; what `header` says of both stands inside. An addr-spec. */
  readonly namesOnly?: string;
}

export interface ProtectedParts {
  /** The cryptographic payload: what is signed and encrypted. */
  readonly payload: CanonicalOctets;
  /** The fields to stand above the protected entity, each line ended by CRLF. */
  readonly outer: Bytes;
}

/**
 * Puts the fields of a message into the header of its cryptographic payload (RFC 9788 5.2). `header`: the fields as
 * `composeHeader` makes them, without empty line; `entity`: Content-* header and body. Fields go in as they are, white
 * space at line ends apart; Bcc, trace fields and what mail programs write for themselves stay outside alone, and what is
 * about the content (Content-Language) stands inside alone. Throws `malformed-mime` for a header that is none.
 */
export function protectHeader(
  header: Bytes,
  entity: CanonicalOctets,
  { encrypt, policy = 'hcp_baseline', legacyDisplay = false, namesOnly }: HeaderProtectionOptions,
): ProtectedParts {
  const all = fieldsOf(header);
  const fields = all.filter(({ name }) => !name.startsWith('content-'));
  const inside = fields.filter(({ name }) => isProtected(name));
  const shown = encrypt ? fields.flatMap((field) => outsideField(field, policy)) : fields;
  const outside = namesOnly === undefined ? shown : readdressed(shown, [namesOnly]);
  const exposed = outside.filter(({ name }) => isProtected(name));
  const hidden = inside.filter((field) => !exposed.includes(field));
  const body = encrypt && legacyDisplay ? addLegacyDisplay(entity, hidden.map(fieldText)) : entity;
  const lines = [
    ...inside.map(({ text }) => text),
    'MIME-Version: 1.0\r\n',
    ...all.filter((field) => !fields.includes(field)).map(({ text }) => text),
    ...(encrypt ? exposed.map(({ text }) => `HP-Outer: ${text}`) : []),
  ];
  return {
    payload: withFields(lines.join(''), body, encrypt ? 'cipher' : 'clear'),
    outer: latin1Bytes(outside.map(({ text }) => text).join('')),
  };
}

/** A header of fields as `protectHeader` takes it, with these readers, addr-specs, in To and nobody in Cc. Throws as it does. */
export function addressedOnlyTo(readers: readonly string[], header: Bytes): Bytes {
  return latin1Bytes(
    readdressed(fieldsOf(header), readers)
      .map(({ text }) => text)
      .join(''),
  );
}

/** To comes where it, or Cc, was first; where neither was, last. */
function readdressed(fields: readonly WrittenField[], readers: readonly string[]): readonly WrittenField[] {
  const value = formatMailboxes(readers.map((address) => ({ name: '', address })));
  const to: WrittenField = { name: 'to', value, text: latin1Text(utf8Bytes(`To: ${value}\r\n`)) };
  const isAddressed = ({ name }: WrittenField): boolean => name === 'to' || name === 'cc';
  const place = fields.findIndex(isAddressed);
  const others = fields.filter((field) => !isAddressed(field));
  return place === -1 ? [...others, to] : [...others.slice(0, place), to, ...others.slice(place)];
}

/** A field to be written: `text` is its lines, octets as characters, each ended by CRLF. */
interface WrittenField {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

const fieldText = ({ text, value }: WrittenField): { name: string; value: string } => ({
  name: text.slice(0, text.indexOf(':')),
  value,
});

/** Fields that say how the message came or what a mail program does with it, not what its writer says. */
const LOCAL =
  /^(?:bcc|resent-bcc|received|return-path|fcc|hp-outer|x-(?:mozilla|signet)-.*|x-(?:identity|account)-key|x-enigmail-.*)$/;

/** What says how the body is to be read can stand in the entity alone. */
const ENTITY = new Set(['content-type', 'content-transfer-encoding', 'content-disposition']);

/** Whether a field, by its name in lower case, is among those that are protected inside. */
export function isProtected(name: string): boolean {
  return !isStructural(name) && !LOCAL.test(name);
}

function fieldsOf(header: Bytes): readonly WrittenField[] {
  const octets = canonicalForm(header);
  const section = readHeader(octets, 0, octets.length);
  const { fields } = section.header;
  const isWhole = section.bodyStart === octets.length && !section.defects.includes('malformed-header-line');
  if (!isWhole || fields.length === 0 || fields.some(({ name }) => ENTITY.has(name))) {
    throw new SignetError('malformed-mime', 'the header of a message is expected');
  }
  return fields.filter(({ name }) => name !== 'hp-outer').map((field) => writtenField(field, octets));
}

/** No line ends in white space, which relays take away, or is nothing but that (RFC 5322 3.2.2). */
function writtenField({ name, value, start, end }: HeaderField, octets: Bytes): WrittenField {
  const lines = latin1Text(octets.subarray(start, end)).split('\r\n');
  const text = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  return { name, value, text: `${text.join('\r\n')}\r\n` };
}

/** The same object where nothing is hidden of a field; empty where it is left out. */
function outsideField(field: WrittenField, policy: HeaderPolicy): readonly WrittenField[] {
  if (!isProtected(field.name)) return [field];
  const value = outsideValue(policy, field.name, field.value);
  if (value === undefined) return [];
  if (value === field.value) return [field];
  const name = field.text.slice(0, field.text.indexOf(':'));
  return [{ name: field.name, value, text: latin1Text(utf8Bytes(`${name}: ${value}\r\n`)) }];
}

/** The lines in front of the entity's own header, whose Content-Type says hp. */
function withFields(lines: string, entity: CanonicalOctets, hp: 'clear' | 'cipher'): CanonicalOctets {
  const { header } = readHeader(entity, 0, entity.length);
  const type = header.fields.find(({ name }) => name === 'content-type');
  const before = entity.subarray(0, type?.start ?? 0);
  const said = type ? latin1Text(entity.subarray(type.start, type.end)) : 'Content-Type: text/plain; charset=us-ascii';
  const contentType = `${said.replace(/[;\s]+$/, '')};\r\n hp="${hp}"\r\n`;
  return linesBefore(concat([latin1Bytes(lines), before, latin1Bytes(contentType)]), entity, type?.end ?? 0);
}
