import { type CoreCalls } from './core-calls';

/**
 * Calls that change nothing, or the same however often they are asked: where a worker is ended beside them, the next one is
 * asked. What is not named here may have been done already and is never asked twice.
 */
export const REPEATABLE: ReadonlySet<string> = new Set([
  'open',
  'attachment',
  'forget',
  'refreshRound',
  'readiness',
  'planLookUp',
  'correspondents',
  'correspondentDetails',
  'exportCorrespondent',
  'confirmKey',
  'allowExpired',
  'removeCorrespondent',
  'identities',
  'identityTrust',
  'selfTest',
  'writersTo',
  'renewalReminders',
  'certificateFile',
  'waitingRequests',
  'keyState',
  'unlockKeys',
  'lockKeys',
  'addedAnchors',
  'publicAnchors',
  'pins',
  'hostTrust',
  'hostAnchorChoice',
  'revocationChoice',
  'lookUpChoice',
  'acmeChoice',
  'acmeOrders',
  'dueRenewals',
  'setting',
] satisfies (keyof CoreCalls)[]);
