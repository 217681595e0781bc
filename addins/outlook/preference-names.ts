/** Roaming setting: true where new messages are to start with signing switched on. */
export const SIGN_BY_DEFAULT = 'signet.signByDefault';
