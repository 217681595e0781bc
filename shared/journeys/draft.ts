import { type Bytes, concat, latin1Bytes, latin1Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { type Work } from '../base/work';
import { bodyOctets, type Entity, entityOctets, parseEntity } from '../mime/entity';
import { DRAFT_COPY, DRAFT_FIELD, type DraftWish } from './draft-mark';
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
  const wish = WISHES.get(root.header.first(DRAFT_FIELD) ?? '');
  // What stands in a second layer was not written by whoever wrote the first, and could have been changed.
  const [outermost, ...others] = layers;
  const [only, ...more] = outermost?.children ?? [];
  const isOne = outermost?.type === 'auth-enveloped' && others.length + more.length === 0 && only?.type === 'mime';
  if (!isOne || wish === undefined) throw new SignetError('unsupported', 'no draft of ours', 'draft');
  return { ...wish, message: restored(parseEntity(entityOctets(root))) };
}

/** What `markedDraft` writes. */
const WISHES: ReadonlyMap<string, DraftWish> = new Map([
  ['none', { sign: false, encrypt: false }],
  ['sign', { sign: true, encrypt: false }],
  ['encrypt', { sign: false, encrypt: true }],
  ['sign encrypt', { sign: true, encrypt: true }],
]);
const ONLY_INSIDE = new Set(['hp-outer', DRAFT_FIELD.toLowerCase()]);
const COPY = DRAFT_COPY.toLowerCase();

/** Of what stands inside alone: anybody who keeps the mailbox can change what is outside. */
function restored(inner: Entity): Bytes {
  return concat([
    ...fieldsOf(inner, (name) => name === COPY).map((field) => field.slice(COPY.length + 2)),
    ...fieldsOf(inner, (name) => name !== COPY && !ONLY_INSIDE.has(name)).map(withoutHp),
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
