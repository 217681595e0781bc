const focused = new WeakSet<HTMLElement>();

/** For `ref`: moves the focus to a control when it appears, and only then. */
export function focusOnce(element: HTMLElement | null): void {
  if (!element || focused.has(element)) return;
  focused.add(element);
  element.focus();
}
