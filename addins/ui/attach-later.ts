import { later } from './later';

/** The button that attaches the sender's certificate: most drafts go without. */
export const ATTACH = later(() => import('./attach-certificate'));
