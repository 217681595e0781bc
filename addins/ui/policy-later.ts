import { later } from './later';

/** What rules say about a message, questions that follow from them, and the panel of rules and exceptions. */
export const POLICY_SCREENS = later(() => import('./policy-screens'));
