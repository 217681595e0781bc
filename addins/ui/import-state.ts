import { useEffect, useRef, useState } from 'preact/hooks';
import { LIMITS, type Bytes } from '../../shared/index';
import { onLockNews } from '../worker/lock-news';
import { type IdentityOffer } from '../worker/own-identities';
import { failureOf } from './failure';
import { type IdentityCore } from './identity-core';
import { type Failure } from './props';

export interface ChosenFile {
  readonly name: string;
  readonly octets: Bytes;
}

/** Where the user is. `files`: what was chosen so far. */
export type ImportStep =
  | { readonly at: 'file'; readonly files: readonly ChosenFile[]; readonly missing?: 'key' | 'certificate' }
  | { readonly at: 'passphrase'; readonly files: readonly ChosenFile[] }
  | { readonly at: 'confirm'; readonly files: readonly ChosenFile[]; readonly offer: IdentityOffer };

export interface ImportState {
  readonly step: ImportStep;
  /** `closed`: the keys here were locked, and those of the file were forgotten with them. */
  readonly failure: Failure | 'too-big' | 'closed' | undefined;
  readonly isBusy: boolean;
  /** A password was needed. */
  readonly hadPassphrase: boolean;
  /** More files beside those there are: the other half of one that was incomplete. */
  readonly choose: (files: readonly File[]) => Promise<void>;
  readonly enter: (passphrase: string) => Promise<void>;
  readonly accept: () => Promise<void>;
  /** Ends what is going on; nothing was kept. */
  readonly stop: () => void;
}

/**
 * Importing, apart from how it looks. Files are opened without a password first: only where that does not do is one
 * asked for. Nothing is stored before `accept`, and the keys are forgotten when it is stopped or the keys here are locked.
 */
export function useImport(
  core: Pick<IdentityCore, 'openIdentityFiles'>,
  accounts: () => Promise<readonly string[]>,
  onDone: (added: readonly string[]) => void,
): ImportState {
  const [step, setStep] = useState<ImportStep>({ at: 'file', files: [] });
  const [failure, setFailure] = useState<ImportState['failure']>();
  const [isBusy, setBusy] = useState(false);
  const [passphrase, setPassphrase] = useState<string>();
  const running = useRef<AbortController | undefined>(undefined);
  const current = useRef(step);
  current.current = step;
  const close = (): void => {
    setStep({ at: 'file', files: [] });
    setPassphrase(undefined);
    setFailure('closed');
  };
  useEffect(
    () =>
      onLockNews((news) => {
        if (news !== 'locked' || current.current.at === 'file') return;
        running.current?.abort();
        close();
      }),
    [],
  );

  const attempt = async (action: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setFailure(undefined);
    setBusy(true);
    await action(controller.signal);
    setBusy(false);
  };
  const open = async (files: readonly ChosenFile[], tried: string | undefined, signal: AbortSignal): Promise<void> => {
    const request = {
      files: files.map(({ octets }) => octets),
      passphrase: tried,
      accounts: await accounts().catch(() => []),
    };
    const offer = await core.openIdentityFiles(request, { signal });
    const { missing } = offer;
    if (missing === undefined) setStep({ at: 'confirm', files, offer });
    else setStep({ at: 'file', files, missing });
  };
  const choose = (chosen: readonly File[]): Promise<void> =>
    attempt(async (signal) => {
      const all = [...step.files, ...(await readFiles(chosen))];
      if (all.reduce((total, { octets }) => total + octets.length, 0) > LIMITS.identityFileOctets) {
        setFailure('too-big');
        return;
      }
      try {
        await open(all, passphrase, signal);
      } catch (thrown) {
        const found = failureOf(thrown);
        if (found.code === 'cancelled') close();
        else if (found.code === 'passphrase') setStep({ at: 'passphrase', files: all });
        else setFailure(found);
      }
    });
  return {
    step,
    failure,
    isBusy,
    hadPassphrase: passphrase !== undefined,
    choose,
    enter: (typed) =>
      attempt(async (signal) => {
        try {
          await open(step.files, typed, signal);
          setPassphrase(typed);
        } catch (thrown) {
          const found = failureOf(thrown);
          if (found.code === 'cancelled') {
            close();
            return;
          }
          setFailure(found);
          if (found.code !== 'passphrase') setStep({ at: 'file', files: [] });
        }
      }),
    accept: () =>
      attempt(async () => {
        if (step.at !== 'confirm') return;
        await step.offer.accept().then(onDone, (thrown: unknown) => {
          const found = failureOf(thrown);
          if (found.code === 'host' && found.subject === 'closed') close();
          else setFailure(found);
        });
      }),
    stop() {
      running.current?.abort();
      if (step.at === 'confirm') step.offer.discard();
    },
  };
}

/** A file over the limit is not read: one octet too many stands for it. */
const readFiles = (chosen: readonly File[]): Promise<readonly ChosenFile[]> =>
  Promise.all(
    chosen.map(async (file) => {
      const isTooBig = file.size > LIMITS.identityFileOctets;
      const content = isTooBig ? new ArrayBuffer(LIMITS.identityFileOctets + 1) : await file.arrayBuffer();
      return { name: file.name, octets: new Uint8Array(content) };
    }),
  );
