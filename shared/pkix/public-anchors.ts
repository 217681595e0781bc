import { fromBase64 } from '../base/base64';
import { type Bytes } from '../base/bytes';
import { OID } from '../asn1/oids';
import { parseCertificate } from './certificate';
import { foldText, type Name } from './name';
import { type AnchorIndex, type TrustAnchor } from './trust-anchor';

/** One public root as a list shows it. */
export interface PublicAnchorFacts {
  readonly name: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
  /** End-entity certificates issued later are not trusted through it. */
  readonly distrustAfter?: Date;
}

export interface PublicAnchorList {
  /** Versions of NSS and of the Thunderbird that it was in, and the day that one was built (ISO 8601). */
  readonly source: { readonly nss: string; readonly thunderbird: string; readonly date: string };
  readonly roots: readonly PublicAnchorFacts[];
}

interface Entry extends PublicAnchorFacts {
  readonly octets: string;
  /** Undefined until it is needed. */
  anchor?: TrustAnchor;
}

interface Loaded {
  readonly source: PublicAnchorList['source'];
  readonly entries: readonly Entry[];
  readonly byName: ReadonlyMap<string, readonly Entry[]>;
}

let loaded: Promise<Loaded> | undefined;

/** The data is a chunk of its own, fetched with the first path that needs it; a fetch that fails is tried again. */
function load(): Promise<Loaded> {
  loaded ??= import('./mozilla-anchors').then(({ SOURCE, RECORDS }) => {
    const entries = RECORDS.map(({ name, fingerprint, distrustAfter, der }): Entry => ({
      name,
      fingerprint,
      ...(distrustAfter !== undefined && { distrustAfter: new Date(distrustAfter) }),
      octets: der,
    }));
    const byName = new Map<string, Entry[]>();
    for (const entry of entries) {
      const named = byName.get(foldText(entry.name)) ?? [];
      byName.set(foldText(entry.name), [...named, entry]);
    }
    return { source: SOURCE, entries, byName };
  });
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

/**
 * Mozilla's roots that are trusted for e-mail, by name; each is read when a path first needs it, and then kept. `isWanted`
 * says of a fingerprint whether that root is trusted here. Where the data cannot be fetched there are none.
 */
export function publicAnchors(isWanted: (fingerprint: string) => boolean = () => true): AnchorIndex {
  return {
    async named(subject) {
      const key = indexKey(subject);
      if (key === undefined) return [];
      const { byName } = await load().catch(() => ({ byName: new Map<string, readonly Entry[]>() }));
      return (byName.get(key) ?? []).filter(({ fingerprint }) => isWanted(fingerprint)).map(anchorOf);
    },
  };
}

/** What the list holds, for people. Rejects where it cannot be fetched. */
export async function publicAnchorList(): Promise<PublicAnchorList> {
  const { source, entries } = await load();
  const facts = ({ name, fingerprint, distrustAfter }: Entry): PublicAnchorFacts => ({
    name,
    fingerprint,
    ...(distrustAfter && { distrustAfter }),
  });
  return { source, roots: entries.map(facts) };
}

function anchorOf(entry: Entry): TrustAnchor {
  entry.anchor ??= {
    ...parseCertificate(fromBase64(entry.octets) as Bytes),
    ...(entry.distrustAfter && { distrustAfter: entry.distrustAfter }),
  };
  return entry.anchor;
}

/** As `scripts/trust-anchors.mjs` names roots. A key too wide costs a comparison of names; the path compares them in full. */
function indexKey({ commonName, rdns }: Name): string | undefined {
  const last = (wanted: string): string | undefined =>
    rdns
      .flat()
      .filter(({ type, text }) => type === wanted && text !== undefined)
      .at(-1)?.text;
  const name = commonName ?? last(OID.organizationalUnit) ?? last(OID.organization);
  return name === undefined ? undefined : foldText(name);
}
