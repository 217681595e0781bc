export { DecisionView, ExceptionOffers, PolicyAsked } from './decision-view';
export { PolicyPanel } from './policy-panel';
export { RecordPanel } from './record-panel';
