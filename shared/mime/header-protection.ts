import { sameAddress, soleMailbox } from './address';
import { type Entity, isMessage, isMultipart } from './entity';
import { type HeaderField } from './header';
import { HEADER_POLICIES, type HeaderPolicy, outsideValue } from './header-protection-policy';

/**
 * How header fields were put under the protection of a message: by the hp parameter (RFC 9788), as message/rfc822
 * (RFC 8551 3.1), or by protected-headers="v1", which Enigmail and others wrote.
 */
export type HeaderProtectionForm = 'hp' | 'rfc8551' | 'protected-headers';

/** A field by its name in lower case and its value unfolded, encoded words as they are. */
export type FieldText = Pick<HeaderField, 'name' | 'value'>;

/** What a cryptographic payload says of its header (RFC 9788 4.2). Everything in it is a claim of whoever wrote it. */
export interface ProtectedHeader {
  readonly form: HeaderProtectionForm;
  /** The composer meant to sign only, or to encrypt too; undefined where an older form does not say. */
  readonly hp: 'clear' | 'cipher' | undefined;
  /** Non-structural fields of the message, in order. */
  readonly fields: readonly FieldText[];
  /** What the composer let stand outside (HP-Outer); undefined where an older form does not say. */
  readonly outside: readonly FieldText[] | undefined;
  /** What is shown: the payload, or the message inside it. */
  readonly root: Entity;
}

/** RFC 9787 1.1.1: fields about the MIME structure rather than the message. */
export function isStructural(name: string): boolean {
  return /^(?:content-|mime-version$)/i.test(name);
}

/**
 * The protected header of a cryptographic payload; undefined where it has none. `payload` must be the root inside the
 * innermost layer of a message: anywhere else hp means nothing (RFC 9788 4.1). A message/rfc822 that says
 * forwarded="yes", or that holds a protected message, is a forwarded one (4.10.1); telling the latter is `holdsLayer`.
 */
export function protectedHeader(
  payload: Entity,
  holdsLayer: (message: Entity) => boolean,
): ProtectedHeader | undefined {
  const hp = hpOf(payload);
  if (hp !== undefined) {
    const outside = hp === 'cipher' ? payload.header.all('hp-outer').flatMap(outerField) : [];
    return { form: 'hp', hp, fields: messageFields(payload), outside, root: payload };
  }
  if (isMessage(payload)) {
    const [message] = payload.children;
    const isForwarded = payload.contentType.parameters.get('forwarded')?.toLowerCase() === 'yes';
    if (!message || isForwarded || hpOf(message) !== undefined || holdsLayer(message)) return undefined;
    return { form: 'rfc8551', hp: undefined, fields: messageFields(message), outside: undefined, root: message };
  }
  if (payload.contentType.parameters.get('protected-headers')?.toLowerCase() !== 'v1') return undefined;
  const fields = messageFields(payload);
  return { form: 'protected-headers', hp: undefined, fields, outside: undefined, root: payload };
}

function hpOf(entity: Entity): 'clear' | 'cipher' | undefined {
  const value = entity.contentType.parameters.get('hp')?.toLowerCase();
  return value === 'clear' || value === 'cipher' ? value : undefined;
}

/** Non-structural fields of an entity's own header. */
export function messageFields(entity: Entity): readonly FieldText[] {
  return entity.header.fields
    .filter(({ name }) => !isStructural(name) && name !== 'hp-outer')
    .map(({ name, value }) => ({ name, value }));
}

/** RFC 9788 4.2.1: name and value, parted by the first colon. */
function outerField(value: string): readonly FieldText[] {
  const colon = value.indexOf(':');
  const name = value.slice(0, colon).trim().toLowerCase();
  return colon < 1 || isStructural(name) ? [] : [{ name, value: value.slice(colon + 1).trim() }];
}

/** Equal for fields that are equal but for folding (RFC 5322 2.2.3). There may be thousands: compare them by this alone. */
export function fieldKey({ name, value }: FieldText): string {
  return `${name}:${value.replace(/[ \t]+/g, ' ').trim()}`;
}

export function fieldKeys(fields: readonly FieldText[]): ReadonlySet<string> {
  return new Set(fields.map(fieldKey));
}

/** RFC 9788 4.4.1.1: both headers name one sender, and it is the same. */
export function sameSender(inner: readonly string[], outer: readonly string[]): boolean {
  const [one, other] = [soleMailbox(inner), soleMailbox(outer)];
  return one !== undefined && other !== undefined && sameAddress(one.address, other.address);
}

/**
 * The registered policy that makes of the protected fields what stands outside, the least hiding of several; undefined
 * where none does. No message says its policy (RFC 9788 3): this is for people who look for the cause of something.
 */
export function policyOf(fields: readonly FieldText[], outside: readonly FieldText[]): HeaderPolicy | undefined {
  const keys = fieldKeys(outside);
  return HEADER_POLICIES.find((policy) => {
    const expected = fields.flatMap(({ name, value }) => {
      const left = outsideValue(policy, name, value);
      return left === undefined ? [] : [{ name, value: left.replace(/\r\n/g, '') }];
    });
    return expected.length === outside.length && expected.every((field) => keys.has(fieldKey(field)));
  });
}

/** A text part carries fields for readers without header protection (RFC 9788 4.5.3.1). */
export function hasLegacyDisplay(entity: Entity): boolean {
  if (isMultipart(entity)) return entity.children.some(hasLegacyDisplay);
  const { value, parameters } = entity.contentType;
  return (value === 'text/plain' || value === 'text/html') && parameters.get('hp-legacy-display') === '1';
}
