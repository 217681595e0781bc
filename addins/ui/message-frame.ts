import { type Language } from './props';

/** The only style rules inside the frame. The page's own policy must allow them too: the frame inherits it. */
export const FRAME_STYLE =
  'html{background:#fff;color:#242424;color-scheme:light}' +
  'body{margin:12px;font:14px/1.5 "Segoe UI",system-ui,-apple-system,sans-serif;overflow-wrap:anywhere}' +
  'img{max-width:100%;height:auto}table{max-width:100%}a{color:#0f6cbd;text-decoration:underline}' +
  'pre{white-space:pre-wrap}blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #d1d1d1}';

/**
 * What a page that shows a frame must add to its Content-Security-Policy:
 * `style-src-elem 'self' FRAME_STYLE_SOURCE; style-src-attr 'unsafe-inline'`. Without it a message is shown unstyled.
 */
export const FRAME_STYLE_SOURCE = "'sha256-yHDpyeSFD4bpeTNbOObFQy/TJonwS966brkz/lMWKys='";

const POLICY = `default-src 'none'; img-src data:; style-src-elem ${FRAME_STYLE_SOURCE}; style-src-attr 'unsafe-inline'`;

/** A document of its own around sanitized HTML; meant for `<iframe sandbox="">` and for nothing else. */
export function frameDocument(body: DocumentFragment, language: Language): string {
  const holder = document.createElement('div');
  holder.append(body.cloneNode(true));
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer">` +
    `<style>${FRAME_STYLE}</style></head><body>${holder.innerHTML}</body></html>`
  );
}

/** Height that most of the text will need, in pixels: nobody outside the frame can measure it. */
export function estimatedHeight(body: DocumentFragment): number {
  const characters = body.textContent.replace(/\s+/g, ' ').length;
  const lines = Math.ceil(characters / 45) + body.querySelectorAll('p,br,li,tr,h1,h2,h3,hr').length;
  const pictures = body.querySelectorAll('img[src]').length;
  return Math.min(640, 48 + lines * 24 + pictures * 160);
}
