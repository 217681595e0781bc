import { later } from './later';

/** The recipients of a draft, who will be able to read it, and what to do for those who cannot. */
export const RECIPIENTS = later(() => import('./recipients'));
