import { type Source } from '../../../shared/index';
import { draftProtection, type ProtectionChoice } from '../protection-header';

/** `offer`: as the draft says; `default`: unless the user chose otherwise for this draft; `required`: whatever the draft says. */
export type Level = 'offer' | 'default' | 'required';

export interface SendSettings {
  readonly sign: Level;
  readonly encrypt: Level;
  /** Encryption of what everybody in it can read: it holds a draft, but is not noted on it as if it could be had. */
  readonly ifPossible?: Level;
  /** A copy for an archive, which Outlook's own Send does not make. */
  readonly copies?: Level;
  /** It is about an encrypted message: before it leaves unencrypted its sender is asked. */
  readonly quotes?: boolean;
  /** Who wants all this, where an administrator does. */
  readonly said?: readonly Source[];
}

/** What launch events can find out about a draft without cryptography, network and storage. */
export interface DraftFacts {
  readonly item: 'message' | 'appointment';
  /** Those of its internet headers that are ours; an appointment has none. Undefined: they could not be read. */
  readonly headers: object | undefined;
  /** The sender's address. Undefined: it could not be read. */
  readonly from: string | undefined;
  /** Addresses of everybody in it. Undefined: they could not be read. */
  readonly recipients: readonly string[] | undefined;
  /** Undefined: it could not be read, or nobody asked. */
  readonly subject: string | undefined;
  /** False where it surely answers or forwards no message. */
  readonly mayAnswer: boolean;
  /** Undefined: it has none yet, or it could not be read. */
  readonly conversation?: string | undefined;
}

export type HoldReason = 'asked-for' | 'required' | 'unreadable' | 'quote' | 'invitation' | 'invitation-required';

export type SendVerdict =
  | { readonly kind: 'allow' }
  | {
      readonly kind: 'ask' | 'block';
      readonly reason: HoldReason;
      /** Whose words go with it; left out: nobody's. */
      readonly said?: readonly Source[];
    };

export interface DraftDecision {
  /** What settings want of the draft, whatever it says itself: it is added to the draft and never takes anything away. */
  readonly preset: ProtectionChoice;
  /** Whether Outlook may send the draft as it is, without Signet's protection. */
  readonly send: SendVerdict;
}

/**
 * What holds where no policy says anything. `signByDefault` is the roaming setting, which may never have been set; whatever
 * else than true or false is there counts as the stricter of the two. What is about an encrypted message starts encrypted.
 */
export function builtInSettings(signByDefault: unknown, quotes = false): SendSettings {
  const isOff = signByDefault === false || signByDefault === undefined || signByDefault === null;
  return { sign: isOff ? 'offer' : 'default', encrypt: quotes ? 'default' : 'offer', ...(quotes && { quotes }) };
}

/**
 * The one decision of all launch events: total, without clock, host or memory. The draft's headers can only add to what
 * settings require; its word that the user chose otherwise counts against a `default` alone. No header is ever taken for a
 * sign that a draft is protected: what is to be protected does not leave by Outlook's own Send.
 */
export function decideDraft(facts: DraftFacts, settings: SendSettings): DraftDecision {
  const said = facts.headers === undefined ? undefined : draftProtection(facts.headers);
  const counting: readonly Level[] = said?.isChosen === true ? ['required'] : ['default', 'required'];
  const preset = presetOf(settings, counting);
  return { preset, send: withWords(verdictOn(facts, said, settings, counting), settings) };
}

function verdictOn(
  { item }: DraftFacts,
  said: ProtectionChoice | undefined,
  settings: SendSettings,
  counting: readonly Level[],
): SendVerdict {
  const isInvitation = item === 'appointment';
  if (isWanted(settings, ['required']))
    return { kind: 'block', reason: isInvitation ? 'invitation-required' : 'required' };
  const isHeld = isWanted(settings, counting);
  // Nobody can protect an invitation here: where that is a default only, its sender decides.
  if (isInvitation) return isHeld ? { kind: 'ask', reason: 'invitation' } : { kind: 'allow' };
  if (said === undefined) return { kind: 'block', reason: 'unreadable' };
  if (isHeld || said.sign || said.encrypt) return { kind: 'block', reason: 'asked-for' };
  return settings.quotes ? { kind: 'ask', reason: 'quote' } : { kind: 'allow' };
}

/** The administrator's words go with what their policy wants, and not with what the sender alone asked for. */
function withWords(send: SendVerdict, { said = [], ...settings }: SendSettings): SendVerdict {
  const isTold = send.kind !== 'allow' && said.length > 0 && isWanted(settings, ['default', 'required']);
  return isTold ? { ...send, said } : send;
}

function isWanted(
  { sign, encrypt, ifPossible = 'offer', copies = 'offer' }: SendSettings,
  which: readonly Level[],
): boolean {
  return [sign, encrypt, ifPossible, copies].some((level) => which.indexOf(level) >= 0);
}

function presetOf({ sign, encrypt }: SendSettings, which: readonly Level[]): ProtectionChoice {
  return { sign: which.indexOf(sign) >= 0, encrypt: which.indexOf(encrypt) >= 0 };
}
