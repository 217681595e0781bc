/** A message that lies in the mailbox and may be the challenge. */
export interface FoundMail {
  /** The same for the same message as long as the order is run. */
  readonly id: string;
}

/**
 * Those to look at now, `most` at the most: first the ones that were never looked at, from both ends, then those whose last
 * look is longest ago. Somebody who sends forgeries without end so delays the right one, before which only what came
 * earlier lies, and cannot keep it away. `found`: newest first. `looked`: ids in the order of the last look; kept by this.
 */
export function lookInTurn<Mail extends FoundMail>(
  found: readonly Mail[],
  looked: Set<string>,
  most: number,
): readonly Mail[] {
  const fresh = found.filter(({ id }) => !looked.has(id));
  const half = Math.floor(most / 2);
  const chosen =
    fresh.length <= most ? [...fresh] : [...fresh.slice(0, most - half), ...fresh.slice(fresh.length - half)];
  const byId = new Map(found.map((mail) => [mail.id, mail]));
  for (const id of looked) {
    const again = byId.get(id);
    if (again && chosen.length < most) chosen.push(again);
  }
  for (const { id } of chosen) {
    looked.delete(id);
    looked.add(id);
  }
  return chosen;
}
