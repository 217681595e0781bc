import { parseMailboxes, type Question } from '../../shared/index';
import { expandLists } from './draft-lists';
import { type Draft } from './host/compose-tabs';
import { session } from './host/environment';
import { type MailingLists } from './host/mailing-lists';

/* What the user was asked because of a policy, and agreed to, about one message; lasts as long as Thunderbird runs. */

const askedName = (tabId: number): string => `policy-asked:${tabId}`;
const agreedName = (tabId: number): string => `policy-agreed:${tabId}`;

const QUESTIONS: Readonly<Record<Question, true>> = {
  'certificate-missing': true,
  'signer-missing': true,
  'signer-not-allowed': true,
};

const isQuestion = (value: unknown): value is Question => typeof value === 'string' && Object.hasOwn(QUESTIONS, value);

async function questionsAt(name: string): Promise<readonly Question[]> {
  const kept = await session.get(name);
  return Array.isArray(kept) ? kept.filter(isQuestion) : [];
}

/** Keeps for the popup what the last try to send raised; none: forgets. */
export async function keepPolicyQuestions(tabId: number, questions: readonly Question[]): Promise<void> {
  await (questions.length > 0 ? session.set(askedName(tabId), [...questions]) : session.remove(askedName(tabId)));
}

/** What the last try to send raised. */
export const openPolicyQuestions = (tabId: number): Promise<readonly Question[]> => questionsAt(askedName(tabId));

/** Whom a yes is about: people, with the members of lists in their place, and what nobody knows by its name. */
interface About {
  readonly from: string;
  readonly people: readonly string[];
}

/** The user agrees, for the message as it is: to the same people, by the same sender. */
export async function agreeToPolicyQuestions(
  tabId: number,
  draft: Draft,
  questions: readonly Question[],
  lists: MailingLists,
): Promise<void> {
  const before = await confirmedQuestions(tabId, draft, lists);
  const about = await aboutOf(draft, lists);
  await session.set(agreedName(tabId), { ...about, questions: [...new Set([...before, ...questions])] });
  await keepPolicyQuestions(tabId, []);
}

/** What the user agreed to for this message, as long as it goes to nobody else. */
export async function confirmedQuestions(
  tabId: number,
  draft: Draft,
  lists: MailingLists,
): Promise<readonly Question[]> {
  const kept = agreedOf(await session.get(agreedName(tabId)));
  if (!kept) return [];
  const { from, people } = await aboutOf(draft, lists);
  return from === kept.from && people.every((one) => kept.people.includes(one)) ? kept.questions : [];
}

/** A yes is also about somebody whom a policy adds, such as an archive. */
export async function agreeAlsoAbout(tabId: number, address: string): Promise<void> {
  const kept = agreedOf(await session.get(agreedName(tabId)));
  if (kept) await session.set(agreedName(tabId), { ...kept, people: [...kept.people, address.toLowerCase()] });
}

function agreedOf(kept: unknown): (About & { readonly questions: readonly Question[] }) | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { from, people, questions } = kept as Readonly<Record<string, unknown>>;
  if (typeof from !== 'string' || !Array.isArray(people) || !Array.isArray(questions)) return undefined;
  return {
    from,
    people: people.filter((one): one is string => typeof one === 'string'),
    questions: questions.filter(isQuestion),
  };
}

async function aboutOf(draft: Draft, lists: MailingLists): Promise<About> {
  const { draft: expanded, unknown } = await expandLists(draft, lists);
  const addresses = [expanded.to, expanded.cc, expanded.bcc].flatMap(parseMailboxes).map(({ address }) => address);
  const people = [...addresses, ...unknown.map(({ name }) => name)].map((one) => one.toLowerCase());
  const from = parseMailboxes(draft.from)[0]?.address.toLowerCase() ?? '';
  return { from, people: [...new Set(people)] };
}
