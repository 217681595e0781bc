import { type LookUpSourceName } from '../ports/look-up-source';

/**
 * Every place where certificates of recipients are looked for, in the order in which they are asked; those of one group
 * beside one another: this machine; the organisation's servers; everybody else.
 */
export const LOOK_UP_TIERS = [
  ['address-book', 'host-store'],
  ['exchange', 'ldap'],
  ['web', 'dns'],
] as const satisfies readonly (readonly LookUpSourceName[])[];

/** The same without groups. */
export const LOOK_UP_ORDER: readonly LookUpSourceName[] = LOOK_UP_TIERS.flat();
