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

/** A line that opens; what it opens to is loaded when it is first opened, and is there only while it is open. */
export function LaterDetails<Module>(props: {
  readonly summary: string;
  readonly part: LaterPart<Module>;
  readonly language: Language;
  /** At first. */
  readonly isOpen?: boolean;
  readonly class?: string;
  readonly children: (module: Module) => ComponentChildren;
}): JSX.Element {
  const { summary, part, language, isOpen = false, children } = props;
  const [isShown, setShown] = useState(isOpen);
  return (
    <details
      class={`sg-details ${props.class ?? ''}`.trim()}
      open={isOpen}
      onToggle={({ currentTarget }) => setShown(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {isShown && (
        <Later part={part} language={language}>
          {children}
        </Later>
      )}
    </details>
  );
}

/** What is loaded when it is first shown; until then, that it is coming. */
export function Later<Module>(props: {
  readonly part: LaterPart<Module>;
  readonly language: Language;
  readonly children: (module: Module) => ComponentChildren;
}): JSX.Element {
  const { part, language, children } = props;
  const { common } = useStrings(language);
  // By the part: where another one takes the place of this, what was found of this is not its.
  const [failed, setFailed] = useState<LaterPart<Module>>();
  const [, setLoaded] = useState<LaterPart<Module>>();
  useEffect(() => {
    if (part.loaded() !== undefined) return;
    part.load().then(
      () => setLoaded(part),
      () => setFailed(part),
    );
  }, [part]);
  if (failed === part) return <Notice tone="error">{common.notLoaded}</Notice>;
  const module = part.loaded();
  return module === undefined ? <Busy language={language} /> : <>{children(module)}</>;
}
