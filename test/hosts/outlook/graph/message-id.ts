/**
 * Item ids as two systems write them. Graph's form has `-` and `_` where the form of EWS and office.js has `/` and `+`
 * (`mailbox.convertToRestId` changes one into the other): each id of this stand-in has both, so that a caller that
 * forgets to convert is found out.
 */
const PREFIX = 'AAMkADSignet-';
const SUFFIX = '_AAA=';

export function restIdOf(key: string): string {
  return `${PREFIX}${key}${SUFFIX}`;
}

/** The key in a Graph id; undefined for anything else. */
export function keyOfRestId(id: string): string | undefined {
  if (!id.startsWith(PREFIX) || !id.endsWith(SUFFIX)) return undefined;
  const key = id.slice(PREFIX.length, -SUFFIX.length);
  return /^[0-9a-f]{16}$/.test(key) ? key : undefined;
}

export function ewsIdOf(restId: string): string {
  return restId.replace(/-/g, '/').replace(/_/g, '+');
}

export function restIdOfEws(ewsId: string): string {
  return ewsId.replace(/\//g, '-').replace(/\+/g, '_');
}
