import { render, type JSX } from 'preact';
import { replaceContent } from './empty-document';

/** Draws in a closed shadow tree of our own in place of the document's content. */
export interface Surface {
  draw(content: JSX.Element): void;
  remove(): void;
}

export function createSurface(body: HTMLElement, css: string): Surface {
  const host = document.createElement('div');
  const style = document.createElement('style');
  style.textContent = css;
  const root = document.createElement('div');
  root.className = 'sg';
  host.attachShadow({ mode: 'closed' }).append(style, root);
  replaceContent(body, host);
  return {
    draw: (content) => render(content, root),
    remove() {
      render(null, root);
      host.remove();
    },
  };
}
