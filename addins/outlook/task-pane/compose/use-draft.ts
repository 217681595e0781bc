import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Readiness } from '../../../../shared/index';
import { type ComposeItem } from '../../host/compose-item';
import { type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { Latest } from '../latest';
import { type Services } from '../services';
import { answersEncrypted, draftRequest, startsEncrypted } from './start-encrypted';

/** What the pane knows of the draft beside it. */
export interface DraftView {
  readonly choice: ProtectionChoice | undefined;
  readonly head: DraftHead | undefined;
  readonly readiness: Readiness | undefined;
  /** Encryption was switched on because everybody in it can read that, or it answers an encrypted message. */
  readonly isStartedEncrypted: boolean;
  /** The draft could not be read, or its protection not changed. */
  readonly error: unknown;
  choose(choice: ProtectionChoice): Promise<void>;
  /** Reads everything anew, without waiting for the next turn. */
  refresh(): Promise<void>;
  /** The directory may know more of the recipients than it did. */
  lookAgain(): void;
}

/** How often the draft's protection is looked at: the ribbon's toggles run in a runtime of their own. */
const WATCH_MS = 1_500;
/** Changes that come faster are looked at together. */
const TYPING_MS = 150;
/** The people in it are told by an event, but not on every host, nor a change of From: looked at every so many times. */
const PEOPLE_EVERY = 4;

interface Known {
  readonly choice: ProtectionChoice;
  readonly head: DraftHead;
}

/** Watches the draft as long as `isPaused` is false. */
export function useDraft(
  item: ComposeItem,
  services: Pick<Services, 'core' | 'originals'>,
  options: { readonly isPaused: boolean; readonly generation: number },
): DraftView {
  const { isPaused, generation } = options;
  const [known, setKnown] = useState<Known>();
  const [readiness, setReadiness] = useState<Readiness>();
  const [error, setError] = useState<unknown>();
  const [isStartedEncrypted, setStarted] = useState(false);
  const lookUps = useRef(new Latest());
  const starts = useRef(new Latest());
  /** The user said here what is wanted; where that is nothing, the draft does not show it. */
  const hasChosen = useRef(false);
  const answers = useRef<Promise<boolean> | undefined>(undefined);
  // What was locked may open now.
  useEffect(() => void (answers.current = undefined), [item, generation]);
  const [searches, setSearches] = useState(0);
  const lookAgain = useCallback(() => setSearches((now) => now + 1), []);
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
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    item.onRecipientsChanged(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), TYPING_MS);
    });
    return () => clearTimeout(timer);
  }, [item, refresh]);
  useEffect(() => {
    const isLatest = lookUps.current.begin();
    if (!known) return;
    services.core.readiness(draftRequest(known.head, known.choice)).then(
      (found) => isLatest() && setReadiness(found),
      (thrown: unknown) => isLatest() && setError(thrown),
    );
  }, [known, services, generation, searches]);
  useEffect(() => {
    const isLatest = starts.current.begin();
    if (!known || isPaused || hasChosen.current) return;
    const { head, choice } = known;
    const isAnswer = (): Promise<boolean> => {
      const asked = (answers.current ??= answersEncrypted(item.inReplyTo, services));
      // What was not found out is asked again at the next change.
      asked.catch(() => {
        if (answers.current === asked) answers.current = undefined;
      });
      return asked;
    };
    const start = async (): Promise<void> => {
      if (!(await startsEncrypted(head, choice, isAnswer, services)) || !isLatest()) return;
      // The ribbon may have been quicker.
      if ((await item.headers.protection()).isChosen === true) return;
      setStarted(true);
      await item.headers.setProtection({ ...choice, encrypt: true, isChosen: true });
      await refresh();
    };
    start().catch(() => undefined);
  }, [known, services, generation, searches, isPaused]);
  const choose = useCallback(
    async ({ sign, encrypt }: ProtectionChoice) => {
      hasChosen.current = true;
      setStarted(false);
      try {
        await item.headers.setProtection({ sign, encrypt, isChosen: true });
      } catch (thrown) {
        setError(thrown);
        return;
      }
      await refresh();
    },
    [item, refresh],
  );
  return { choice: known?.choice, head: known?.head, readiness, isStartedEncrypted, error, choose, refresh, lookAgain };
}

const isSame = (a: Known | undefined, b: Known): boolean => JSON.stringify(a) === JSON.stringify(b);
