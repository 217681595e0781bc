import { sameAddress, SignetError } from '../../../../shared/index';
import { type Core } from '../../../worker/core';

/**
 * Keeps the certificates of a file of the user's; how many of them name one of the addresses. Whether they may be used is
 * judged when the recipients are looked up again. Rejects with why the file is none, or could not be kept.
 */
export async function importFor(
  addresses: readonly string[],
  file: File,
  correspondents: Pick<Core['correspondents'], 'import'>,
): Promise<number> {
  const { certificates, failures } = await correspondents.import([new Uint8Array(await file.arrayBuffer())]);
  const [failure] = failures;
  if (certificates.length === 0 && failure)
    throw new SignetError(failure.code, 'nothing was imported', failure.subject);
  const isWanted = (one: string): boolean => addresses.some((address) => sameAddress(one, address));
  return certificates.filter((one) => one.addresses.some(isWanted)).length;
}
