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

/** Whom a question or a yes is about: people, with the members of lists in their place, and what nobody knows by its name. */
interface About {
  readonly from: string;
  readonly people: readonly string[];
}

/** Keeps for the popup what a try to send raised, with what it is about; none: forgets what an earlier one raised. */
export async function keepPolicyQuestions(
  tabId: number,
  draft: Draft,
  questions: readonly Question[],
  lists: MailingLists,
): Promise<void> {
  if (questions.length === 0) return forgetPolicyQuestions(tabId);
  await session.set(askedName(tabId), { ...(await aboutOf(draft, lists)), questions: [...questions] });
}

export const forgetPolicyQuestions = (tabId: number): Promise<void> => session.remove(askedName(tabId));

/** What the last try to send raised, if that went from the same sender to just the same people. */
export async function openPolicyQuestions(
  tabId: number,
  draft: Draft,
  lists: MailingLists,
): Promise<readonly Question[]> {
  const kept = keptOf(await session.get(askedName(tabId)));
  return kept && isSame(kept, await aboutOf(draft, lists)) ? kept.questions : [];
}

/** The user agrees, for the message as it is. Counts for those of the questions alone that are open about just that. */
export async function agreeToPolicyQuestions(
  tabId: number,
  draft: Draft,
  questions: readonly Question[],
  lists: MailingLists,
): Promise<void> {
  const open = await openPolicyQuestions(tabId, draft, lists);
  const agreed = questions.filter((one) => open.includes(one));
  if (agreed.length === 0) return;
  const before = await confirmedQuestions(tabId, draft, lists);
  const about = await aboutOf(draft, lists);
  await session.set(agreedName(tabId), { ...about, questions: [...new Set([...before, ...agreed])] });
  await forgetPolicyQuestions(tabId);
}

/** What the user agreed to for this message, as long as it goes to nobody else. */
export async function confirmedQuestions(
  tabId: number,
  draft: Draft,
  lists: MailingLists,
): Promise<readonly Question[]> {
  const kept = keptOf(await session.get(agreedName(tabId)));
  if (!kept) return [];
  const about = await aboutOf(draft, lists);
  return about.from === kept.from && isWithin(about, kept) ? kept.questions : [];
}

/** A yes is also about somebody whom a policy adds, such as an archive. */
export async function agreeAlsoAbout(tabId: number, address: string): Promise<void> {
  const kept = keptOf(await session.get(agreedName(tabId)));
  if (kept) await session.set(agreedName(tabId), { ...kept, people: [...kept.people, address.toLowerCase()] });
}

function keptOf(kept: unknown): (About & { readonly questions: readonly Question[] }) | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { from, people, questions } = kept as Readonly<Record<string, unknown>>;
  if (typeof from !== 'string' || !Array.isArray(people) || !Array.isArray(questions)) return undefined;
  return {
    from,
    people: people.filter((one): one is string => typeof one === 'string'),
    questions: questions.filter(isQuestion),
  };
}

const isSame = (one: About, other: About): boolean =>
  one.from === other.from && isWithin(one, other) && isWithin(other, one);

const isWithin = ({ people }: About, other: About): boolean => people.every((one) => other.people.includes(one));

async function aboutOf(draft: Draft, lists: MailingLists): Promise<About> {
  const { draft: expanded, unknown } = await expandLists(draft, lists);
  const addresses = [expanded.to, expanded.cc, expanded.bcc].flatMap(parseMailboxes).map(({ address }) => address);
  const people = [...addresses, ...unknown.map(({ name }) => name)].map((one) => one.toLowerCase());
  const from = parseMailboxes(draft.from)[0]?.address.toLowerCase() ?? '';
  return { from, people: [...new Set(people)] };
}
