import { type Decision, type Protection as SendProtection } from '../../shared/index';

/** How an organisation wants one message to be written. */
export type MessageOptions = Pick<SendProtection, 'form' | 'headerPolicy' | 'legacyDisplay' | 'tripleWrap' | 'rules'>;

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
