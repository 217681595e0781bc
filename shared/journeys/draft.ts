import { type Bytes, concat, latin1Bytes, latin1Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { type Work } from '../base/work';
import { bodyOctets, type Entity, entityOctets, parseEntity } from '../mime/entity';
import { DRAFT_FIELD, type DraftWish } from './draft-mark';
import { openMessage, type OpenPorts } from './open-message';

/**
 * The message of an encrypted draft as it was when it was kept: what was hidden of its header stands in it again. Rejects with
 * `unsupported` (`draft`) for what is no draft of ours, with `decryption-failed` where no key opens it, and with what `openMessage`
 * rejects with.
 */
export async function restoreDraft(
  octets: Bytes,
  ports: OpenPorts,
  work: Work = {},
): Promise<DraftWish & { readonly message: Bytes }> {
  const { encryption, layers, root } = await openMessage(octets, ports, work);
  if (encryption.state !== 'opened') throw new SignetError('decryption-failed', 'the draft stays closed');
  const wish = root.header.first(DRAFT_FIELD);
  const isOne = layers.length === 1 && layers[0]?.type === 'auth-enveloped';
  if (!isOne || wish === undefined) throw new SignetError('unsupported', 'no draft of ours', 'draft');
  const asked = wish.split(' ');
  const message = joined(parseEntity(octets), parseEntity(entityOctets(root)));
  return { sign: asked.includes('sign'), encrypt: asked.includes('encrypt'), message };
}

const ONLY_INSIDE = new Set(['hp-outer', DRAFT_FIELD.toLowerCase()]);
const OF_THE_ENVELOPE = /^(?:content-.*|mime-version|received|return-path|delivered-to)$/;

/** What mail programs write for themselves stands outside alone, and all else inside. */
function joined(outer: Entity, inner: Entity): Bytes {
  const inside = new Set(inner.header.fields.map(({ name }) => name));
  const isKept = (name: string): boolean => !inside.has(name) && !OF_THE_ENVELOPE.test(name) && !ONLY_INSIDE.has(name);
  return concat([
    ...fieldsOf(outer, isKept),
    ...fieldsOf(inner, (name) => !ONLY_INSIDE.has(name)).map(withoutHp),
    latin1Bytes('\r\n'),
    bodyOctets(inner),
  ]);
}

function fieldsOf(entity: Entity, isWanted: (name: string) => boolean): readonly Bytes[] {
  const { header, source } = entity;
  return header.fields.filter(({ name }) => isWanted(name)).map(({ start, end }) => source.slice(start, end));
}

/** RFC 9788 2.1: it says something of an encrypted message, which this is no more. */
function withoutHp(field: Bytes): Bytes {
  const text = latin1Text(field);
  return /^content-type:/i.test(text) ? latin1Bytes(text.replace(/;\s*hp="?cipher"?/i, '')) : field;
}
