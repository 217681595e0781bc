import { type PathRequest, type PathVerdict, type ValidatedPath, validPaths } from './path-validation';
import { checkRevocation, type RevocationData, type RevocationVerdict, withoutPath } from './revocation';

export interface CheckedPath {
  readonly path: PathVerdict;
  readonly revocation: RevocationVerdict;
}

/** What is given, and what is known besides of the certificates of one path: it is asked for each that is tried. */
export interface KnownRevocation extends RevocationData {
  readonly cached?: (path: ValidatedPath) => Promise<RevocationData['items']>;
}

/** What was believed before comes first: a sender may enclose more than the budget checks. */
export async function knownOf(path: ValidatedPath, { items, cached }: KnownRevocation): Promise<RevocationData> {
  return { items: [...((await cached?.(path)) ?? []), ...items] };
}

/**
 * The first valid path whose certificates are all known not to be revoked. Where no path is that good, the first valid
 * one with what is known of it, a path on which the end entity itself is revoked before any other. Without data no
 * second path is looked for. `at`: for what time revocation is asked, where that is not the path's. Rejects only where
 * `known.cached` does.
 */
export async function validateCheckedPath(
  request: PathRequest,
  known: KnownRevocation,
  at: Date = request.at,
): Promise<CheckedPath> {
  const { candidates, budget } = request;
  const paths = validPaths(request);
  let first: CheckedPath | undefined;
  for (;;) {
    const { value, done } = await paths.next();
    if (done === true) return first ?? { path: value, revocation: withoutPath(known) };
    const data = await knownOf(value.path, known);
    const revocation = await checkRevocation({ path: value.path, data, candidates, at, ...(budget && { budget }) });
    if (isFinal(revocation)) return { path: value, revocation };
    first ??= { path: value, revocation };
  }
}

/** No other path could change it: nothing speaks against the path, or the end entity itself is revoked. */
function isFinal({ state, statuses }: RevocationVerdict): boolean {
  return state === 'good' || state === 'not-checked' || statuses[0]?.state === 'revoked';
}
