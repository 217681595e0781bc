import { type DecisionRecord, type RecordPorts } from '../policy/decision-record';

/** The record of decisions, loaded with the first that is asked for; what could not be loaded is loaded again. */
export function createRecordSource(ports: () => RecordPorts): () => Promise<DecisionRecord> {
  let kept: Promise<DecisionRecord> | undefined;
  return () => {
    kept ??= import('../policy/decision-record').then(({ createDecisionRecord }) => createDecisionRecord(ports()));
    return kept.catch((thrown: unknown) => {
      kept = undefined;
      throw thrown;
    });
  };
}
