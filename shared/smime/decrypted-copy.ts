import { type Bytes, concat, hex, latin1Bytes, latin1Text } from '../base/bytes';
import { digest } from '../base/digest';
import { canonicalForm } from '../mime/canonical-form';
import { type Entity } from '../mime/entity';
import { type HeaderField } from '../mime/header';
import { isStructural } from '../mime/header-protection';
import { type Layer } from '../verdict/verdict';
import { cryptographicForm } from './cryptographic-layer';
import { type OpenedMessage } from './open-context';

/** Says that a message is a copy that was decrypted here, and of which octets. A claim like any other field. */
export const DECRYPTED_FIELD = 'X-Signet-Decrypted';

/** A message as it would stand without its encryption. */
export interface DecryptedCopy {
  readonly octets: Bytes;
  /** Without its brackets. Made of the message's digest where it had none. */
  readonly messageId: string;
  /** A signature stood around the encryption and does not fit what is inside. */
  readonly losesSignature: boolean;
}

/**
 * The message without the encryption around it: the fields of its outer header, the protected ones as they were meant
 * (RFC 9788 4), and what was encrypted, which keeps its signatures octet for octet. The same message always gives the same
 * octets. Undefined where it is not encrypted or did not open. Nothing is checked of what is inside; a protected From counts
 * only where it names the outer one's address.
 */
export async function decryptedCopy(octets: Bytes, opened: OpenedMessage): Promise<DecryptedCopy | undefined> {
  const message = opened.entities.get('0');
  const inside = opened.encryption.state === 'opened' ? insideEncryption(opened) : undefined;
  if (!message || !inside) return undefined;
  const name = hex(await digest('sha256', octets));
  const restored = restoredFields(opened);
  const isRestored = (field: HeaderField): boolean => restored.some((one) => one.name === field.name);
  const kept = message.header.fields.filter((field) => isKept(field) && !isRestored(field));
  const ids = [...kept, ...restored].filter((field) => field.name === 'message-id');
  const messageId = ids[0]?.value.replace(/^<|>$/g, '') ?? `${name}@decrypted.invalid`;
  const lines = [
    ...kept.map((field) => fieldOctets(message, field)),
    ...restored.map((field) => fieldOctets(opened.root, field)),
    ...(ids.length === 0 ? [latin1Bytes(`Message-ID: <${messageId}>\r\n`)] : []),
    latin1Bytes(`${DECRYPTED_FIELD}: sha-256=${name}\r\nMIME-Version: 1.0\r\n`),
    ...structureOf(inside.entity),
    latin1Bytes('\r\n'),
    bodyOf(inside.entity),
  ];
  return { octets: concat(lines), messageId, losesSignature: inside.losesSignature };
}

const ENCRYPTED: ReadonlySet<Layer['type']> = new Set(['enveloped', 'auth-enveloped', 'encrypted']);

/** What is inside the innermost encryption, layers and all. */
function insideEncryption(
  opened: OpenedMessage,
): { readonly entity: Entity; readonly losesSignature: boolean } | undefined {
  const chain = rootChain(opened.layers[0]);
  const last = chain.map(({ type }) => ENCRYPTED.has(type)).lastIndexOf(true);
  if (last === -1) return undefined;
  const outside = chain.slice(0, last);
  const inside = chain.slice(last + 1);
  // Bare CMS has no entity: what is inside it stands for it then.
  const at = inside.findIndex(({ path }) => opened.entities.has(path));
  const entity = opened.entities.get(inside[at]?.path ?? '');
  if (!entity) return undefined;
  const lost = [...outside, ...inside.slice(0, at)];
  const losesSignature = lost.some(({ type }) => type === 'signed-clear' || type === 'signed-opaque');
  // The older wrapping in message/rfc822 (RFC 8551 3.1) was for the sake of the encryption.
  const isWrapped = opened.headerProtection?.form === 'rfc8551' && cryptographicForm(entity, 'root').kind === 'none';
  return { entity: isWrapped ? opened.root : entity, losesSignature };
}

/** The layers around each other; what stands beside other parts is none of them. */
function rootChain(layer: Layer | undefined): readonly Layer[] {
  if (!layer) return [];
  return layer.type === 'mime' ? [layer] : [layer, ...rootChain(layer.children[0])];
}

/** Notes of Thunderbird and of ours would be believed where they stand in front. */
const isForeign = (name: string): boolean => /^x-(?:mozilla|signet)-/.test(name);
const isKept = ({ name }: HeaderField): boolean => !isStructural(name) && !isForeign(name);

/** Fields of the protected header, which stand in `opened.root`. */
function restoredFields({ headerProtection, root }: OpenedMessage): readonly HeaderField[] {
  if (!headerProtection) return [];
  const names = new Set(headerProtection.fields.map(({ name }) => name));
  if (!headerProtection.fromMatches) names.delete('from');
  return root.header.fields.filter((field) => names.has(field.name) && isKept(field) && field.name !== 'hp-outer');
}

/** The fields about the structure. That the header was hidden (hp) is no longer so where nothing signs it. */
function structureOf(entity: Entity): readonly Bytes[] {
  return entity.header.fields
    .filter(({ name }) => name.startsWith('content-'))
    .map((field) => {
      const line = latin1Text(fieldOctets(entity, field));
      return latin1Bytes(field.name === 'content-type' ? line.replace(/;\s*hp\s*=\s*"?(?:cipher|clear)"?/i, '') : line);
    });
}

function fieldOctets({ source }: Entity, { start, end }: HeaderField): Bytes {
  const octets = canonicalForm(source.subarray(start, end));
  return octets.at(-1) === 10 ? octets : concat([octets, latin1Bytes('\r\n')]);
}

/** As it is where something in it is signed, else with the line ends of mail; the last line ends in any case. */
function bodyOf(entity: Entity): Bytes {
  const octets = entity.source.subarray(entity.bodyStart, entity.end);
  const isSigned = cryptographicForm(entity, 'root').kind !== 'none';
  const body = isSigned ? octets : canonicalForm(octets);
  return body.length === 0 || body.at(-1) === 10 ? body : concat([body, latin1Bytes('\r\n')]);
}
