import { type MessagePlan, type Protection as SendProtection } from '../../shared/index';

/** How one message is to be written. */
export type MessageOptions = Pick<SendProtection, 'form' | 'headerPolicy' | 'legacyDisplay' | 'tripleWrap' | 'rules'>;

/** What was decided about how a message is written, by the policy and by the user where it lets them. Nothing where it may not go. */
export function optionsOf(plan: MessagePlan | undefined): MessageOptions {
  if (!plan) return {};
  const { form, headerProtection, legacyDisplay, tripleWrap, floor, ceiling } = plan;
  return { form, headerPolicy: headerProtection, legacyDisplay, tripleWrap, rules: { floor, ceiling } };
}
