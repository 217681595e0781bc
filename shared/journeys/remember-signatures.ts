import { type SignatureRecords } from '../ports/signature-records';
import { type OpenedMessage } from '../smime/open-context';
import { type SignatureVerdict } from '../verdict/verdict';

/**
 * Writes down when the signatures of a message were found good, so that they stay good when their certificates expire:
 * only those at the root that are intact, with a path that is valid today and revocation that is `good` today. One that
 * rests on a record adds none. Whose address it is plays no part: the record is of the signature. Rejects with `storage`.
 */
export async function rememberSignatures(
  { signatures }: Pick<OpenedMessage, 'signatures'>,
  records: SignatureRecords,
  now: Date,
): Promise<void> {
  const keys = signatures.filter(isGoodToday).flatMap(({ recordKey }) => recordKey ?? []);
  for (const key of new Set(keys)) await records.remember(key, { verifiedAt: now });
}

function isGoodToday(signature: SignatureVerdict): boolean {
  const { isRoot, integrity, path, revocation, verifiedBefore } = signature;
  return isRoot && integrity === 'intact' && path === 'valid' && revocation === 'good' && verifiedBefore === undefined;
}
