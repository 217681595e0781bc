import {
  LIMITS,
  parseCertificate,
  type Der,
  type KnownCertificate,
  type UnrecordedCertificate,
} from '../../shared/index';
import { isDate } from './is-date';
import { normalizedAddress } from './normalized-address';

/** An entry of the directory with what it is found by. Up to version 7 without all that `UnrecordedCertificate` has not. */
export interface StoredCertificate extends KnownCertificate {
  /** Normalized; empty for one that names no address. */
  readonly addresses: readonly string[];
  /** Of addresses and name, lower case. */
  readonly words: readonly string[];
}

/** Words of one entry: a certificate may name any number of things. */
const WORDS = 64;

/** What an entry is found by. Throws `malformed-certificate`. */
export function certificateFields(certificate: Der): Pick<StoredCertificate, 'addresses' | 'words'> {
  const { addresses, subject } = parseCertificate(certificate);
  const normalized = [...new Set(addresses.map(normalizedAddress))].slice(0, LIMITS.certificateAddresses);
  return { addresses: normalized, words: wordsOf([...normalized, subject.commonName ?? '']) };
}

/** Lower case, each once: whole addresses, their parts, and the words of names. */
export function wordsOf(texts: readonly string[]): readonly string[] {
  const whole = texts.flatMap((text) => text.normalize('NFC').toLowerCase().split(/\s+/));
  const parts = whole.flatMap((word) => [word, ...(word.includes('@') ? word.split(/[@.]/) : [])]);
  return [...new Set(parts.map((word) => word.replace(/^[\p{P}\p{S}]+|[,;:]+$/gu, '')))]
    .filter((word) => word !== '')
    .slice(0, WORDS);
}

/** What is stored may have been written by another program, or only in part. */
export function isStored(value: unknown): value is StoredCertificate {
  if (!isUnrecorded(value)) return false;
  const one: Partial<Record<keyof StoredCertificate, unknown>> = value;
  return (
    isList(one.addresses, isText) &&
    isList(one.words, isText) &&
    isList(one.waiting, isText) &&
    isList(one.sources, hasText('kind')) &&
    isList(one.accepted, hasText('address')) &&
    (one.expiredAllowedAt === undefined || isDate(one.expiredAllowedAt))
  );
}

/** The part of an entry that every version wrote. */
export function isUnrecorded(value: unknown): value is UnrecordedCertificate {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Partial<Record<keyof UnrecordedCertificate, unknown>>;
  const isRole = one.role === 'person' || one.role === 'authority';
  return typeof one.fingerprint === 'string' && ArrayBuffer.isView(one.certificate) && isRole && isDate(one.firstSeen);
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown, isMember: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isMember);
const hasText =
  (name: string) =>
  (value: unknown): boolean =>
    typeof value === 'object' && value !== null && isText((value as Readonly<Record<string, unknown>>)[name]);
