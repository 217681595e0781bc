/** Roaming setting: true where new messages are to start with signing switched on. */
export const SIGN_BY_DEFAULT = 'signet.signByDefault';
/** Roaming setting: the name of the category that S/MIME messages get once they were checked; left out: none. */
export const CATEGORY = 'signet.category';
/** Roaming setting: marks of conversations that hold an encrypted message; nothing of what is in it. */
export const ENCRYPTED = 'signet.encrypted';
/** Roaming setting: text of the user's own rules (a `UserLayer`), as far as the guard on Send has to know them. */
export const OWN_RULES = 'signet.ownRules';
