import browser from 'webextension-polyfill';
import { type Experiments } from './experiment-types';
import { type ThunderbirdApi } from './thunderbird-types';

/** Thunderbird's own interfaces: the polyfill passes them through as they are and knows no types for them. */
export const thunderbird = browser as unknown as ThunderbirdApi & Partial<Experiments>;
