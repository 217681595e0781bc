import { fromHex } from '../base/bytes';
import { type RevocationSource } from '../verdict/verdict';
import { type Certificate } from './certificate';
import { type RevocationList } from './crl';
import { type CrlEntry, type EntrySearch, findEntry } from './crl-entries';
import { coveredReasons } from './crl-scope';
import { ALL_REASONS } from './distribution-point';
import { sameName } from './name';
import { decide, type Finding, isCurrent, isRevokedAt } from './revocation-finding';
import { weakParts } from './signature-algorithm';

export interface ListedCrl {
  readonly list: RevocationList;
  readonly origin: RevocationSource['origin'];
}

/**
 * What CRLs, base and delta, say of a certificate at `at` (RFC 5280 6.3.3); undefined where none of them is for it. `good`
 * only where lists that are current, clear and signed by who may sign them cover all reasons. `isAuthorized` says the
 * last of it. A list that cannot be read on the way is no answer. Throws nothing but what `isAuthorized` does.
 */
export async function crlStatus(
  certificate: Certificate,
  crls: readonly ListedCrl[],
  at: Date,
  isAuthorized: (list: RevocationList) => Promise<boolean>,
): Promise<Finding | undefined> {
  const relevant = crls.flatMap((crl) => {
    const reasons = reasonsOf(crl.list, certificate);
    return reasons === 0 ? [] : [{ ...crl, reasons }];
  });
  if (relevant.length === 0) return undefined;
  const signed: Covering[] = [];
  for (const crl of relevant) if (await isAuthorized(crl.list)) signed.push(crl);
  const deltas = signed.filter(({ list }) => list.base !== undefined);
  const complete = signed.filter(({ list }) => list.base === undefined);
  const judged = complete.map((base) => judge(certificate, base, deltas, at));
  const bare = deltas.flatMap((delta) => revocationIn(certificate, delta, at));
  return combined([...judged, ...bare]);
}

interface Covering extends ListedCrl {
  /** ReasonFlags for which the list is complete. */
  readonly reasons: number;
}

interface Judged extends Finding {
  /** Of a `good` one: for which reasons. */
  readonly reasons: number;
}

function reasonsOf(list: RevocationList, certificate: Certificate): number {
  try {
    return coveredReasons(list, certificate);
  } catch {
    return 0;
  }
}

/** Good for some reasons is good only together with lists for the others. */
function combined(judged: readonly Judged[]): Finding {
  const mask = judged.filter(({ state }) => state === 'good').reduce((all, { reasons }) => all | reasons, 0);
  const isComplete = mask === ALL_REASONS;
  const settled = judged.map((finding): Finding =>
    finding.state === 'good' && !isComplete ? { ...finding, state: 'undetermined' } : finding,
  );
  return decide(settled) ?? { state: 'undetermined' };
}

function sourceOf({ list, origin }: ListedCrl): RevocationSource {
  const { issuer, thisUpdate, nextUpdate } = list;
  return { kind: 'crl', issuer: issuer.text, thisUpdate, ...(nextUpdate && { nextUpdate }), origin };
}

/** One complete CRL, brought up to date by the newest delta that is for it. */
function judge(certificate: Certificate, base: Covering, deltas: readonly Covering[], at: Date): Judged {
  const [delta] = deltas
    .filter(({ list }) => updates(list, base.list) && isCurrent(list, at))
    .sort((a, b) => b.list.thisUpdate.getTime() - a.list.thisUpdate.getTime());
  const newest = delta ?? base;
  const found = search(certificate, base.list);
  const change = delta && search(certificate, delta.list);
  const isLifted = change?.entry?.reason === 'removeFromCRL';
  const entry = isLifted ? undefined : (revoking(change?.entry) ?? found?.entry);
  const source = sourceOf(newest);
  if (entry) return listed(entry, newest, at);
  const isClear = found?.isUnclear === false && !base.list.isUnclear && (!delta || isClearDelta(delta, change));
  const state = isClear && isCurrent(newest.list, at) ? 'good' : 'undetermined';
  const [weak] = [base, newest].flatMap(({ list }) => weakParts(list.signatureAlgorithm));
  return { state, source, reasons: base.reasons & newest.reasons, ...(weak !== undefined && { weak }) };
}

function isClearDelta({ list }: Covering, search: EntrySearch | undefined): boolean {
  return search?.isUnclear === false && !list.isUnclear;
}

function revoking(entry: CrlEntry | undefined): CrlEntry | undefined {
  return entry?.reason === 'removeFromCRL' ? undefined : entry;
}

/** A delta proves nothing good by itself, but what it revokes is revoked. */
function revocationIn(certificate: Certificate, delta: Covering, at: Date): readonly Judged[] {
  const entry = revoking(search(certificate, delta.list)?.entry);
  return entry ? [listed(entry, delta, at)] : [];
}

function listed({ revokedAt, reason, invalidityDate }: CrlEntry, crl: Covering, at: Date): Judged {
  const holds = isRevokedAt(revokedAt, reason, crl.list, at);
  return {
    state: holds ? 'revoked' : 'undetermined',
    source: sourceOf(crl),
    reasons: crl.reasons,
    ...(holds && {
      revokedAt,
      ...(reason !== undefined && { revocationReason: reason }),
      ...(invalidityDate && { invalidityDate }),
    }),
  };
}

/** Undefined where the entries cannot be read. */
function search({ serial, issuer }: Certificate, list: RevocationList): EntrySearch | undefined {
  try {
    return findEntry(list, fromHex(serial) ?? new Uint8Array(0), issuer);
  } catch {
    return undefined;
  }
}

/** RFC 5280 5.2.4, 6.3.3 c: same issuer, scope and key; made for this list or an older one; newer than it. */
function updates(delta: RevocationList, base: RevocationList): boolean {
  const [from, own, to] = [delta.base, base.number, delta.number].map((text) => fromNumber(text));
  if (from === undefined || own === undefined || to === undefined) return false;
  return (
    sameName(delta.issuer, base.issuer) &&
    delta.scopeText === base.scopeText &&
    String(delta.authorityKeyIdentifier) === String(base.authorityKeyIdentifier) &&
    from <= own &&
    own < to
  );
}

function fromNumber(text: string | undefined): bigint | undefined {
  return text === undefined || text.length > 64 ? undefined : BigInt(`0x${text === '' ? '0' : text}`);
}
