/** Thunderbird's own table of header fields, which is there for printing only. */
const HEADER = '.moz-main-header';

function contentOf(body: HTMLElement): readonly ChildNode[] {
  return [...body.childNodes].filter((node) => !(node instanceof Element && node.matches(HEADER)));
}

/** Whether a message's document shows nothing: no text, no picture, no attachment. */
export function isEmptyDocument(body: HTMLElement): boolean {
  return contentOf(body).every(
    (node) => node.textContent?.trim() === '' && !(node instanceof Element && hasPicture(node)),
  );
}

function hasPicture(element: Element): boolean {
  const pictures = 'img, object, svg, video';
  return element.matches(pictures) || element.querySelector(pictures) !== null;
}

/** Puts a view in the place of all that the document holds, the header table apart. */
export function replaceContent(body: HTMLElement, view: HTMLElement): void {
  for (const node of contentOf(body)) node.remove();
  body.append(view);
}
