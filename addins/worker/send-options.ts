import { type Protection } from '../../shared/index';
import { type Settings } from '../storage/index';

/** How protected mail is written, beyond what is chosen for each message. What is left out is as the core has it. */
export type SendOptions = Pick<Protection, 'form' | 'tripleWrap' | 'headerPolicy' | 'legacyDisplay'>;

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
  const { form, tripleWrap, headerPolicy, legacyDisplay } = stored;
  return {
    ...(form !== undefined && FORMS.has(form) && { form }),
    ...(headerPolicy !== undefined && POLICIES.has(headerPolicy) && { headerPolicy }),
    ...(tripleWrap === true && { tripleWrap }),
    ...(legacyDisplay === true && { legacyDisplay }),
  };
}

export async function storeSendOptions(settings: Pick<Settings, 'set'>, options: SendOptions): Promise<void> {
  await settings.set(SETTING, options);
}
