import DOMPurify from 'dompurify';

/** HTML of a message as nodes that run nothing and load nothing. */
export function safeFragment(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true, FORBID_TAGS: ['style', 'form', 'input', 'link'] });
}

/** A whole document for a frame without scripts. The page's own policy forbids what comes from elsewhere. */
export function safeDocument(html: string): string {
  const body = DOMPurify.sanitize(html, { FORBID_TAGS: ['form', 'input', 'link'] });
  const style = 'body{font:14px/1.5 system-ui,sans-serif;margin:0;color-scheme:light dark;overflow-wrap:anywhere}';
  return `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><style>${style}</style>${body}`;
}
