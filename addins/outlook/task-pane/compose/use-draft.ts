import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Readiness } from '../../../../shared/index';
import { type ComposeItem } from '../../host/compose-item';
import { type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { Latest } from '../latest';
import { type Services } from '../services';

/** What the pane knows of the draft beside it. */
export interface DraftView {
  readonly choice: ProtectionChoice | undefined;
  readonly head: DraftHead | undefined;
  readonly readiness: Readiness | undefined;
  /** The draft could not be read, or its protection not changed. */
  readonly error: unknown;
  choose(choice: ProtectionChoice): Promise<void>;
  /** Reads everything anew, without waiting for the next turn. */
  refresh(): Promise<void>;
}

/** How often the draft's protection is looked at: the ribbon's toggles run in a runtime of their own. */
const WATCH_MS = 1_500;
/** The people in it are told by an event, but not on every host, nor a change of From: looked at every so many times. */
const PEOPLE_EVERY = 4;

interface Known {
  readonly choice: ProtectionChoice;
  readonly head: DraftHead;
}

/** Watches the draft as long as `isPaused` is false. */
export function useDraft(
  item: ComposeItem,
  services: Pick<Services, 'core'>,
  options: { readonly isPaused: boolean; readonly generation: number },
): DraftView {
  const { isPaused, generation } = options;
  const [known, setKnown] = useState<Known>();
  const [readiness, setReadiness] = useState<Readiness>();
  const [error, setError] = useState<unknown>();
  const lookUps = useRef(new Latest());
  const look = useCallback(async () => {
    const choice = await item.headers.protection();
    const head = await item.reader.head();
    setError(undefined);
    setKnown((before) => (isSame(before, { choice, head }) ? before : { choice, head }));
  }, [item]);
  const glance = useCallback(async () => {
    const choice = await item.headers.protection();
    setKnown((before) => (before && !isSame(before, { ...before, choice }) ? { ...before, choice } : before));
  }, [item]);
  const refresh = useCallback(() => look().catch(setError), [look]);
  useEffect(() => {
    if (isPaused) return undefined;
    void refresh();
    let turn = 0;
    const timer = setInterval(() => {
      void (++turn % PEOPLE_EVERY === 0 ? refresh() : glance().catch(setError));
    }, WATCH_MS);
    return () => clearInterval(timer);
  }, [refresh, glance, isPaused, generation]);
  useEffect(() => item.onRecipientsChanged(() => void refresh()), [item, refresh]);
  useEffect(() => {
    const isLatest = lookUps.current.begin();
    if (!known) return;
    setReadiness(undefined);
    services.core.readiness(requestOf(known)).then(
      (found) => isLatest() && setReadiness(found),
      (thrown: unknown) => isLatest() && setError(thrown),
    );
  }, [known, services, generation]);
  const choose = useCallback(
    async (choice: ProtectionChoice) => {
      try {
        await item.headers.setProtection(choice);
      } catch (thrown) {
        setError(thrown);
        return;
      }
      await refresh();
    },
    [item, refresh],
  );
  return { choice: known?.choice, head: known?.head, readiness, error, choose, refresh };
}

const isSame = (a: Known | undefined, b: Known): boolean => JSON.stringify(a) === JSON.stringify(b);

function requestOf({ choice, head }: Known): Parameters<Services['core']['readiness']>[0] {
  const addresses = (list: DraftHead['to']): string[] => list.map(({ address }) => address);
  const { from, to, cc, bcc } = head;
  return {
    from: from.address,
    to: addresses(to),
    cc: addresses(cc),
    bcc: addresses(bcc),
    protection: { sign: choice.sign, encrypt: choice.encrypt },
  };
}
