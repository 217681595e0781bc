import { bothOf, draftProtection, type ProtectionChoice } from '../protection-header';

/** `offer`: as the draft says; `default`: unless the user chose otherwise for this draft; `required`: whatever the draft says. */
export type Level = 'offer' | 'default' | 'required';

export interface SendSettings {
  readonly sign: Level;
  readonly encrypt: Level;
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
}

export type HoldReason = 'asked-for' | 'required' | 'unreadable' | 'invitation' | 'invitation-required';

export type SendVerdict = { readonly kind: 'allow' } | { readonly kind: 'ask' | 'block'; readonly reason: HoldReason };

export interface DraftDecision {
  /** What settings want of the draft, whatever it says itself: it is added to the draft and never takes anything away. */
  readonly preset: ProtectionChoice;
  /** Whether Outlook may send the draft as it is, without Signet's protection. */
  readonly send: SendVerdict;
}

/**
 * What holds where no policy says anything. `signByDefault` is the roaming setting; `unreadable` where the host did not
 * give it, and then the stricter of its two values counts.
 */
export function builtInSettings(signByDefault: unknown): SendSettings {
  const isOn = signByDefault === true || signByDefault === 'unreadable';
  return { sign: isOn ? 'default' : 'offer', encrypt: 'offer' };
}

/**
 * The one decision of all launch events: total, without clock, host or memory. The draft's headers can only add to what
 * settings require; its word that the user chose otherwise counts against a `default` alone. No header is ever taken for a
 * sign that a draft is protected: what is to be protected does not leave by Outlook's own Send.
 */
export function decideDraft(facts: DraftFacts, settings: SendSettings): DraftDecision {
  const said = facts.headers === undefined ? undefined : draftProtection(facts.headers);
  const required = levels(settings, ['required']);
  const preset = said?.isChosen === true ? required : levels(settings, ['default', 'required']);
  const isRequired = required.sign || required.encrypt;
  if (facts.item === 'appointment') return { preset, send: invitation(preset, isRequired) };
  if (isRequired) return { preset, send: { kind: 'block', reason: 'required' } };
  if (said === undefined) return { preset, send: { kind: 'block', reason: 'unreadable' } };
  const { sign, encrypt } = bothOf(said, preset);
  return { preset, send: sign || encrypt ? { kind: 'block', reason: 'asked-for' } : { kind: 'allow' } };
}

/** Nobody can protect an invitation here: where that is a default only, its sender decides. */
function invitation({ sign, encrypt }: ProtectionChoice, isRequired: boolean): SendVerdict {
  if (isRequired) return { kind: 'block', reason: 'invitation-required' };
  return sign || encrypt ? { kind: 'ask', reason: 'invitation' } : { kind: 'allow' };
}

function levels({ sign, encrypt }: SendSettings, wanted: readonly Level[]): ProtectionChoice {
  return { sign: wanted.indexOf(sign) >= 0, encrypt: wanted.indexOf(encrypt) >= 0 };
}
