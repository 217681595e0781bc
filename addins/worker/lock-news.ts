/*
 * Word from workers to all pages of the origin that keys were locked or unlocked. It is not the channel on which the workers
 * hand the vault key on: no page listens there.
 */
const NAME = 'signet-lock';

export type LockNews = 'unlocked' | 'locked';

/** Gives what tells the pages. */
export function lockAnnouncer(): (news: LockNews) => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(NAME);
  return (news) => channel.postMessage(news);
}

/** Calls with each change, which several workers may tell of; gives what ends that. */
export function onLockNews(changed: (news: LockNews) => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'unlocked' || data === 'locked') changed(data);
  });
  return () => channel.close();
}
