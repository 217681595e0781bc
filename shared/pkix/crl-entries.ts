import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { children, contents, readTime, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type RevocationList } from './crl';
import { extensionValue, readExtensions } from './extension';
import { readGeneralNames } from './general-name';
import { type Name, sameName } from './name';

/** What an entry of a CRL says of one certificate, RFC 5280 5.3. */
export interface CrlEntry {
  readonly revokedAt: Date;
  /** Name of RFC 5280 5.3.1; undefined where none is given or it cannot be read. */
  readonly reason: string | undefined;
  readonly invalidityDate: Date | undefined;
}

export interface EntrySearch {
  readonly entry: CrlEntry | undefined;
  /** Some entry has a critical extension that is not understood: the list proves no certificate good (RFC 5280 5.3). */
  readonly isUnclear: boolean;
}

/** CRLReason by number. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** The name of a CRLReason in an ENUMERATED. */
export function reasonName(value: Tlv): string | undefined {
  const content = contents(value);
  return value.tag === ENUMERATED && content.length === 1 ? REASONS[content[0] as number] : undefined;
}

const ENUMERATED = 0x0a;

/**
 * The entry of one certificate, named by its serial (content of the INTEGER) and issuer; of several, one that revokes it.
 * Reads every entry without making an object of it, so that 10 MB take milliseconds. Indirect CRLs: an entry without
 * certificateIssuer is of the same issuer as the one before, at first that of the CRL (RFC 5280 5.3.3). Throws
 * `malformed-der`, and `limit` for an entry above `revocationFieldOctets`.
 */
export function findEntry(list: RevocationList, serial: Bytes, issuer: Name): EntrySearch {
  if (!list.entries) return { entry: undefined, isUnclear: false };
  const scan = new Scan(list.entries.octets, serial);
  const matches = new IssuerMatch(list.issuer, issuer);
  let entry: CrlEntry | undefined;
  for (let at = list.entries.contentStart; at < list.entries.contentEnd; at = scan.end) {
    scan.read(at, list.entries.contentEnd);
    if (!scan.isWanted) continue;
    const isRevoking = entry !== undefined && entry.reason !== 'removeFromCRL';
    if (!isRevoking && matches.at(scan)) entry = readEntry(scan.octets, at, scan.end);
  }
  return { entry, isUnclear: scan.isUnclear };
}

/** Number of entries. Throws as `findEntry`. */
export function countEntries({ entries }: RevocationList): number {
  let count = 0;
  if (!entries) return count;
  const scan = new Scan(entries.octets, new Uint8Array(0));
  for (let at = entries.contentStart; at < entries.contentEnd; at = scan.end) {
    scan.read(at, entries.contentEnd);
    count++;
  }
  return count;
}

function malformed(): SignetError {
  return new SignetError('malformed-der', 'an entry of a CRL is not as its definition');
}

/** Goes over entries by numbers alone. */
class Scan {
  readonly octets: Bytes;
  readonly #serial: Bytes;
  /** Of the value read last. */
  #content = 0;
  #next = 0;
  end = 0;
  isWanted = false;
  isUnclear = false;
  /** Where the value of the certificateIssuer in force stands; 0: none was met. */
  issuerAt = 0;
  issuerEnd = 0;

  constructor(octets: Bytes, serial: Bytes) {
    this.octets = octets;
    this.#serial = serial;
  }

  /** The entry at `at`. */
  read(at: number, limit: number): void {
    this.#value(at, limit, TAG.sequence);
    const end = this.#next;
    if (end - at > LIMITS.revocationFieldOctets) {
      throw new SignetError('limit', 'an entry of a CRL is too large', 'revocationFieldOctets');
    }
    this.#value(this.#content, end, TAG.integer);
    this.isWanted = this.#isSerial();
    const date = this.octets[this.#next];
    this.#value(this.#next, end, date === TAG.utcTime ? TAG.utcTime : TAG.generalizedTime);
    if (this.#next < end) this.#extensions(this.#next, end);
    this.end = end;
  }

  #isSerial(): boolean {
    if (this.#next - this.#content !== this.#serial.length) return false;
    for (let i = 0; i < this.#serial.length; i++) {
      if (this.octets[this.#content + i] !== this.#serial[i]) return false;
    }
    return true;
  }

  #extensions(at: number, end: number): void {
    this.#value(at, end, TAG.sequence);
    if (this.#next !== end) throw malformed();
    for (let next = this.#content; next < end; next = this.#next) this.#extension(next, end);
  }

  #extension(at: number, limit: number): void {
    this.#value(at, limit, TAG.sequence);
    const end = this.#next;
    this.#value(this.#content, end, TAG.oid);
    const kind = this.#next - this.#content === 3 ? this.#certificateExtension() : 0;
    let critical = false;
    if (this.octets[this.#next] === TAG.boolean && this.#next < end) {
      this.#value(this.#next, end, TAG.boolean);
      critical = this.octets[this.#content] !== 0;
    }
    this.#value(this.#next, end, TAG.octetString);
    if (this.#next !== end) throw malformed();
    if (kind === CERTIFICATE_ISSUER) {
      this.issuerAt = this.#content;
      this.issuerEnd = end;
    } else if (critical && !UNDERSTOOD.includes(kind)) this.isUnclear = true;
  }

  /** The last arc of an identifier under 2.5.29, else 0. */
  #certificateExtension(): number {
    const { octets } = this;
    const isCertificateExtension = octets[this.#content] === 0x55 && octets[this.#content + 1] === 0x1d;
    return isCertificateExtension ? (octets[this.#content + 2] as number) : 0;
  }

  /** A value of `tag` in DER; its ends are kept. */
  #value(at: number, limit: number, tag: number): void {
    const { octets } = this;
    if (at + 2 > limit || octets[at] !== tag) throw malformed();
    let length = octets[at + 1] as number;
    let content = at + 2;
    if (length > 0x7f) {
      const count = length & 0x7f;
      if (count === 0 || count > 4 || content + count > limit) throw malformed();
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + (octets[content + i] as number);
      content += count;
    }
    this.#content = content;
    this.#next = content + length;
    if (this.#next > limit) throw malformed();
  }
}

const CERTIFICATE_ISSUER = 29;
/** Last arcs of reasonCode and invalidityDate. */
const UNDERSTOOD: readonly number[] = [21, 24];

/** Whose certificates the entries are of. Names are read only where a serial number fits, and once in a row. */
class IssuerMatch {
  readonly #wanted: Name;
  readonly #ofList: boolean;
  #known = 0;
  #matches = false;

  constructor(listIssuer: Name, wanted: Name) {
    this.#wanted = wanted;
    this.#ofList = sameName(listIssuer, wanted);
  }

  at({ octets, issuerAt, issuerEnd }: Scan): boolean {
    if (issuerAt === 0) return this.#ofList;
    if (issuerAt !== this.#known) {
      const names = readGeneralNames(extensionValue(octets.subarray(issuerAt, issuerEnd)));
      this.#matches = names.some((name) => name.kind === 'directory' && sameName(name.name, this.#wanted));
      this.#known = issuerAt;
    }
    return this.#matches;
  }
}

function readEntry(octets: Bytes, at: number, end: number): CrlEntry {
  const [, date, list] = children(readTlv(octets, at, end));
  if (!date) throw malformed();
  const extensions = list ? readExtensions(list) : [];
  const value = (id: string): Tlv | undefined => {
    const found = extensions.find((one) => one.id === id);
    return found && extensionValue(found.value);
  };
  const reason = value(OID.cRLReason);
  const invalidity = value(OID.invalidityDate);
  return {
    revokedAt: readTime(date),
    reason: reason && reasonName(reason),
    invalidityDate: invalidity && readTime(invalidity),
  };
}
