import { parseMailboxes, sameAddress, type Unknown } from '../../shared/index';
import { archiveOf, decideDraft, startsEncrypted, type DraftDecision as Decided } from '../policy/decide-draft';
import { isAmong, readersOf, type SplitReaders } from '../policy/split-readers';
import { draftSource, wishOf, type DecisionPorts, type DraftContext } from './draft-source';
import { type ComposeTabs, type Draft, type Protection } from './host/compose-tabs';
import { nativeSource } from './native-source';
import { confirmedQuestions } from './policy-agreement';

type Tabs = Pick<ComposeTabs, 'protection' | 'replaceProtection' | 'attachments' | 'textSize' | 'nativeSmime'>;
type Context = Pick<DraftContext, 'lists' | 'isAboutEncrypted'> & {
  /** The user sees what comes of it. */
  readonly isShown?: boolean;
};

export interface DraftDecision extends Decided {
  /** What the user chose in the window; undefined: nothing. */
  readonly chosen: Protection | undefined;
  /** Those who get it unencrypted by now, and were shown as such who get it encrypted; left out: nobody. */
  readonly lost?: readonly string[];
}

/** A message as it is about to leave, with what its own octets tell. */
export interface FinishedMessage {
  readonly draft: Draft;
  /** Its compose window; undefined: there is none, or nobody knows which. */
  readonly tabId: number | undefined;
  readonly chosen: Protection | undefined;
  readonly calendar: boolean | Unknown;
  /** Octets; `unknown`: as its window tells. */
  readonly size: number | Unknown;
}

/** What policy, the user's own rules and the choice made in the window make of the message in a compose tab as it stands. */
export async function decideAsItStands(
  compose: Omit<Tabs, 'replaceProtection'>,
  tabId: number,
  draft: Draft,
  ports: DecisionPorts,
  context: Context,
): Promise<DraftDecision> {
  const [{ attachments, size }, confirmed, chosen] = await Promise.all([
    contentsOf(compose, tabId),
    confirmedQuestions(tabId, draft, context.lists),
    compose.protection(tabId),
  ]);
  const native = nativeSource(compose, { tabId, chosen, lists: context.lists });
  return decide(draft, ports, { ...context, attachments, size, confirmed, chosen, native, canSplit: true });
}

/**
 * The same of a message that is finished: whom it goes to, and its subject, may be others than its window showed, since
 * another add-on may have changed them and lists are expanded. What its window can no longer tell is unknown, and so strict.
 */
export async function decideFinished(
  compose: Pick<Tabs, 'attachments' | 'textSize' | 'nativeSmime'>,
  { draft, tabId, chosen, calendar, size }: FinishedMessage,
  ports: DecisionPorts,
  context: Context,
): Promise<DraftDecision> {
  const unknown = { attachments: 'unknown', size: 'unknown' } as const;
  const [told, confirmed] =
    tabId === undefined
      ? [unknown, []]
      : await Promise.all([
          contentsOf(compose, tabId).catch(() => unknown),
          confirmedQuestions(tabId, draft, context.lists),
        ]);
  const contents = size === 'unknown' ? told : { ...told, size };
  const native = nativeSource(compose, { tabId, chosen, lists: context.lists });
  const canSplit = tabId !== undefined;
  return decide(draft, ports, { ...context, ...contents, confirmed, chosen, calendar, native, canSplit });
}

/** What a window is held to, and by whose S/MIME. */
export const asHeldFor = ({ protection, isNative }: DraftDecision): Protection => ({
  ...protection,
  ...(isNative && { isNative }),
});

/** An archive that a policy has put into Bcc is no recipient whom rules are about. */
async function decide(draft: Draft, ports: DecisionPorts, context: DraftContext): Promise<DraftDecision> {
  const { chosen } = context;
  const source = await draftSource(draft, ports, context);
  const decided = await decideDraft(source, ports);
  const archive = archiveOf(decided.decision);
  const isIn = (field: string): boolean =>
    archive !== undefined && addressesIn(field).some((address) => sameAddress(address, archive));
  if (archive === undefined || !isIn(draft.bcc) || isIn(draft.to) || isIn(draft.cc)) return { ...decided, chosen };
  const recipients = source.facts.recipients.filter(({ address }) => !sameAddress(address, archive));
  if (recipients.length === 0) return { ...decided, chosen };
  const bcc = addressesIn(draft.bcc).filter((address) => !sameAddress(address, archive));
  const native = (): ReturnType<typeof context.native> => context.native({ ...draft, bcc: bcc.join(', ') });
  return { ...(await decideDraft({ ...source, facts: { ...source.facts, recipients }, native }, ports)), chosen };
}

const addressesIn = (field: string): readonly string[] => parseMailboxes(field).map(({ address }) => address);

/** Octets as they will be, about: attachments travel in base64. */
async function contentsOf(
  compose: Pick<Tabs, 'attachments' | 'textSize'>,
  tabId: number,
): Promise<Pick<DraftContext, 'attachments' | 'size'>> {
  const [attachments, text] = await Promise.all([compose.attachments(tabId), compose.textSize(tabId)]);
  const size = attachments.reduce((sum, one) => sum + Math.ceil(one.size / 57) * 78, text);
  return { attachments, size };
}

/**
 * As `decideAsItStands`, and settles what is encrypted by itself: an answer to an encrypted message, and one that everybody in
 * it can read so. That counts as asked for from then on: who is added later without a certificate is heard of, and nothing
 * once shown as encrypted leaves otherwise.
 */
export async function decideInTab(
  compose: Tabs,
  tabId: number,
  draft: Draft,
  ports: DecisionPorts,
  context: Context,
): Promise<DraftDecision> {
  const about = await context.isAboutEncrypted().catch(() => 'unknown' as const);
  const known = { ...context, isAboutEncrypted: () => Promise.resolve(about) };
  const decided = await decideAsItStands(compose, tabId, draft, ports, known);
  /** The user may have chosen meanwhile, and that stands. */
  const replace = async (next: Protection): Promise<DraftDecision> => {
    await compose.replaceProtection(tabId, decided.chosen, next);
    return decideAsItStands(compose, tabId, draft, ports, known);
  };
  if (decided.decision.intended.length > 1 || decided.chosen?.sealed)
    return settleSplit(decided, context.isShown === true, replace);
  // What holds for want of knowledge is settled once that is there.
  if (about === 'unknown' || isChosen(decided) || !startsEncrypted(decided)) return decided;
  return replace(heldTo(decided.chosen, { ...asHeldFor(decided), isHeld: true }));
}

/** Of one that was split, or is: who was shown as one who gets it encrypted is heard of before that is otherwise. */
async function settleSplit(
  decided: DraftDecision,
  isShown: boolean,
  replace: (next: Protection) => Promise<DraftDecision>,
): Promise<DraftDecision> {
  const { chosen, decision, protection } = decided;
  const readers = readersOf(decision);
  const lost = readers.open.filter((one) => isAmong(chosen?.sealed ?? [], one));
  if (lost.length > 0 && !isShown) return { ...decided, lost };
  const next = heldTo(chosen, asHeldFor(decided), readers);
  // Where nobody is to get it encrypted, and nobody was, nothing can be lost.
  const isSettled = chosen ? heldFacts(chosen) === heldFacts(next) : !protection.encrypt;
  return isSettled ? decided : replace(next);
}

const heldFacts = ({ sign, encrypt, isHeld, open, sealed }: Protection): string =>
  JSON.stringify([sign, encrypt, isHeld === true, open ?? [], sealed ?? []]);

const isChosen = ({ chosen }: DraftDecision): boolean => wishOf(chosen).encrypt !== undefined;

/** What a window is held to, with the wish that stands behind it where it was ever held to less. */
export function heldTo(chosen: Protection | undefined, protection: Protection, split?: SplitReaders): Protection {
  // What some of its messages get is no wish for the others.
  if (split) return { ...protection, isHeld: true, wished: wishOf(chosen), ...split };
  const isLowered = (chosen?.sign && !protection.sign) || (chosen?.encrypt && !protection.encrypt);
  if (!isLowered && !chosen?.wished) return protection;
  const wished = { ...wishOf(chosen), ...(protection.encrypt && { encrypt: true }) };
  return { ...protection, isHeld: true, wished };
}
