export { policyReasonText } from '../../shared/index';
export { DraftRules, ExceptionOffers, PolicyAsked } from './decision-view';
export { PolicyPanel } from './policy-panel';
export { usePolicyStrings } from './policy-strings';
export { RecordPanel } from './record-panel';
