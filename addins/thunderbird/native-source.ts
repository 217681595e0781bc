import {
  hex,
  isAddress,
  parseCertificate,
  parseMailboxes,
  sameAddress,
  type Der,
  type RecipientFacts,
  type SignerFacts,
} from '../../shared/index';
import { type DraftDecision, type NativeSource } from '../policy/decide-draft';
import { usePolicyStrings, type Language } from '../ui/index';
import { expandLists, type ExpandedDraft } from './draft-lists';
import { wishOf } from './draft-source';
import { type ComposeTabs, type Draft, type Protection } from './host/compose-tabs';
import { type NativeSmime } from './host/native-smime';
import { type MailingLists } from './host/mailing-lists';

type Compose = Pick<ComposeTabs, 'nativeSmime'>;

interface Context {
  readonly tabId: number | undefined;
  readonly chosen: Protection | undefined;
  readonly lists: MailingLists;
}

/**
 * What Thunderbird's own S/MIME has for a draft. It encrypts one message for all, which shows whoever is in Bcc: nobody counts
 * there as one who can be encrypted to, unless the message goes to them alone.
 */
export function nativeSource(
  compose: Compose,
  { tabId, chosen, lists }: Context,
): (draft: Draft) => Promise<NativeSource> {
  return async (draft) => {
    const { identityId } = draft;
    if (identityId === undefined) return unknownSender(draft, chosen);
    const { expanded, found } = await look(compose, { draft, tabId, lists });
    return {
      facts: {
        recipients: recipientsOf(expanded, found, wishOf(chosen).encrypt === true),
        signer: await signerOf(draft, found.sign),
        choices: wishesOf(chosen, found),
      },
      async certificateOf(address) {
        const { readers } = await compose.nativeSmime(tabId, identityId, [address]);
        return readers.has(address.toLowerCase()) ? 'usable' : 'missing';
      },
    };
  };
}

/** What stands against having Thunderbird's own S/MIME do this, in words that say what to do; empty: nothing. */
export async function nativeObstacles(
  compose: Compose,
  where: { readonly draft: Draft; readonly tabId: number; readonly lists: MailingLists },
  { protection: { sign, encrypt }, decision }: Pick<DraftDecision, 'protection' | 'decision'>,
  language: Language,
): Promise<readonly string[]> {
  const { native } = usePolicyStrings(language);
  const { draft } = where;
  if (draft.identityId === undefined) return [native.noSigner];
  const { expanded, found } = await look(compose, where);
  const signer = await signerOf(draft, found.sign);
  const forSigning = signer.state === 'none' ? native.noSigner : native.badSigner;
  const signs = sign && signer.state !== 'usable' ? [forSigning] : [];
  if (!encrypt) return signs;
  const own = (found.encrypt ?? []).length > 0 ? [] : [native.noOwnReader];
  const strangers = peopleOf(expanded.draft).filter((one) => !found.readers.has(one.toLowerCase()));
  const missing = strangers.length > 0 ? [native.noReader(strangers.join(', '))] : [];
  const archive = decision.intended[0]?.archive ?? '';
  const hidden = hiddenOf(expanded.draft).filter((one) => !sameAddress(one, archive));
  return [...signs, ...own, ...missing, ...(hidden.length > 0 ? [native.blind(hidden.join(', '))] : [])];
}

async function look(
  compose: Compose,
  { draft, tabId, lists }: { readonly draft: Draft; readonly tabId: number | undefined; readonly lists: MailingLists },
): Promise<{ readonly expanded: ExpandedDraft; readonly found: NativeSmime }> {
  const expanded = await expandLists(draft, lists);
  const people = peopleOf(expanded.draft).filter(isAddress);
  return { expanded, found: await compose.nativeSmime(tabId, draft.identityId ?? '', people) };
}

const addressesOf = (...fields: readonly string[]): readonly string[] =>
  fields.flatMap(parseMailboxes).map(({ address }) => address);
const peopleOf = ({ to, cc, bcc }: Draft): readonly string[] => addressesOf(to, cc, bcc);

/** Whom one message for all would show to others. */
const hiddenOf = (draft: Draft): readonly string[] => (peopleOf(draft).length > 1 ? addressesOf(draft.bcc) : []);

/** Who sends it is not known: what is needed is refused. */
function unknownSender(draft: Draft, chosen: Protection | undefined): NativeSource {
  const recipients = peopleOf(draft).map((address) => ({ address, certificate: 'unknown' as const }));
  return {
    facts: { recipients, signer: { state: 'unknown' }, choices: wishOf(chosen) },
    certificateOf: () => Promise.resolve('unknown'),
  };
}

function recipientsOf(
  { draft, unknown }: ExpandedDraft,
  { encrypt, readers }: NativeSmime,
  isChosen: boolean,
): readonly RecipientFacts[] {
  const isPossible = (encrypt ?? []).length > 0 && (draft.newsgroups ?? '') === '';
  const hidden = hiddenOf(draft);
  const isReady = (address: string): boolean =>
    isPossible && readers.has(address.toLowerCase()) && !hidden.some((one) => sameAddress(one, address));
  return [
    ...peopleOf(draft).map((address) => ({ address, certificate: isReady(address) ? 'usable' : 'missing' }) as const),
    ...(isChosen ? [] : unknown).map(({ name }) => ({ address: name, certificate: 'missing' as const })),
  ];
}

/** As with Signet's own: it has to be of the sender's address. */
async function signerOf({ from }: Draft, path: readonly Der[] | undefined): Promise<SignerFacts> {
  if (path === undefined) return { state: 'none' };
  const [own, ...above] = path;
  const address = addressesOf(from)[0] ?? '';
  if (!own || !parseCertificate(own).addresses.some((one) => sameAddress(one, address))) return { state: 'unusable' };
  return { state: 'usable', issuers: await Promise.all(above.map(fingerprint)) };
}

/**
 * What Thunderbird's own buttons ask for is not taken away in silence: encryption counts as chosen, a signature where neither
 * Signet's button nor the identity's own default is what set it.
 */
function wishesOf(chosen: Protection | undefined, { state, signsAll }: NativeSmime): NativeSource['facts']['choices'] {
  const wished = wishOf(chosen);
  return {
    ...(state.sign && !signsAll && { sign: true }),
    ...wished,
    ...(state.encrypt && { encrypt: true }),
  };
}

async function fingerprint(der: Der): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}
