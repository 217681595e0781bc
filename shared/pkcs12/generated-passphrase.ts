/** Lower-case letters that are not taken for one another or for a digit: no i, l, o. One keyboard page of any phone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const GROUPS = 5;
const GROUP_LENGTH = 4;
/** Octets from here on would make the first letters likelier than the others. */
const FAIR = 256 - (256 % LETTERS.length);

/** What a generated passphrase looks like. */
export const PASSPHRASE_FORM = /^(?:[a-hjkmnp-z]{4}-){4}[a-hjkmnp-z]{4}$/;

/**
 * A passphrase for one key file: 20 letters, each of 23 with the same chance (90 bits), in groups of four with hyphens
 * that are part of it. Nobody can guess it with the file in hand, whatever the file's key derivation costs.
 */
export function generatePassphrase(): string {
  const groups = Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, letter).join(''));
  return groups.join('-');
}

function letter(): string {
  for (;;) {
    const [octet = FAIR] = crypto.getRandomValues(new Uint8Array(1));
    if (octet < FAIR) return LETTERS[octet % LETTERS.length] as string;
  }
}
