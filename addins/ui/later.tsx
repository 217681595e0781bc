import { type ComponentChildren, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Busy, Notice } from './notices';
import { type Language } from './props';
import { useStrings } from './strings';

/** A part of a page that is not loaded with it. */
export interface LaterPart<Module> {
  /** Loads it once. Rejects where that fails; the next call tries again. */
  readonly load: () => Promise<Module>;
  /** Undefined before it is loaded. */
  readonly loaded: () => Module | undefined;
}

export function later<Module>(start: () => Promise<Module>): LaterPart<Module> {
  let module: Module | undefined;
  return { load: async () => (module ??= await start()), loaded: () => module };
}

/** A line that opens; what it opens to is loaded when it is first opened. */
export function LaterDetails<Module>(props: {
  readonly summary: string;
  readonly part: LaterPart<Module>;
  readonly language: Language;
  readonly isOpen?: boolean;
  readonly class?: string;
  readonly children: (module: Module) => ComponentChildren;
}): JSX.Element {
  const { summary, part, language, isOpen = false, children } = props;
  const { common } = useStrings(language);
  const [module, setModule] = useState<Module | 'failed' | undefined>(part.loaded);
  const load = (isShown: boolean): void => {
    if (!isShown || part.loaded()) return;
    setModule(undefined);
    part.load().then(
      (found) => setModule(() => found),
      () => setModule('failed'),
    );
  };
  useEffect(() => load(isOpen), [isOpen]);
  return (
    <details
      class={`sg-details ${props.class ?? ''}`.trim()}
      open={isOpen}
      onToggle={({ currentTarget }) => load(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {module === undefined && <Busy language={language} />}
      {module === 'failed' && <Notice tone="error">{common.notLoaded}</Notice>}
      {module !== undefined && module !== 'failed' && children(module)}
    </details>
  );
}
