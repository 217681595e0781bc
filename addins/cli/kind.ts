import {
  type Bytes,
  fromBase64,
  latin1Text,
  isSignedProfile,
  looksLikeMessage,
  looksLikeProfile,
  parseCertificate,
  parseEntity,
  pemBlocks,
  readContentInfo,
} from '../../shared/index';

export type InputKind = 'message' | 'cms' | 'pfx' | 'profile' | 'certificates' | 'crl' | 'csr' | 'key' | 'unknown';

export interface Input {
  readonly kind: InputKind;
  /** What the kind is read from: a message without its mailbox line, binary without its armor. */
  readonly octets: Bytes;
}

/** Finds out by content what a file is. RFC 7468 labels, the first octets of DER, else a mail header in front. */
export function readInput(octets: Bytes): Input {
  if (octets[0] === 0x30) {
    const kind = binaryKind(octets);
    if (kind === 'cms' && isSignedProfile(octets)) return { kind: 'profile', octets };
    if (kind !== 'unknown') return { kind, octets };
  }
  if (looksLikeProfile(octets)) return { kind: 'profile', octets };
  const start = latin1Text(octets.subarray(0, 4096)).trimStart();
  if (!start.startsWith('-----BEGIN ')) {
    const message = withoutMailboxLine(octets);
    if (looksLikeMessage(message)) return { kind: 'message', octets: message };
  }
  return armored(octets) ?? bareBase64(octets, start) ?? oddMessage(withoutMailboxLine(octets));
}

/** QUIRK: files of mailboxes begin with "From sender date"; some writers quote it with '>'. */
function withoutMailboxLine(octets: Bytes): Bytes {
  let at = 0;
  while (octets[at] === 13 || octets[at] === 10) at++;
  if (!/^>?From /.test(latin1Text(octets.subarray(at, at + 6)))) return octets.subarray(at);
  const end = octets.indexOf(10, at);
  return end < 0 ? octets.subarray(octets.length) : octets.subarray(end + 1);
}

const LABELS: readonly (readonly [RegExp, InputKind])[] = [
  [/^(PKCS ?#?7( SIGNED DATA)?|CMS)$/, 'cms'],
  [/^(X509 |TRUSTED )?CERTIFICATE$/, 'certificates'],
  [/^(X509 )?CRL$/, 'crl'],
  [/^(NEW )?CERTIFICATE REQUEST$/, 'csr'],
  [/PRIVATE KEY$/, 'key'],
  [/^PKCS12$/, 'pfx'],
];

function armored(octets: Bytes): Input | undefined {
  for (const { label, octets: inside } of pemBlocks(octets)) {
    const kind = LABELS.find(([pattern]) => pattern.test(label))?.[1];
    if (kind === 'cms') return { kind: cmsKind(inside), octets: inside };
    if (kind === 'pfx' || kind === 'crl' || kind === 'csr') return { kind, octets: inside };
    if (kind) return { kind, octets };
  }
  return undefined;
}

function bareBase64(octets: Bytes, start: string): Input | undefined {
  if (!/^MI[A-Za-z0-9+/]/.test(start)) return undefined;
  const inside = fromBase64(latin1Text(octets));
  const kind = inside ? binaryKind(inside) : 'unknown';
  return inside && kind !== 'unknown' ? { kind, octets: inside } : undefined;
}

/** A file that begins with some header field, if with none that mail usually has. */
function oddMessage(octets: Bytes): Input {
  if (!/^[!-9;-~]{1,80}[ \t]*:/.test(latin1Text(octets.subarray(0, 100)))) return { kind: 'unknown', octets };
  const isMessage = parseEntity(octets).header.fields.length > 0;
  return { kind: isMessage ? 'message' : 'unknown', octets };
}

/** Where the content of the value at `at` begins; undefined where there is no value. */
function contentStart(octets: Bytes, at: number): number | undefined {
  const first = octets[at + 1];
  if (first === undefined) return undefined;
  return first <= 0x80 ? at + 2 : at + 2 + (first & 0x7f);
}

/** Where the next value begins. */
function nextValue(octets: Bytes, at: number): number | undefined {
  const start = contentStart(octets, at);
  const first = octets[at + 1];
  if (start === undefined || first === undefined || first === 0x80) return undefined;
  if (first < 0x80) return start + first;
  let length = 0;
  for (let i = at + 2; i < start; i++) length = length * 256 + (octets[i] ?? 0);
  return start + length;
}

/** The kind of DER or BER by its first values: enough for files that are cut off too. */
function binaryKind(octets: Bytes): InputKind {
  const first = contentStart(octets, 0);
  if (first === undefined) return 'unknown';
  const tag = octets[first];
  if (tag === 0x06) return cmsKind(octets);
  if (tag === 0x02) return versionKind(octets[first + 1], octets[first + 2]);
  if (tag !== 0x30) return 'unknown';
  if (isCertificate(octets)) return 'certificates';
  return sequenceKind(octets, contentStart(octets, first));
}

/** PFX is of version 3, private keys are of version 0 or 1 (RFC 7292, RFC 5958, RFC 8017, RFC 5915). */
function versionKind(length: number | undefined, version: number | undefined): InputKind {
  if (length !== 1 || version === undefined) return 'unknown';
  return version === 3 ? 'pfx' : version <= 1 ? 'key' : 'unknown';
}

/** Whether DER ends before its own length; false for anything that is not DER. */
export function isCutOff(octets: Bytes): boolean {
  const end = octets[0] === 0x30 ? nextValue(octets, 0) : undefined;
  return end !== undefined && end > octets.length;
}

/** Certificate, CertificateList, CertificationRequest or EncryptedPrivateKeyInfo, by how the inner SEQUENCE begins. */
function sequenceKind(octets: Bytes, at: number | undefined): InputKind {
  if (at === undefined) return 'unknown';
  const tag = octets[at];
  if (tag === 0x06) return 'key';
  if (tag === 0xa0) return 'certificates';
  if (tag === 0x30) return 'crl';
  if (tag !== 0x02) return 'unknown';
  // INTEGER 0 of a request is followed by its subject, INTEGER 1 of a revocation list by an algorithm.
  const second = nextValue(octets, at);
  const inside = second === undefined ? undefined : contentStart(octets, second);
  const isAlgorithm = inside !== undefined && octets[inside] === 0x06;
  const isOne = octets[at + 1] === 1 && octets[at + 2] === 1;
  if (isOne && isAlgorithm) return 'crl';
  return isAlgorithm ? 'certificates' : 'csr';
}

function isCertificate(octets: Bytes): boolean {
  try {
    parseCertificate(octets);
    return true;
  } catch {
    return false;
  }
}

/** Certificates-only SignedData is a way to write certificates (.p7b). */
function cmsKind(octets: Bytes): 'cms' | 'certificates' {
  return isCertificatesOnly(octets) ? 'certificates' : 'cms';
}

function isCertificatesOnly(octets: Bytes): boolean {
  try {
    return readContentInfo(octets).kind === 'certs-only';
  } catch {
    return false;
  }
}
