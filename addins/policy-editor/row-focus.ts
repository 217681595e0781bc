import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RefObject } from 'preact';

/**
 * Where the focus goes once something in a row was taken away: to the first control of the row that stands there then, else
 * to the last thing in the list, which adds one. `rows` is the element whose children are the rows.
 */
export function useRowFocus(): {
  readonly rows: RefObject<HTMLDivElement | null>;
  readonly leave: (at: number) => void;
} {
  const rows = useRef<HTMLDivElement>(null);
  const [left, setLeft] = useState<{ readonly at: number }>();
  useLayoutEffect(() => {
    const list = rows.current;
    if (!left || !list) return;
    const row = list.querySelectorAll(':scope > fieldset')[left.at] ?? list.lastElementChild;
    const control = row?.matches('button') ? row : row?.querySelector('input, select');
    if (control instanceof HTMLElement) control.focus();
  }, [left]);
  return { rows, leave: (at) => setLeft({ at }) };
}
