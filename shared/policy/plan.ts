import {
  type ChangeCode,
  type DecisionReason,
  type MessagePlan,
  type NoteCode,
  type RefusalCode,
  type Source,
} from './decision';
import { type Demand, withMessage } from './demand';
import { type Facts, type Question, type RecipientFacts } from './facts';
import { levelsOf, type LayeredSettings } from './layered';
import { ALWAYS, ENCRYPT_LEVELS, SIGN_LEVELS } from './levels';
import { type SettingValues } from './settings';
import { ORDERED, type OrderedSetting, type Picked, type Wishes } from './wishes';

/** What is to become of those recipients that are treated alike. */
export interface Outcome {
  readonly plan: MessagePlan;
  readonly reasons: readonly DecisionReason[];
  /** Who had the last word, for explanations. */
  readonly demands: Readonly<Record<OrderedSetting, Demand>>;
  readonly form: Picked<SettingValues['form']>;
  readonly archive: Picked<SettingValues['archive']>;
}

/** The same place in both lists. */
const OFFER = SIGN_LEVELS.indexOf('offer');
const MESSAGE: Source = { layer: 'message' };

/** Applies the sender's choices for the message, then what is known of certificates. */
export function planFor(
  recipients: readonly RecipientFacts[],
  wishes: Wishes,
  facts: Facts,
  settings: LayeredSettings,
): Outcome {
  return new Planner(recipients, wishes, facts, settings).outcome();
}

class Planner {
  readonly #recipients: readonly RecipientFacts[];
  readonly #wishes: Wishes;
  readonly #facts: Facts;
  readonly #settings: LayeredSettings;
  readonly #demands: Record<OrderedSetting, Demand>;
  readonly #reasons: DecisionReason[] = [];

  constructor(recipients: readonly RecipientFacts[], wishes: Wishes, facts: Facts, settings: LayeredSettings) {
    this.#recipients = recipients;
    this.#wishes = wishes;
    this.#facts = facts;
    this.#settings = settings;
    this.#demands = chosen(wishes, facts);
  }

  outcome(): Outcome {
    const archive = this.#wishes.archive;
    const encrypt = this.#encrypts();
    const sign = this.#signs();
    const form = this.#form();
    this.#tellRefusedChoices();
    const copied = archive.value && (encrypt || archive.value.when === 'always') ? archive.value.address : undefined;
    if (copied !== undefined) this.#change('archive-added', [copied], archive.source);
    const issuers = allowedIssuers(this.#settings, this.#facts.from, this.#isDemanded('sign'));
    const valueOf = this.#settings.effective.bind(this.#settings);
    const plan: MessagePlan = {
      recipients: this.#recipients.map(({ address }) => address),
      sign,
      encrypt,
      form: form.value,
      headerProtection: this.#level('headerProtection'),
      legacyDisplay: this.#level('legacyDisplay'),
      tripleWrap: this.#level('tripleWrap'),
      floor: this.#level('algorithms.floor'),
      ceiling: valueOf('algorithms.ceiling', this.#facts.from).value,
      engine: valueOf('engine', this.#facts.from).value,
      writing: valueOf('writing', this.#facts.from).value,
      ...(sign && issuers.length > 0 && { issuers }),
      ...(copied !== undefined && { archive: copied }),
    };
    return { plan, reasons: this.#reasons, demands: this.#demands, form, archive };
  }

  #level<N extends OrderedSetting>(name: N): SettingValues[N] {
    return levelsOf(name)[this.#demands[name].level] as SettingValues[N];
  }

  #encrypts(): boolean {
    const { level, source } = this.#demands.encrypt;
    const { encrypt: choice } = this.#facts.choices;
    const value = ENCRYPT_LEVELS[level];
    if (value === 'never') {
      if (choice === true) this.#refuse('encryption-forbidden', [], source);
      return false;
    }
    const isWanted = value === 'always' || choice === true;
    if (!isWanted && value !== 'when-possible') return false;
    const unknown = this.#addresses('unknown');
    if (unknown.length > 0) {
      this.#refuse('certificate-unknown', unknown, source);
      this.#checkArchive();
      return true;
    }
    const missing = this.#addresses('missing');
    if (missing.length > 0 && !isWanted) {
      this.#note('encryption-not-possible', missing, source);
      return false;
    }
    const encrypts = missing.length === 0 || this.#withoutCertificates(missing, choice === true);
    if (encrypts) this.#checkArchive();
    if (encrypts && choice === false) this.#changeOfMind('encrypt', 'encryption-required');
    return encrypts;
  }

  /** Whether it is encrypted all the same, which then stops it. */
  #withoutCertificates(missing: readonly string[], isChosen: boolean): boolean {
    const { source } = this.#demands.encrypt;
    const treatment = this.#treatment('missingCertificate', this.#isDemanded('encrypt'));
    if (treatment === 'block') {
      this.#refuse('certificate-missing', missing, source);
      return true;
    }
    // Nobody's own wish is passed over without a word.
    if ((treatment === 'ask' || isChosen) && !this.#facts.confirmed.includes('certificate-missing')) {
      this.#ask('certificate-missing', missing, source);
      return true;
    }
    this.#change('encryption-left-out', missing, source);
    return false;
  }

  #signs(): boolean {
    const { level, source } = this.#demands.sign;
    const { sign: choice } = this.#facts.choices;
    const value = SIGN_LEVELS[level];
    if (value === 'never') {
      if (choice === true) this.#refuse('signing-forbidden', [], source);
      return false;
    }
    if (value === 'offer' && choice !== true) return false;
    const signs = this.#withSigner(choice === true);
    if (signs && choice === false) this.#changeOfMind('sign', 'signing-required');
    return signs;
  }

  #withSigner(isChosen: boolean): boolean {
    const { signer } = this.#facts;
    const { source } = this.#demands.sign;
    const allowed = allowedIssuers(this.#settings, this.#facts.from, this.#isDemanded('sign'));
    const isEntitled =
      allowed.length === 0 || (signer.issuers ?? []).some((one) => allowed.includes(one.toLowerCase()));
    if (signer.state === 'usable' && isEntitled) return true;
    if (signer.state === 'unknown') {
      this.#refuse('signer-unknown', [], source);
      return true;
    }
    if (signer.state === 'none' && source.layer === 'built-in' && !isChosen && !this.#isDemanded('sign')) {
      this.#note('no-identity', [], source);
      return false;
    }
    const code = signer.state === 'usable' ? 'signer-not-allowed' : 'signer-missing';
    const treatment = this.#treatment('missingSigner', this.#isDemanded('sign'));
    if (treatment === 'block') {
      this.#refuse(code, [], source);
      return true;
    }
    if ((treatment === 'ask' || isChosen) && !this.#facts.confirmed.includes(code)) {
      this.#ask(code, [], source);
      return true;
    }
    this.#change('signing-left-out', [], source);
    return false;
  }

  /** Where an administrator demands the protection, users make no laxer what happens when it cannot be had. */
  #treatment<N extends 'missingCertificate' | 'missingSigner'>(name: N, isDemanded: boolean): SettingValues[N] {
    const { level } = this.#demands[name];
    const { level: least } = this.#wishes.administrators[name];
    return levelsOf(name)[isDemanded ? Math.max(level, least) : level] as SettingValues[N];
  }

  #isDemanded(name: 'sign' | 'encrypt'): boolean {
    const { user, message } = this.#wishes.administrators[name];
    return Math.min(user.floor, message.floor) >= ALWAYS[name];
  }

  /** Nothing is encrypted that the archive could not read; what is not encrypted needs none. */
  #checkArchive(): void {
    const { value, source } = this.#wishes.archive;
    if (value === null || this.#facts.archiveCertificate === 'usable') return;
    const isUnknown = (this.#facts.archiveCertificate ?? 'unknown') === 'unknown';
    this.#refuse(isUnknown ? 'certificate-unknown' : 'archive-certificate-missing', [value.address], source);
  }

  #form(): Picked<SettingValues['form']> {
    const wanted = this.#facts.choices.form;
    const { form } = this.#wishes;
    if (wanted === undefined || wanted === form.value) return form;
    if (form.override === 'free') return { ...form, value: wanted, source: MESSAGE };
    this.#change('choice-not-allowed', [], form.source);
    return form;
  }

  #tellRefusedChoices(): void {
    for (const name of ['headerProtection', 'legacyDisplay', 'tripleWrap'] as const) {
      const wanted = this.#facts.choices[name];
      if (wanted !== undefined && wanted !== this.#level(name))
        this.#change('choice-not-allowed', [], this.#demands[name].lock);
    }
  }

  #changeOfMind(name: 'sign' | 'encrypt', code: ChangeCode): void {
    const { lock, source, level, message } = this.#demands[name];
    this.#change(code, [], message.floor >= level ? lock : source);
  }

  #addresses(state: RecipientFacts['certificate']): readonly string[] {
    return this.#recipients.filter(({ certificate }) => certificate === state).map(({ address }) => address);
  }

  #refuse(code: RefusalCode, addresses: readonly string[], source: Source): void {
    this.#reasons.push({ kind: 'refusal', code, addresses, source });
  }
  #ask(code: Question, addresses: readonly string[], source: Source): void {
    this.#reasons.push({ kind: 'question', code, addresses, source });
  }
  #change(code: ChangeCode, addresses: readonly string[], source: Source): void {
    this.#reasons.push({ kind: 'change', code, addresses, source });
  }
  #note(code: NoteCode, addresses: readonly string[], source: Source): void {
    this.#reasons.push({ kind: 'note', code, addresses, source });
  }
}

/** The demands with the choices for the message, as far as they may be. */
function chosen({ demands }: Wishes, { choices }: Facts): Record<OrderedSetting, Demand> {
  const levelFor = (name: OrderedSetting): number | undefined => {
    switch (name) {
      case 'sign':
      case 'encrypt':
        return choices[name] === undefined ? undefined : choices[name] ? ALWAYS[name] : 0;
      case 'headerProtection':
      case 'legacyDisplay':
      case 'tripleWrap': {
        const value = choices[name];
        return value === undefined ? undefined : (levelsOf(name) as readonly unknown[]).indexOf(value);
      }
      default:
        return undefined;
    }
  };
  const entries = ORDERED.map((name) => {
    const wanted = levelFor(name);
    const demand = wanted === undefined ? demands[name] : withMessage(demands[name], wanted, MESSAGE);
    return [name, isLeftTo(name, demand, choices) ? { ...demand, source: MESSAGE } : demand] as const;
  });
  return Object.fromEntries(entries) as Record<OrderedSetting, Demand>;
}

/** Whether it is the message that says: what is offered it takes or not, and what would be done if possible it may insist on. */
function isLeftTo(name: OrderedSetting, { level }: Demand, choices: Facts['choices']): boolean {
  if (name !== 'sign' && name !== 'encrypt') return false;
  const isBelowAlways = level > 0 && level < ALWAYS[name];
  return level === OFFER ? choices[name] !== undefined : isBelowAlways && choices[name] === true;
}

/** Whose certificates may sign, by `signers.issuers`; none: anybody's. Users do not withhold by it a signature that is demanded. */
function allowedIssuers(settings: LayeredSettings, from: string, isDemanded: boolean): readonly string[] {
  const { value } = isDemanded ? settings.basis('signers.issuers', from) : settings.effective('signers.issuers', from);
  return value.map((one) => one.toLowerCase());
}
