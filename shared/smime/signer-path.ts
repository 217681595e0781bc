import { equal } from '../base/bytes';
import { sameAddress } from '../mime/address';
import { type PathRequest, type PathVerdict, type ValidatedPath, validatePath } from '../pkix/path-validation';
import { type Pin } from '../pkix/pin';
import { type ClaimedSender } from '../verdict/signature-verdict';

/** The pins that may speak for a message: those for its one From, exactly; where From is not one address, none. */
export function pinsFor({ from, isAmbiguous }: ClaimedSender, pins: readonly Pin[] = []): readonly Pin[] {
  const [address, ...more] = from ?? [];
  if (address === undefined || more.length > 0 || isAmbiguous) return [];
  return pins.filter((pin) => sameAddress(pin.address, address));
}

/**
 * The path of a signer's certificate by the user's own word, where one of the pins is exactly this certificate; undefined
 * where none is. It has the note `pinned`; its dates and its usages count as ever, and its verdict stands for it even
 * where it is not valid. Whether there is a path from an anchor, which goes before, and whether a pin is for this message's
 * sender (`pinsFor`) is for the caller to say.
 */
export async function pinnedPath(request: PathRequest, pins: readonly Pin[] = []): Promise<PathVerdict | undefined> {
  const { certificate } = request;
  if (!pins.some((pin) => equal(pin.certificate, certificate.der))) return undefined;
  const alone = { ...request, candidates: [], anchors: [certificate], anchorIndex: undefined };
  const pinned = await validatePath(alone);
  if (pinned.state !== 'valid') return pinned;
  const notes = [...pinned.notes, { code: 'pinned' } as const];
  return { state: 'valid', path: { ...pinned.path, notes }, notes };
}

/**
 * The path of a pinned certificate to whoever signed it, for the one question whether that issuer revoked it. It ends at
 * candidates that nobody trusts and so proves nothing else; undefined where none of them is the issuer.
 */
export async function issuerPath(request: PathRequest): Promise<ValidatedPath | undefined> {
  const { candidates, certificate } = request;
  const anchors = candidates.filter((one) => one.basicConstraints?.ca === true && !equal(one.der, certificate.der));
  const verdict = await validatePath({ ...request, candidates: [], anchors, anchorIndex: undefined });
  return verdict.state === 'valid' ? verdict.path : undefined;
}

/** The path says what the user said, and no issuer. */
export function isPinned(path: PathVerdict | undefined): boolean {
  return path?.state === 'valid' && path.notes.some(({ code }) => code === 'pinned');
}
