/** Where the user's options about looking for certificates are kept. What acts by them is loaded later. */
export const LOOK_UP_SETTING = 'look-up';
