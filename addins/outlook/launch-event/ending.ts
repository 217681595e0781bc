/** What a host gives a handler: it has to be completed once. */
export interface Completed<Options> {
  completed(options?: Options): void;
}

export interface Ending<Options> {
  /** Completes the event; what comes after the first time is not heard. */
  readonly end: (options?: Options) => void;
  /** The same step, after which the event is ended as failed where the step throws. */
  readonly step: <Value>(run: (value: Value) => void) => (value: Value) => void;
}

/** The end of one event, whatever is thrown on the way there. Not covered: a host that never answers. */
export function ending<Options>(event: Completed<Options>, failed: () => Options): Ending<Options> {
  let isOver = false;
  const end = (options?: Options): void => {
    if (isOver) return;
    event.completed(options);
    isOver = true;
  };
  return {
    end,
    step: (run) => (value) => {
      try {
        run(value);
      } catch {
        end(failed());
      }
    },
  };
}
