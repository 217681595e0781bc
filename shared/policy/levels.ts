/* The levels of what may be asked of a message, from the laxest. */

export const SIGN_LEVELS = ['never', 'offer', 'always'] as const;
export const ENCRYPT_LEVELS = ['never', 'offer', 'when-possible', 'always'] as const;

export const LEVELS = { sign: SIGN_LEVELS, encrypt: ENCRYPT_LEVELS } as const;
export type Protection = keyof typeof LEVELS;

export type SignLevel = (typeof SIGN_LEVELS)[number];
export type EncryptLevel = (typeof ENCRYPT_LEVELS)[number];

/** The level of what is surely done, if it can be. */
export const ALWAYS = { sign: SIGN_LEVELS.indexOf('always'), encrypt: ENCRYPT_LEVELS.indexOf('always') } as const;
/** The level of what a rule prefers. */
export const PREFERRED = { sign: ALWAYS.sign, encrypt: ENCRYPT_LEVELS.indexOf('when-possible') } as const;
/** From this level on something is done without the sender asking for it. */
export const UNASKED = PREFERRED;
