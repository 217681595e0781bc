import { SignetError } from '../base/errors';

/** Runs a reader of CMS structures; what it meets as `malformed-der` is told as `malformed-cms`. */
export function asMalformedCms<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof SignetError && thrown.code === 'malformed-der') throw malformedCms(thrown.message);
    throw thrown;
  }
}

export function malformedCms(what: string): SignetError {
  return new SignetError('malformed-cms', what);
}
