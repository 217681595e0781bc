import { type Bytes } from '../base/bytes';
import { unarmorCms } from '../cms/armor';
import { readContentInfo } from '../cms/content-info';
import { decodedBody, type Entity, type EntityDefect } from '../mime/entity';

/** What an entity says it is, before anything of it is checked. */
export type CryptographicForm =
  | { readonly kind: 'none' }
  /** multipart/signed of S/MIME (RFC 8551 3.5.3) with its two parts. */
  | { readonly kind: 'clear'; readonly signed: Entity; readonly signature: Entity }
  /** multipart/signed of S/MIME without precisely two parts, or with two meanings: nothing says what was signed. */
  | { readonly kind: 'clear-damaged' }
  /** `isOwn`: the octets are no range of the entity's. */
  | { readonly kind: 'cms'; readonly cms: Bytes; readonly claim: CmsClaim; readonly isOwn: boolean };

/** What the header lets one expect of CMS that turns out to be unreadable. */
export type CmsClaim = 'signed' | 'enveloped' | 'certificates' | 'unknown';

const CR = 13;
const LF = 10;

const SIGNATURE_TYPES = new Set(['application/pkcs7-signature', 'application/x-pkcs7-signature']);
const MIME_TYPES = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);
const GENERIC_TYPES = new Set(['application/octet-stream', 'application/binary', 'application/x-smime']);

/**
 * Recognizes the S/MIME form of an entity by what it holds: smime-type and file name may lie or lack (RFC 8551 3.2.1,
 * 3.2.2). A signature that stands alone as a part is a file, not a layer; as the whole message it is looked into.
 * PGP/MIME and other uses of multipart/signed are not ours.
 */
export function cryptographicForm(entity: Entity, place: 'root' | 'part'): CryptographicForm {
  const type = entity.contentType.value;
  if (type === 'multipart/signed') return clearForm(entity);
  if (MIME_TYPES.has(type)) return cmsForm(entity, cmsOctets(entity));
  if (!isNamedLikeCms(entity, place)) return { kind: 'none' };
  const cms = cmsOctets(entity);
  return isContentInfo(cms) ? cmsForm(entity, cms) : { kind: 'none' };
}

/** Two Content-Types, or two encodings, are read in two ways: what we verify need not be what another program shows. */
function cmsForm(entity: Entity, cms: Bytes): CryptographicForm {
  const isOwn = cms.buffer !== entity.source.buffer;
  return { kind: 'cms', cms: isTwofold(entity) ? new Uint8Array(0) : cms, claim: claimOf(entity), isOwn };
}

function clearForm(entity: Entity): CryptographicForm {
  const [signed, signature, ...more] = entity.children;
  const protocol = entity.contentType.parameters.get('protocol')?.trim().toLowerCase();
  // QUIRK: some gateways drop the protocol parameter; the second part then says what it is.
  const named = protocol ?? signature?.contentType.value ?? '';
  if (!SIGNATURE_TYPES.has(named)) return { kind: 'none' };
  if (!signed || !signature || more.length > 0 || isTwofold(entity) || hasLoneCr(entity, signed)) {
    return { kind: 'clear-damaged' };
  }
  return { kind: 'clear', signed, signature };
}

/**
 * What is passed over or read otherwise elsewhere: a field twice, a line that is no field, text on a delimiter line, a
 * boundary that needs to be guessed.
 */
const TWOFOLD: readonly EntityDefect[] = [
  'duplicate-field',
  'malformed-header-line',
  'loose-delimiter',
  'unclear-boundary',
];
const isTwofold = ({ defects }: Entity): boolean => TWOFOLD.some((defect) => defects.includes(defect));

/** A CR without LF around the signed part: Thunderbird ends a line there, and so may find a part that we do not. */
function hasLoneCr({ source, bodyStart, end }: Entity, signed: Entity): boolean {
  return [source.subarray(bodyStart, signed.start), source.subarray(signed.end, end)].some((octets) => {
    let at = octets.indexOf(CR);
    while (at !== -1 && octets[at + 1] === LF) at = octets.indexOf(CR, at + 2);
    return at !== -1;
  });
}

/** QUIRK: Exchange and web mailers send CMS as octet-stream under its customary file name (RFC 8551 3.2.1). */
function isNamedLikeCms(entity: Entity, place: 'root' | 'part'): boolean {
  const type = entity.contentType.value;
  if (SIGNATURE_TYPES.has(type)) return place === 'root';
  if (!GENERIC_TYPES.has(type)) return false;
  const suffixes = place === 'root' ? /\.p7[msz]$/i : /\.p7[mz]$/i;
  return suffixes.test(entity.filename ?? '');
}

/** The CMS of a part. QUIRK: base64 or PEM without the Content-Transfer-Encoding that would say so. */
export function cmsOctets(entity: Entity): Bytes {
  const body = decodedBody(entity);
  return unarmorCms(body) ?? body;
}

function isContentInfo(octets: Bytes): boolean {
  try {
    return readContentInfo(octets).kind !== 'unknown';
  } catch {
    return false;
  }
}

function claimOf(entity: Entity): CmsClaim {
  const type = entity.contentType.parameters.get('smime-type')?.toLowerCase() ?? '';
  if (type === 'certs-only') return 'certificates';
  if (type === 'enveloped-data' || type === 'authenveloped-data') return 'enveloped';
  return type === 'signed-data' || SIGNATURE_TYPES.has(entity.contentType.value) ? 'signed' : 'unknown';
}
