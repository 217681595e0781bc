import { Fragment, type JSX } from 'preact';
import { useRowFocus } from './row-focus';

/** Rows that can be changed, left out and added, with the focus on what is there then. */
export function RowList<Item>(props: {
  readonly items: readonly Item[];
  readonly row: (item: Item, change: (item: Item | undefined) => void) => JSX.Element;
  /** What the button that adds a row says, and what it adds. */
  readonly addText: string;
  readonly fresh: () => Item;
  /** `at` may be the place behind the last; undefined: it is left out. */
  readonly put: (at: number, item: Item | undefined) => void;
}): JSX.Element {
  const { items, row, addText, fresh, put } = props;
  const { rows, leave } = useRowFocus();
  return (
    <div ref={rows}>
      {items.map((item, at) => (
        <Fragment key={at}>
          {row(item, (changed) => {
            if (!changed) leave(at);
            put(at, changed);
          })}
        </Fragment>
      ))}
      <button type="button" class="sg-button" onClick={() => put(items.length, fresh())}>
        {addText}
      </button>
    </div>
  );
}
