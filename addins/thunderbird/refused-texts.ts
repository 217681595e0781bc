import { session } from './host/environment';

const nameOf = (tabId: number): string => `refused:${tabId}`;

/** Keeps why the last send of a tab was refused, for the popup; an empty list forgets. */
export async function keepRefusedTexts(tabId: number, texts: readonly string[]): Promise<void> {
  await (texts.length === 0 ? session.remove(nameOf(tabId)) : session.set(nameOf(tabId), [...texts]));
}

/** Why the last send of a tab was refused; told once. */
export async function takeRefusedTexts(tabId: number): Promise<readonly string[]> {
  const texts = await session.get(nameOf(tabId));
  await session.remove(nameOf(tabId));
  return Array.isArray(texts) ? texts.filter((text): text is string => typeof text === 'string') : [];
}
