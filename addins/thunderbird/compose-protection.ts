import { decideDraft, startsEncrypted, type DraftDecision as Decided } from '../policy/decide-draft';
import { draftSource, type DecisionPorts, type DraftContext } from './draft-source';
import { type ComposeTabs, type Draft, type Protection } from './host/compose-tabs';
import { confirmedQuestions } from './policy-agreement';

type Tabs = Pick<ComposeTabs, 'protection' | 'proposeProtection' | 'attachments'>;
type Context = Pick<DraftContext, 'lists' | 'isAboutEncrypted'>;

export interface DraftDecision extends Decided {
  /** What the user chose in the window; undefined: nothing. */
  readonly chosen: Protection | undefined;
}

/** What policy, the user's own rules and the choice made in the window make of the message in a compose tab as it stands. */
export async function decideAsItStands(
  compose: Omit<Tabs, 'proposeProtection'>,
  tabId: number,
  draft: Draft,
  ports: DecisionPorts,
  context: Context,
): Promise<DraftDecision> {
  const [attachments, confirmed, chosen] = await Promise.all([
    compose.attachments(tabId),
    confirmedQuestions(tabId, draft),
    compose.protection(tabId),
  ]);
  const source = await draftSource(draft, ports, { ...context, attachments, confirmed, chosen });
  return { ...(await decideDraft(source, ports)), chosen };
}

/**
 * The same, and settles what is encrypted by itself: an answer to an encrypted message, and one that everybody in it can
 * read so. That counts as chosen from then on: who is added later without a certificate is heard of, and nothing once shown
 * as encrypted leaves otherwise.
 */
export async function decideInTab(
  compose: Tabs,
  tabId: number,
  draft: Draft,
  ports: DecisionPorts,
  context: Context,
): Promise<DraftDecision> {
  const decided = await decideAsItStands(compose, tabId, draft, ports, context);
  if (isChosen(decided) || !startsEncrypted(decided)) return decided;
  // The user may have chosen meanwhile, and that stands.
  await compose.proposeProtection(tabId, decided.protection);
  return decideAsItStands(compose, tabId, draft, ports, context);
}

const isChosen = ({ chosen }: DraftDecision): boolean =>
  chosen !== undefined && (chosen.encrypt || chosen.isHeld !== true);
