import { type Der, hex } from '../base/bytes';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { type RecipientSummary } from '../verdict/verdict';

/** One holder of a key that opens a message. */
export interface Reader {
  /** Name, address or, where neither is known, the key identifier of the recipient. */
  readonly label: string;
  readonly address?: string;
  readonly isUser: boolean;
  /** False where only the key identifier is known. */
  readonly isKnown: boolean;
  /** The key of theirs opened the message. */
  readonly hasOpened?: true;
}

/**
 * Names behind the recipients of a message: the certificates at hand, those of the user first, against the key
 * identifiers; `openedWith`: the place of the recipient whose key opened it. A recipient without a certificate at hand stays an identifier. Proves nothing about the named persons.
 */
export function readersOf(
  recipients: readonly RecipientSummary[],
  own: readonly Der[],
  known: readonly Der[],
  openedWith?: number,
): readonly Reader[] {
  const names = new Map<string, Reader>();
  for (const certificate of known) enter(names, certificate, false);
  for (const certificate of own) enter(names, certificate, true);
  const found = recipients.map(({ id }) => names.get(id) ?? { label: id, isUser: false, isKnown: false });
  const opener = openedWith === undefined ? undefined : found[openedWith];
  const readers = [...new Set(found)].map((one) => (one === opener ? { ...one, hasOpened: true as const } : one));
  return readers.sort((a, b) => Number(b.isUser) - Number(a.isUser));
}

/** The certificate among the user's own whose key opened a message; undefined where that is not known. */
export function openingCertificate(
  recipients: readonly RecipientSummary[],
  own: readonly Der[],
  openedWith: number | undefined,
): Der | undefined {
  const id = openedWith === undefined ? undefined : recipients[openedWith]?.id;
  return own.find((octets) => {
    const certificate = readable(octets);
    return certificate !== undefined && namesOf(certificate).some((name) => name === id);
  });
}

/** As recipients name a certificate. */
function namesOf({ serial, issuer, subjectKeyIdentifier }: Certificate): readonly string[] {
  return [`${serial}@${issuer.text}`, ...(subjectKeyIdentifier ? [`ski:${hex(subjectKeyIdentifier)}`] : [])];
}

function enter(names: Map<string, Reader>, octets: Der, isUser: boolean): void {
  const certificate = readable(octets);
  if (!certificate) return;
  const [address] = certificate.addresses;
  const label = certificate.subject.commonName ?? address ?? certificate.subject.text;
  const reader = { label, isUser, isKnown: true, ...(address === undefined ? {} : { address }) };
  for (const name of namesOf(certificate)) names.set(name, reader);
}

function readable(octets: Der): Certificate | undefined {
  try {
    return parseCertificate(octets);
  } catch {
    return undefined;
  }
}
