import { compilePolicy, type PolicyDocument, type SettingValues } from '../../shared/index';
import { ownRules, setOwn, userLayer } from './own-rules';
import { type Settings } from '../storage/index';

/** What new messages ask for. */
export interface DefaultProtection {
  /** Counts only for addresses with an identity. */
  readonly sign: boolean;
  readonly encrypt: boolean;
  /** Encrypted as soon as everybody in it can read that. */
  readonly ifPossible: boolean;
  /** What a policy does not leave to the user. */
  readonly locked: { readonly sign?: boolean; readonly encrypt?: boolean };
}

/** What holds for new messages of any account, by policy and the user's own word. */
export async function defaultProtection(settings: Settings, document: PolicyDocument): Promise<DefaultProtection> {
  const policy = compilePolicy(document, await ownRules(settings)).settings;
  const [sign, encrypt] = [policy.effective('sign'), policy.effective('encrypt')];
  return {
    sign: sign.value === 'always',
    encrypt: encrypt.value === 'always',
    ifPossible: encrypt.value === 'when-possible',
    locked: { sign: sign.change === 'none', encrypt: encrypt.change === 'none' },
  };
}

export function setDefaultProtection(
  settings: Settings,
  { sign, encrypt, ifPossible }: Omit<DefaultProtection, 'locked'>,
): Promise<void> {
  const wanted: SettingValues['encrypt'] = ifPossible ? 'when-possible' : 'offer';
  return setOwn(settings, { sign: sign ? 'always' : 'offer', encrypt: encrypt ? 'always' : wanted });
}

/** How drafts of messages that are to be encrypted are kept. */
export interface DraftKeeping {
  readonly isEncrypted: boolean;
  readonly isLocked: boolean;
  readonly headerPolicy: SettingValues['headerProtection'];
}

/** What holds for an account, by policy and the user's own word. `from` left out: for any. */
export async function draftKeeping(settings: Settings, document: PolicyDocument, from?: string): Promise<DraftKeeping> {
  const policy = compilePolicy(document, await userLayer(settings)).settings;
  const drafts = policy.effective('drafts', from);
  const headerPolicy = policy.effective('headerProtection', from).value;
  return { isEncrypted: drafts.value === 'encrypted', isLocked: drafts.change === 'none', headerPolicy };
}

export const setDraftKeeping = (settings: Settings, isEncrypted: boolean): Promise<void> =>
  setOwn(settings, { drafts: isEncrypted ? 'encrypted' : 'plain' });
