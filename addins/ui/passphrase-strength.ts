export type PassphraseStrength = 'short' | 'weak' | 'fair' | 'strong';

/** What everybody tries first; whatever is built around one of these adds little. */
const COMMON = [
  'password',
  'passwort',
  'passphrase',
  'qwert',
  'asdf',
  'letmein',
  'iloveyou',
  'signet',
  'abc123',
  '12345',
];

/** Character classes and how many there are of each. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ !-/:-@[-`{-~]/, 33],
  [/[^ -~]/, 100],
];

/** The least that is taken, as the key store has it. */
const LEAST = 8;

/**
 * A rough estimate, for a hint only: what a program that guesses needs, going by length, kinds of characters, repetitions
 * and a few words that everybody tries. It knows no dictionary: a line of a well-known song counts as strong.
 */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const characters = Array.from(passphrase);
  if (characters.length < LEAST) return 'short';
  const alphabet = CLASSES.reduce((sum, [pattern, size]) => sum + (pattern.test(passphrase) ? size : 0), 0);
  const bits = lengthThatCounts(passphrase) * Math.log2(Math.max(alphabet, 2));
  if (bits < 50) return 'weak';
  return bits < 80 ? 'fair' : 'strong';
}

/** Characters apart from those of common words, and from those that only go on as the two before. */
function lengthThatCounts(passphrase: string): number {
  const lower = passphrase.toLowerCase();
  const without = COMMON.reduce((text, word) => text.replaceAll(word, ''), lower);
  const codes = Array.from(without, (one) => one.codePointAt(0) ?? 0);
  return codes.filter((code, i) => {
    const [before, earlier] = [codes[i - 1], codes[i - 2]];
    if (before === undefined || earlier === undefined) return true;
    return code - before !== before - earlier;
  }).length;
}
