import { type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { agreeToPolicyQuestions, keepPolicyQuestions } from '../../../addins/thunderbird/policy-agreement';
import { type Question } from '../../../shared/index';
import { DRAFT, LISTS } from './send-world';

/** The user is asked about a draft, and says yes. */
export async function askedAndAgreed(tabId: number, draft: Partial<Draft>, questions: readonly Question[]) {
  const full = { ...DRAFT, ...draft };
  await keepPolicyQuestions(tabId, full, questions, LISTS);
  await agreeToPolicyQuestions(tabId, full, questions, LISTS);
}
