import { SignetError } from '../../../shared/index';

/**
 * The value, or a rejection with `host` after `milliseconds`. Some calls into Thunderbird never answer: what waits for one
 * without this would hold the compose window locked, or the message pane empty, for good.
 */
export function withDeadline<T>(name: string, milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SignetError('host', `${name}: no answer`, name));
    }, milliseconds);
  });
  return Promise.race([promise, late]).finally(() => {
    clearTimeout(timer);
  });
}
