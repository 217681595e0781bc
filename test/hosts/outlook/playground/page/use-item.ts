import { useEffect, useReducer } from 'preact/hooks';
import { type HostItem } from '../../host/item';

/** Draws a component anew whenever the item changes. */
export function useItem(item: HostItem): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => item.onChange(() => redraw(undefined)), [item]);
}
