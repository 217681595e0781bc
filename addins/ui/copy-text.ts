/**
 * Puts a text on the clipboard. Where the host forbids it, as a frame may, selects `shown` instead so that the person can
 * copy it. Never rejects.
 */
export async function copyText(text: string, shown: Element): Promise<'copied' | 'selected'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    shown.ownerDocument.defaultView?.getSelection()?.selectAllChildren(shown);
    return 'selected';
  }
}
