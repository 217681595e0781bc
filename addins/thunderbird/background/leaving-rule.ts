import { authorTexts, type Step } from '../../../shared/index';
import { usePolicyStrings, type Language } from '../../ui/index';
import { type DraftDecision, type FinishedMessage } from '../compose-protection';
import { type DecisionRecord } from '../../policy/decision-record';
import { type LeavingFacts, type Protection } from '../host/compose-tabs';
import { againstLeaving, verdictForOpenPgp } from './finished-verdict';
import { HEAD, type LeavingMessage, type LeavingRule, type OuterProtection } from './leaving-guard';

/**
 * Messages that were let go unencrypted in their window, by Message-ID; outlasts Thunderbird. In the Outbox nobody knows any
 * more what their window told, and what was agreed to in it.
 */
export interface LetGo {
  has(messageId: string): Promise<boolean>;
  add(messageId: string): Promise<void>;
}

interface RulePorts {
  readonly decide: (message: FinishedMessage) => Promise<DraftDecision>;
  readonly letGo: LetGo;
  readonly record: Pick<DecisionRecord, 'note'>;
  readonly language: Language;
}

const NOTHING = { sign: false, encrypt: false };

/**
 * What a policy has against a message that Signet did not build. From a compose window: as before it was built, for the people
 * and the subject that it really has. Of all else only what the policy leaves to nobody is demanded: encryption of everything;
 * signatures of everything but what a program sends by itself by its own word, and invitations, which nobody can sign here,
 * unless a rule about invitations demands that. Rejects where what the policy demands cannot be found out.
 */
export function leavingRule({ decide, letGo, record, language }: RulePorts): LeavingRule {
  return async (message, facts) => {
    const decided = await decide(finished(message, facts));
    const against =
      message.kind === 'window'
        ? await againstWindow(message, facts, decided, letGo, language)
        : await againstOther(message, decided, letGo, language);
    const event = against === undefined ? 'let-go' : 'held';
    void record.note({ decided, from: facts.from, event, way: message.kind, has: hasOf(message) });
    return against;
  };
}

const hasOf = ({ protection }: LeavingMessage): Protection => ({
  sign: protection !== 'none',
  encrypt: protection === 'encrypted',
});

async function againstOther(
  message: LeavingMessage,
  decided: DraftDecision,
  letGo: LetGo,
  language: Language,
): Promise<string | undefined> {
  if (!isLaxer(message, decided)) return undefined;
  if (message.kind === 'outbox' && (await letGo.has(message.messageId))) return undefined;
  return [usePolicyStrings(language).leavesPlain, ...authorsOf(decided, language)].join(' ');
}

function finished(
  message: LeavingMessage,
  { tabId, asked, head, identityId, ...facts }: LeavingFacts,
): FinishedMessage {
  const { from, to, cc, bcc, newsgroups } = facts;
  const { kind, subject, isInvitation } = message;
  const isWindow = kind === 'window';
  return {
    draft: { from, to, cc, bcc, newsgroups, subject, identityId },
    tabId: (isWindow ? tabId : undefined) ?? undefined,
    chosen: isWindow ? (asked ?? undefined) : NOTHING,
    calendar: isWindow ? false : isInvitation,
    size: head.byteLength < HEAD ? head.byteLength : 'unknown',
  };
}

/** `nsMsgDeliverNow`: it does not wait in the Outbox. */
const DELIVER_NOW = 0;

async function againstWindow(
  message: LeavingMessage,
  { mode }: Pick<LeavingFacts, 'mode'>,
  decided: DraftDecision,
  letGo: LetGo,
  language: Language,
): Promise<string | undefined> {
  const { recipients } = message;
  const texts = message.isOpenPgp
    ? verdictForOpenPgp(decided, recipients, language).texts
    : againstLeaving(decided, hasOf(message), recipients, language);
  if (texts.length > 0) return texts.join('\n');
  if (decided.isNative && !message.isOpenPgp && formFor(decided.protection) !== message.protection) {
    return usePolicyStrings(language).native.other;
  }
  // What is not noted is judged anew when it comes out of the Outbox.
  if (mode !== DELIVER_NOW && message.protection !== 'encrypted')
    await letGo.add(message.messageId).catch(() => undefined);
  return undefined;
}

/** What Thunderbird's own S/MIME makes of a message: no more and no less than was decided. */
const formFor = ({ sign, encrypt }: Protection): OuterProtection => (encrypt ? 'encrypted' : sign ? 'signed' : 'none');

function isLaxer(message: LeavingMessage, decided: DraftDecision): boolean {
  const { sign, encrypt } = decided.protection;
  if (encrypt && message.protection !== 'encrypted') return true;
  return sign && message.protection === 'none' && mustBeSigned(message, decided);
}

function mustBeSigned({ isAutomatic, isInvitation }: LeavingMessage, { decision, policy }: DraftDecision): boolean {
  if (isAutomatic) return false;
  if (isInvitation !== true) return true;
  const about = (policy.document.rules ?? []).filter(({ when }) => when?.calendar === true).map(({ id }) => id);
  return decision.steps.some(
    ({ setting, says, source }) => setting === 'sign' && says === 'require' && about.includes(source.rule ?? ''),
  );
}

/** The words of who demands it. */
function authorsOf({ decision }: DraftDecision, language: Language): readonly string[] {
  const isDemand = ({ setting, effect }: Step): boolean =>
    effect === 'decides' && (setting === 'sign' || setting === 'encrypt');
  return [...new Set(decision.steps.filter(isDemand).flatMap(({ source }) => authorTexts(source, language)))];
}
