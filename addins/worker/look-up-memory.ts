import { type LookUpRecords } from '../../shared/index';
import { createLookUpRecords, type Settings } from '../storage/index';
import { type LookUpPolicy } from './look-up-options';

/** What is kept about looking for certificates, and what the organisation sets. */
export interface LookUpMemory {
  readonly lookUpRecords: LookUpRecords;
  readonly lookUpPolicy: LookUpPolicy;
}

export const lookUpMemory = (settings: Settings, policy: LookUpPolicy = {}): LookUpMemory => ({
  lookUpRecords: createLookUpRecords(settings),
  lookUpPolicy: policy,
});
