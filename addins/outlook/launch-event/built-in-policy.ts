import { type CompactPolicy } from '../../../shared/index';

/**
 * What the organisation's policy wants of drafts, built in from the file that `npm run policy -- export outlook` wrote;
 * undefined where the build was given none. The build looked that it is such a file.
 */
export function builtInPolicy(): CompactPolicy | undefined {
  return typeof __OUTLOOK_POLICY__ === 'undefined' ? undefined : (__OUTLOOK_POLICY__ as CompactPolicy | undefined);
}
