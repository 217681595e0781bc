import { type Bytes, concat, latin1Text } from '../../../shared/base/bytes';
import { type Entity } from '../../../shared/mime/entity';

/** A piece of a message's octets, and what the tree says it is. */
interface Piece {
  readonly kind: 'field' | 'header' | 'between' | 'body';
  readonly octets: Bytes;
}

/**
 * The pieces of an entity in the order of its octets: header fields, what stands beside them in the header, bodies of
 * leaves, and what stands between the parts of a multipart. Throws where two overlap or one lies outside.
 */
function piecesOf(e: Entity): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = e.start;
  const take = (kind: Piece['kind'], end: number): void => {
    if (end < at || end > e.end) throw new Error(`${kind} from ${at} to ${end} in an entity that ends at ${e.end}`);
    if (end > at) pieces.push({ kind, octets: e.source.subarray(at, end) });
    at = end;
  };
  for (const field of e.header.fields) {
    take('header', field.start);
    take('field', field.end);
  }
  take('header', e.bodyStart);
  // A message that was encoded is another source: its octets here are the encoded ones.
  const parts = e.children.filter((child) => child.source === e.source);
  for (const child of parts) {
    take('between', child.start);
    pieces.push(...piecesOf(child));
    at = child.end;
  }
  take(parts.length > 0 ? 'between' : 'body', e.end);
  return pieces;
}

/** The octets of an entity put together again from its tree. */
export function rewritten(e: Entity): Bytes {
  return concat(piecesOf(e).map(({ octets }) => octets));
}

/** Pieces that are not what the tree says they are: a field that does not begin with its name, a header's odd line. */
export function misfits(e: Entity): readonly string[] {
  const fields = e.header.fields.filter(({ name, start }) => {
    const text = latin1Text(e.source.subarray(start, start + name.length)).toLowerCase();
    return text !== name;
  });
  const odd = piecesOf(e).filter(({ kind, octets }) => kind === 'between' && !/--/.test(latin1Text(octets)));
  return [...fields.map(({ name }) => name), ...odd.map(({ octets }) => latin1Text(octets))];
}
