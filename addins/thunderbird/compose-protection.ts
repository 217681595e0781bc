import { decideDraft, type DecisionPorts, type DraftContext, type DraftDecision } from './decide-draft';
import { type ComposeTabs, type Draft } from './host/compose-tabs';
import { confirmedQuestions } from './policy-agreement';

type Tabs = Pick<ComposeTabs, 'protection' | 'proposeProtection' | 'attachments'>;
type Context = Pick<DraftContext, 'lists' | 'isAboutEncrypted'>;

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
  return decideDraft(draft, ports, { ...context, attachments, confirmed, chosen });
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
  if (!startsEncrypted(decided)) return decided;
  // The user may have chosen meanwhile, and that stands.
  await compose.proposeProtection(tabId, decided.protection);
  return decideAsItStands(compose, tabId, draft, ports, context);
}

/** It is encrypted only because that is possible, or for what it answers: nobody chose it, and no rule keeps it so. */
function startsEncrypted({ decision, protection, chosen, recipients }: DraftDecision): boolean {
  const isChosen = chosen !== undefined && (chosen.encrypt || chosen.isHeld !== true);
  if (isChosen || !protection.encrypt) return false;
  return decision.steps.some(
    ({ setting, effect, says, source }) =>
      setting === 'encrypt' &&
      effect === 'decides' &&
      // Who can read it is not known before somebody is in it.
      ((says === 'when-possible' && recipients.length > 0) || source.rule === 'reply-to-encrypted'),
  );
}
