import { parseMailboxes } from '../mime/address';
import { decodeEncodedWords } from '../mime/encoded-word';
import { type Entity } from '../mime/entity';
import {
  fieldKey,
  fieldKeys,
  type FieldText,
  hasLegacyDisplay,
  type HeaderProtectionForm,
  messageFields,
  policyOf,
  protectedHeader,
  type ProtectedHeader,
  sameSender,
} from '../mime/header-protection';
import { type HeaderPolicy } from '../mime/header-protection-policy';
import { cryptographicForm } from './cryptographic-layer';

/** RFC 9788 4.3. "Signed" means that the message as a whole is `signed-valid`. */
export type FieldProtection = 'unprotected' | 'signed-only' | 'encrypted-only' | 'signed-and-encrypted';

export interface ProtectedField {
  /** Lower case. */
  readonly name: string;
  /** As the composer protected it, encoded words decoded. */
  readonly value: string;
  /** The same with its encoded words as they are: where addresses stand in it, they are read from this (RFC 2047 6.2). */
  readonly raw: string;
  readonly protection: FieldProtection;
  /** The composer says to have left it out of the outer header, or to have put another value there. */
  readonly isConfidential: boolean;
  /** What the outer header says now, decoded, of several fields of a name the one in the same place; left out: nothing. */
  readonly outside?: string;
}

/** What the cryptographic payload of a message says of its header, and what of that holds. Plain data. */
export interface HeaderProtection {
  readonly form: HeaderProtectionForm;
  /** What the composer meant: to sign, or to encrypt too. In the older forms taken from the layers that are there. */
  readonly hp: 'clear' | 'cipher';
  /** In order. */
  readonly fields: readonly ProtectedField[];
  /** The protected From names nobody but the outer one (RFC 9788 4.4); true where From was not protected. */
  readonly fromMatches: boolean;
  /** The registered policy that the composer's choices come to; left out where none does, or nothing was encrypted. */
  readonly policy?: HeaderPolicy;
  /** Text parts repeat fields for readers without header protection; they are not shown. */
  readonly hasLegacyDisplay: boolean;
}

/** What came of the layers around the payload. */
export interface Envelope {
  /** The message has a signed or encrypted layer, whatever became of it. */
  readonly isThere: boolean;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
}

/**
 * The protected header of a payload under the outer header of `message`, and the entity to show; undefined where it has
 * none. Without any layer hp is reported as a claim, which is all it is, and the older forms are not looked for.
 */
export function headerOf(
  payload: Entity,
  message: Entity,
  envelope: Envelope,
): { readonly protection: HeaderProtection; readonly root: Entity } | undefined {
  const header = readHeaderOf(payload);
  if (!header || (!envelope.isThere && header.form !== 'hp')) return undefined;
  return { protection: judgeHeader(header, message, envelope), root: header.root };
}

/** RFC 9788 4: the protected value wherever there is one. */
export function shownSubject(header: { readonly protection: HeaderProtection } | undefined, message: Entity): string {
  const field = header?.protection.fields.find(({ name }) => name === 'subject');
  return field?.value ?? decodeEncodedWords(message.header.first('subject') ?? '');
}

/** Whom the protected From names where that is not the one sender outside; undefined where nothing contradicts. */
export function contradictingSender(payload: Entity, message: Entity): string | undefined {
  const from = fromOf(readHeaderOf(payload));
  if (from.length === 0 || sameSender(from, message.header.all('from'))) return undefined;
  return from
    .flatMap(parseMailboxes)
    .map(({ address }) => address)
    .join(', ');
}

function readHeaderOf(payload: Entity): ProtectedHeader | undefined {
  return protectedHeader(payload, (message) => cryptographicForm(message, 'root').kind !== 'none');
}

function fromOf(header: ProtectedHeader | undefined): readonly string[] {
  return header?.fields.filter(({ name }) => name === 'from').map(({ value }) => value) ?? [];
}

/**
 * Judges each protected field (RFC 9788 4.3.1) of a payload that stands under the outer header of `message`. Where an
 * older form does not say what the composer put outside, the outer header as received is taken for it (4.10.2).
 */
function judgeHeader(header: ProtectedHeader, message: Entity, envelope: Envelope): HeaderProtection {
  const hp = header.hp ?? (envelope.isEncrypted ? 'cipher' : 'clear');
  const outer = messageFields(message);
  const received = valuesByName(outer);
  const composed = fieldKeys(header.outside ?? outer);
  const isHidden = (field: FieldText): boolean => hp === 'cipher' && !composed.has(fieldKey(field));
  const policy = hp === 'cipher' && header.outside ? policyOf(header.fields, header.outside) : undefined;
  const from = fromOf(header);
  return {
    form: header.form,
    hp,
    fields: header.fields.map((field) => {
      const outside = received.get(field.name)?.shift();
      const isConfidential = isHidden(field);
      return {
        name: field.name,
        value: decodeEncodedWords(field.value),
        raw: field.value,
        protection: protectionOf(isConfidential, envelope),
        isConfidential,
        ...(outside !== undefined && { outside: decodeEncodedWords(outside) }),
      };
    }),
    fromMatches: from.length === 0 || sameSender(from, message.header.all('from')),
    ...(policy && { policy }),
    hasLegacyDisplay: hasLegacyDisplay(header.root),
  };
}

function valuesByName(fields: readonly FieldText[]): ReadonlyMap<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const list = values.get(name) ?? [];
    list.push(value);
    values.set(name, list);
  }
  return values;
}

function protectionOf(isConfidential: boolean, { isSigned, isEncrypted }: Envelope): FieldProtection {
  if (isConfidential && isEncrypted) return isSigned ? 'signed-and-encrypted' : 'encrypted-only';
  return isSigned ? 'signed-only' : 'unprotected';
}
