/**
 * Lets the answers of the newest question through and drops those of earlier ones: a late answer for a message that is
 * no longer on the screen is never shown.
 */
export class Latest {
  #current = 0;

  /** Ends every earlier question; gives a check that is true as long as this is the newest. */
  begin(): () => boolean {
    const mine = ++this.#current;
    return () => mine === this.#current;
  }
}
