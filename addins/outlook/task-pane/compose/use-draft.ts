import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Readiness, type Unknown } from '../../../../shared/index';
import { type ComposeItem } from '../../host/compose-item';
import { decideDraft, startsEncrypted, type DraftDecision, type Protection } from '../../../policy/decide-draft';
import { type DraftContents, type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { Latest } from '../latest';
import { type Services } from '../services';
import { draftSource } from './draft-source';
import { isAboutEncrypted as isAboutEncryptedNow, draftRequest } from './answered-message';

/** What the pane knows of the draft beside it. */
export interface DraftView {
  /** What the message would have; before rules were asked, what the draft says. */
  readonly choice: Protection | undefined;
  /** What rules and the user make of it; undefined: not known yet. */
  readonly decided: DraftDecision | undefined;
  /** It asks for protection that nobody wants of it any more, and so Outlook's own Send holds it back. */
  readonly isHeldBack: boolean;
  readonly head: DraftHead | undefined;
  readonly readiness: Readiness | undefined;
  /** Encryption was switched on because everybody in it can read that, or it answers an encrypted message. */
  readonly isStartedEncrypted: boolean;
  /** The draft could not be read, or its protection not changed. */
  readonly error: unknown;
  choose(choice: Protection): Promise<void>;
  /** Whether it answers or forwards an encrypted message. */
  isAboutEncrypted(): Promise<boolean | Unknown>;
  /** Reads everything anew, without waiting for the next turn. */
  refresh(): Promise<void>;
  /** The directory may know more of the recipients than it did. */
  lookAgain(): void;
}

/** How often the draft's protection is looked at: the ribbon's toggles run in a runtime of their own. */
const WATCH_MS = 1_500;
/** Changes that come faster are looked at together. */
const TYPING_MS = 150;
/** What could not be found out is asked again. */
const RETRY_MS = 5_000;
/** The people in it are told by an event, but not on every host, nor a change of From: looked at every so many times. */
const PEOPLE_EVERY = 4;

interface Known {
  readonly choice: ProtectionChoice;
  readonly head: DraftHead;
  readonly contents: DraftContents;
}

interface Standing {
  readonly of: Known;
  readonly decided: DraftDecision;
  readonly readiness: Readiness;
}

/** Watches the draft as long as `isPaused` is false. */
export function useDraft(
  item: ComposeItem,
  services: Pick<Services, 'core' | 'originals' | 'conversation' | 'clock' | 'policy'>,
  options: { readonly isPaused: boolean; readonly generation: number },
): DraftView {
  const { isPaused, generation } = options;
  const [known, setKnown] = useState<Known>();
  const [standing, setStanding] = useState<Standing>();
  const [error, setError] = useState<unknown>();
  /** Why it is not known what rules make of it. */
  const [fault, setFault] = useState<unknown>();
  const [isAbout, setAbout] = useState<boolean | Unknown>(false);
  /** What was pressed last, until it is known what rules make of that. */
  const [pressed, setPressed] = useState<Protection>();
  const isWriting = useRef(false);
  const [isStartedEncrypted, setStarted] = useState(false);
  const lookUps = useRef(new Latest());
  const starts = useRef(new Latest());
  /** The user said here what is wanted; where that is nothing, the draft does not show it. */
  const hasChosen = useRef(false);
  const answers = useRef<Promise<boolean | Unknown> | undefined>(undefined);
  // What was locked may open now.
  useEffect(() => void (answers.current = undefined), [item, generation]);
  const [searches, setSearches] = useState(0);
  const lookAgain = useCallback(() => setSearches((now) => now + 1), []);
  const look = useCallback(async () => {
    const choice = await item.headers.protection();
    const head = await item.reader.head();
    const contents = await item.reader.contents();
    setError(undefined);
    setKnown((before) => (isSame(before, { choice, head, contents }) ? before : { choice, head, contents }));
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
  const isAboutEncrypted = useCallback(async (): Promise<boolean | Unknown> => {
    const asked = (answers.current ??= isAboutEncryptedNow(item, services));
    // What was not found out is asked again at the next change.
    asked.catch(() => {
      if (answers.current === asked) answers.current = undefined;
    });
    return asked.catch(() => 'unknown' as const);
  }, [item, services]);
  // The message that it answers may take its time.
  useEffect(() => void isAboutEncrypted().then(setAbout), [known, isAboutEncrypted, generation]);
  useEffect(() => {
    const isLatest = lookUps.current.begin();
    if (!known) return;
    const stand = async (): Promise<Standing> => {
      const { head, contents, choice } = known;
      const context = { choice, isAboutEncrypted: isAbout, confirmed: [] };
      const source = await draftSource(head, contents, context, services.core);
      const decided = await decideDraft(source, services);
      const readiness = await services.core.readiness(draftRequest(head, decided.protection));
      return { of: known, decided, readiness };
    };
    let again: ReturnType<typeof setTimeout> | undefined;
    stand().then(
      (found) => {
        if (!isLatest()) return;
        setFault(undefined);
        setStanding(found);
        if (!isWriting.current) setPressed(undefined);
      },
      (thrown: unknown) => {
        if (!isLatest()) return;
        setStanding(undefined);
        setFault(thrown);
        again = setTimeout(lookAgain, RETRY_MS);
      },
    );
    return () => clearTimeout(again);
  }, [known, services, generation, searches, isAbout, lookAgain]);
  useEffect(() => {
    const isLatest = starts.current.begin();
    if (!standing || isPaused || standing.of !== known) return;
    const { choice } = standing.of;
    const wanted = settled(choice, standing.decided, hasChosen.current);
    if (wanted === undefined) return;
    const settle = async (): Promise<void> => {
      const now = await item.headers.protection();
      // The user may have been quicker, in the ribbon or here.
      if (isWriting.current || JSON.stringify(now) !== JSON.stringify(choice) || !isLatest()) return;
      if (wanted.isChosen === true && choice.isChosen !== true) setStarted(true);
      await item.headers.setProtection(wanted);
      await refresh();
    };
    settle().catch(setError);
  }, [standing, known, isPaused, item, refresh]);
  const shown = standing?.decided;
  const choose = useCallback(
    async (wanted: Protection) => {
      hasChosen.current = true;
      setStarted(false);
      setPressed({ sign: wanted.sign, encrypt: wanted.encrypt });
      isWriting.current = true;
      try {
        await item.headers.setProtection(chosenOf(wanted, shown));
        await refresh();
      } catch (thrown) {
        setError(thrown);
      } finally {
        isWriting.current = false;
        lookAgain();
      }
    },
    [item, refresh, lookAgain, shown],
  );
  const choice = pressed ?? standing?.decided.protection ?? known?.choice;
  const isHeldBack =
    known !== undefined && choice !== undefined && !isAny(choice) && standing?.of === known && isAny(known.choice);
  return {
    choice,
    decided: standing?.decided,
    isHeldBack,
    head: known?.head,
    readiness: standing?.readiness,
    isStartedEncrypted,
    error: error ?? fault,
    choose,
    refresh,
    lookAgain,
    isAboutEncrypted,
  };
}

/** What a press says of a draft. What rules encrypt for some of it, and was shown so, is no choice of the user's for all. */
export function chosenOf({ sign, encrypt }: Protection, shown: DraftDecision | undefined): ProtectionChoice {
  const isSplit = encrypt && shown?.protection.encrypt === true && shown.decision.intended.length > 1;
  return { sign, encrypt, isChosen: true, ...(isSplit && { isSplit }) };
}

const isAny = ({ sign, encrypt }: Protection): boolean => sign || encrypt;

/**
 * What a draft is to say from now on; undefined: what it says. It is only ever more, so that Outlook's own Send holds back what
 * is shown as protected. What is encrypted by itself counts as chosen once it was shown: who is added later without a
 * certificate is heard of.
 */
function settled(choice: ProtectionChoice, decided: DraftDecision, hasChosen: boolean): ProtectionChoice | undefined {
  const { sign, encrypt } = decided.protection;
  const isStart = choice.isChosen !== true && !hasChosen && !choice.encrypt && startsEncrypted(decided);
  if (isStart) return { sign, encrypt, isChosen: true };
  if (!((sign && !choice.sign) || (encrypt && !choice.encrypt))) return undefined;
  const isSplit = encrypt && !choice.encrypt && decided.decision.intended.length > 1;
  return { ...choice, sign: sign || choice.sign, encrypt: encrypt || choice.encrypt, ...(isSplit && { isSplit }) };
}

const isSame = (a: Known | undefined, b: Known): boolean => JSON.stringify(a) === JSON.stringify(b);
