import { type Bytes, type Der, equal, latin1Text } from '../base/bytes';
import { type ErrorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { advance, checkCancelled, type Work } from '../base/work';
import { type ContactFormat, readContactFile } from '../contacts/certificate-files';
import { type Contact } from '../contacts/contact';
import { type Certificate, findCertificates } from '../pkix/certificate';
import { comparableAddresses } from '../pkix/email-binding';
import { usableFor } from '../pkix/usable-for';
import { type KnownCertificate } from '../ports/certificate-directory';
import { keepCertificates, type KeepPorts } from './keep-certificates';

/**
 * What became of one certificate of a file. `waiting`: kept, and not used before its key is confirmed. `authority`: kept for
 * building paths, trusted by nobody. `elsewhere`: the file only says where it is. `too-many`: there are enough of its address, or of authorities.
 * The others are not kept.
 */
export type ImportOutcome =
  'added' | 'known' | 'waiting' | 'authority' | 'no-address' | 'not-for-mail' | 'unreadable' | 'elsewhere' | 'too-many';

export interface ImportedCertificate {
  /** Which of the files, from 0. */
  readonly file: number;
  /** Whose, as the certificate has it; of one that cannot be read, as the file has it. */
  readonly name: string;
  readonly addresses: readonly string[];
  readonly outcome: ImportOutcome;
  /** SHA-256, hexadecimal, where it was kept. */
  readonly fingerprint?: string;
  /** It has expired: it is used only by the user's word. */
  readonly isExpired?: boolean;
  /** Addresses for which its key waits. */
  readonly waiting?: readonly string[];
}

export interface ImportReport {
  /** The first of them, in order; `counts` are of all. */
  readonly certificates: readonly ImportedCertificate[];
  readonly counts: Readonly<Record<ImportOutcome, number>>;
  /** For each file what kept all of it out; undefined where nothing did. */
  readonly failures: readonly ({ readonly code: ErrorCode; readonly subject?: string } | undefined)[];
  /** There was more than is read of one import. */
  readonly isCut: boolean;
}

export interface ImportRequest {
  readonly files: readonly Bytes[];
  /** The SubjectPublicKeyInfo of who signed the message that the files were attached to, where that signature is good. */
  readonly vouchedBy?: Der;
}

/** Certificates that a report lists one by one. */
const LISTED = 500;

/**
 * Keeps the certificates of people in files, each entry by itself: one that is broken, or names nobody, keeps no other
 * out, nor does one file another. A key of an address that is known under another one waits to be confirmed. Gives no trust.
 * Rejects with `cancelled`, what was kept until then stays; where the store fails, the rest of the file is left and the
 * report says so.
 */
export async function importCertificates(
  request: ImportRequest,
  ports: KeepPorts,
  work: Work = {},
): Promise<ImportReport> {
  const report = new Report();
  const total = request.files.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  for (const [file, octets] of request.files.entries()) {
    const portion = (part: number): void => advance(work, done + Math.floor(part * octets.length), total);
    try {
      await importFile(octets, file, { request, ports, report, portion });
      report.failures.push(undefined);
    } catch (thrown) {
      checkCancelled(work);
      report.failures.push(faultOf(thrown));
    }
    done += octets.length;
  }
  return report.asData();
}

function faultOf(thrown: unknown): { readonly code: ErrorCode; readonly subject?: string } {
  if (!(thrown instanceof SignetError)) throw thrown;
  const { code, subject } = thrown;
  return { code, ...(subject !== undefined && { subject }) };
}

interface Importing {
  readonly request: ImportRequest;
  readonly ports: KeepPorts;
  readonly report: Report;
  /** Called with the part that is done, from 0 to 1. */
  readonly portion: (part: number) => void;
}

async function importFile(octets: Bytes, file: number, importing: Importing): Promise<void> {
  const { format, contacts, isCut } = readContactFile(octets);
  importing.report.isCut ||= isCut;
  if (contacts.every((one) => holdsNothing(one, format))) {
    throw new SignetError('malformed-certificate', 'no certificate was found');
  }
  for (const [index, contact] of contacts.entries()) {
    importing.portion(index / contacts.length);
    if (importing.report.total >= LIMITS.contacts) {
      importing.report.isCut = true;
      break;
    }
    await importContact(contact, file, importing);
  }
}

/** Of what is neither vCard, LDIF nor PEM it was only guessed that it is a certificate. */
function holdsNothing({ certificates, elsewhere, unreadable }: Contact, format: ContactFormat): boolean {
  const [only, ...more] = certificates;
  const isGuess = format === 'certificates' && more.length === 0 && unreadable === 0;
  return elsewhere + unreadable === 0 && (!only || (isGuess && findCertificates(only).length === 0));
}

async function importContact(contact: Contact, file: number, importing: Importing): Promise<void> {
  const { report } = importing;
  const { name, addresses } = contact;
  const read = contact.certificates.map(findCertificates);
  const faults = read.filter((one) => one.length === 0).length + contact.unreadable;
  report.addMany(faults, { file, name, addresses, outcome: 'unreadable' });
  report.addMany(contact.elsewhere, { file, name, addresses, outcome: 'elsewhere' });
  const found = [...new Map(read.flat().map((one) => [latin1Text(one.der), one])).values()];
  // More than one person has: a bundle of many people, none of whom vouches for another's.
  const isBundle = found.length > LIMITS.contactCertificates;
  const batches = isBundle ? found.slice(0, LIMITS.contacts).map((one) => [one]) : [found];
  for (const batch of batches) await importBatch(batch, file, name, importing);
}

async function importBatch(
  found: readonly Certificate[],
  file: number,
  name: string,
  { request, ports, report }: Importing,
): Promise<void> {
  const isTaken = (one: Certificate): boolean => unfit(one) === undefined && (!isAuthority(one) || report.takes(one));
  const kept = await keepCertificates(
    {
      certificates: found.filter(isTaken).map(({ der }) => der),
      source: { kind: 'imported' },
      ...(request.vouchedBy && { vouchedBy: request.vouchedBy }),
    },
    ports,
  );
  for (const certificate of found) {
    const entry = kept.find((one) => equal(one.entry.certificate, certificate.der));
    const outcome = entry ? outcomeOf(entry.entry, entry.isNew) : (unfit(certificate) ?? 'too-many');
    report.add({
      file,
      name: certificate.subject.commonName ?? certificate.addresses[0] ?? name,
      addresses: certificate.addresses,
      outcome,
      ...(entry && { fingerprint: entry.entry.fingerprint }),
      ...(entry && entry.entry.waiting.length > 0 && { waiting: entry.entry.waiting }),
      ...(ports.clock.now() > certificate.notAfter && { isExpired: true }),
    });
  }
}

const isAuthority = ({ basicConstraints }: Certificate): boolean => basicConstraints?.ca === true;

/** Why a certificate is not kept; undefined where it is. */
function unfit(certificate: Certificate): 'no-address' | 'not-for-mail' | undefined {
  if (isAuthority(certificate)) return undefined;
  if (comparableAddresses(certificate).length === 0) return 'no-address';
  return usableFor(certificate, 'encrypt') || usableFor(certificate, 'sign') ? undefined : 'not-for-mail';
}

function outcomeOf({ role, waiting }: KnownCertificate, isNew: boolean): ImportOutcome {
  if (role === 'authority') return 'authority';
  if (waiting.length > 0) return 'waiting';
  return isNew ? 'added' : 'known';
}

class Report {
  readonly #certificates: ImportedCertificate[] = [];
  readonly #counts: Record<ImportOutcome, number> = {
    added: 0,
    known: 0,
    waiting: 0,
    authority: 0,
    'no-address': 0,
    'not-for-mail': 0,
    unreadable: 0,
    elsewhere: 0,
    'too-many': 0,
  };
  readonly #authorities = new Set<string>();
  readonly failures: ReturnType<typeof faultOf | (() => undefined)>[] = [];
  isCut = false;
  total = 0;

  /** Whether there is room for an authority. One that is taken already needs none: each person of a file may bring it. */
  takes({ der }: Certificate): boolean {
    const key = latin1Text(der);
    if (this.#authorities.size < LIMITS.importedAuthorities) this.#authorities.add(key);
    return this.#authorities.has(key);
  }

  add(one: ImportedCertificate): void {
    this.total++;
    this.#counts[one.outcome]++;
    if (this.#certificates.length < LISTED) this.#certificates.push(one);
  }

  addMany(count: number, one: ImportedCertificate): void {
    for (let i = 0; i < count; i++) this.add(one);
  }

  asData(): ImportReport {
    const { failures, isCut } = this;
    return { certificates: this.#certificates, counts: this.#counts, failures, isCut };
  }
}
