import { type AlgorithmRules, type OwnDevices, type Protection } from '../../shared/index';
import { type Settings } from '../storage/index';

/** How protected mail is written, beyond what is chosen for each message. What is left out is as the core has it. */
export interface SendOptions extends Pick<Protection, 'form' | 'tripleWrap' | 'headerPolicy' | 'legacyDisplay'> {
  /** What every program of the user reads, who has a copy of each message; only they can know. Left out: nothing more. */
  readonly ownDevices?: OwnDevices;
}

/** The options as they bear on one message, within the rules of its transport. */
export function protectionBy({ ownDevices, ...options }: SendOptions, asked: Protection): Protection {
  const rules: AlgorithmRules = { ...(ownDevices && { ownDevices }), ...asked.rules };
  return { ...options, ...asked, rules };
}

const SETTING = 'send-options';
const FORMS: ReadonlySet<unknown> = new Set(['clear', 'opaque'] satisfies Protection['form'][]);
const POLICIES: ReadonlySet<unknown> = new Set([
  'hcp_baseline',
  'hcp_shy',
  'hcp_no_confidentiality',
] satisfies Protection['headerPolicy'][]);

/** What is stored; a value that is none is left out, so that it never hides less than what was meant. */
export async function readSendOptions(settings: Pick<Settings, 'get'>): Promise<SendOptions> {
  const stored = ((await settings.get(SETTING)) ?? {}) as SendOptions;
  const { form, tripleWrap, headerPolicy, legacyDisplay, ownDevices } = stored;
  const devices = { ...(ownDevices?.gcm === true && { gcm: true }), ...(ownDevices?.oaep === true && { oaep: true }) };
  return {
    ...(form !== undefined && FORMS.has(form) && { form }),
    ...(headerPolicy !== undefined && POLICIES.has(headerPolicy) && { headerPolicy }),
    // Switched off by the user is another thing than never set, where an organisation has it on.
    ...(typeof tripleWrap === 'boolean' && { tripleWrap }),
    ...(typeof legacyDisplay === 'boolean' && { legacyDisplay }),
    ...(Object.keys(devices).length > 0 && { ownDevices: devices }),
  };
}

export async function storeSendOptions(settings: Pick<Settings, 'set'>, options: SendOptions): Promise<void> {
  await settings.set(SETTING, options);
}
