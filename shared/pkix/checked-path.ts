import { type PathRequest, type PathVerdict, validPaths } from './path-validation';
import { checkRevocation, type RevocationData, type RevocationVerdict, withoutPath } from './revocation';

export interface CheckedPath {
  readonly path: PathVerdict;
  readonly revocation: RevocationVerdict;
}

/**
 * The first valid path whose certificates are all known not to be revoked. Where no path is that good, the first valid
 * one with what is known of it, a path on which the end entity itself is revoked before any other. Without data no
 * second path is looked for. `at`: for what time revocation is asked, where that is not the path's. Never throws.
 */
export async function validateCheckedPath(
  request: PathRequest,
  data: RevocationData,
  at: Date = request.at,
): Promise<CheckedPath> {
  const { candidates, budget } = request;
  const paths = validPaths(request);
  let first: CheckedPath | undefined;
  for (;;) {
    const { value, done } = await paths.next();
    if (done === true) return first ?? { path: value, revocation: withoutPath(data) };
    const revocation = await checkRevocation({ path: value.path, data, candidates, at, ...(budget && { budget }) });
    if (isFinal(revocation)) return { path: value, revocation };
    first ??= { path: value, revocation };
  }
}

/** No other path could change it: nothing speaks against the path, or the end entity itself is revoked. */
export function isFinal({ state, statuses }: RevocationVerdict): boolean {
  return state === 'good' || state === 'not-checked' || statuses[0]?.state === 'revoked';
}
