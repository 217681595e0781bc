import { type Decision, type Protection as SendProtection } from '../../shared/index';
import { session } from './host/environment';

/* How an organisation wants one message to be written, from the moment when it may go until it is built. */

export type MessageOptions = Pick<SendProtection, 'form' | 'headerPolicy' | 'legacyDisplay' | 'tripleWrap' | 'rules'>;

const nameOf = (tabId: number): string => `message-options:${tabId}`;

/** What a policy decided about how the message is written; what it left alone is not in it, since that is the user's. */
export function optionsOf({ messages: [plan], steps }: Decision): MessageOptions {
  if (!plan) return {};
  const isDecided = (setting: string): boolean =>
    steps.some(
      (step) => step.setting === setting && step.effect === 'decides' && step.source.layer === 'administrator',
    );
  return {
    rules: { floor: plan.floor, ceiling: plan.ceiling },
    ...(isDecided('form') && { form: plan.form }),
    ...(isDecided('headerProtection') && { headerPolicy: plan.headerProtection }),
    ...(isDecided('legacyDisplay') && { legacyDisplay: plan.legacyDisplay }),
    ...(isDecided('tripleWrap') && { tripleWrap: plan.tripleWrap }),
  };
}

export const keepMessageOptions = (tabId: number, options: MessageOptions): Promise<void> =>
  session.set(nameOf(tabId), options);

/** What was kept by `keepMessageOptions`: nothing else writes there. */
export async function keptMessageOptions(tabId: number | undefined): Promise<MessageOptions> {
  return tabId === undefined ? {} : ((await session.get(nameOf(tabId))) ?? {});
}
