import { later } from './later';

/** Where certificates of recipients are looked for: shown in the settings alone. */
export const LOOK_UP_PANEL = later(() => import('./look-up-panel'));
