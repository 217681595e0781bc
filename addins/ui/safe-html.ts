import createDOMPurify, { type Config } from 'dompurify';
import { type InlineImage } from '../../shared/index';
import { safeStyle } from './safe-style';

/** HTML of a message made safe: it fetches nothing, runs nothing, links nowhere. */
export interface SafeHtml {
  readonly fragment: DocumentFragment;
  /** Something on the internet was asked for and left out. */
  readonly hadRemoteContent: boolean;
  /** The links it had, in order, each address once. */
  readonly links: readonly SafeLink[];
}

export interface SafeLink {
  readonly text: string;
  readonly address: string;
}

const CONFIG: Config & { RETURN_DOM_FRAGMENT: true } = {
  RETURN_DOM_FRAGMENT: true,
  // What stands in front of the body is looked at too: a style sheet there may ask for something.
  FORCE_BODY: true,
  ALLOWED_TAGS: (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt ' +
    'em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section ' +
    'small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
  ALLOWED_ATTR: (
    'align alt bgcolor border cellpadding cellspacing color colspan dir face height href lang nowrap reversed rowspan ' +
    'size span src start style title type valign value width'
  ).split(' '),
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  SAFE_FOR_XML: true,
};

/** Picture formats whose decoders every browser has; SVG is a document and not among them. */
const PICTURE_URL = /^data:image\/(?:png|jpeg|jpg|gif|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const LINK = /^(?:https?:\/\/|mailto:)/i;
/** Attributes by which an element asks for something else, before any of them is taken out. */
const FETCHING = new Set([
  'src',
  'srcset',
  'background',
  'poster',
  'data',
  'href',
  'xlink:href',
  'action',
  'formaction',
  'style',
]);

/** Needs a DOM. Images named by "cid:" come from `images`; every other source but an embedded picture is taken out. */
export function safeHtml(html: string, images: readonly InlineImage[]): SafeHtml {
  const purifier = createDOMPurify(window);
  const sources = new Map(images.map(({ contentId, url }) => [contentId, url]));
  const links = new Map<string, SafeLink>();
  let hadRemoteContent = false;

  purifier.addHook('uponSanitizeElement', (node) => {
    if (asksForRemote(node)) hadRemoteContent = true;
  });
  purifier.addHook('uponSanitizeAttribute', (element, attribute) => {
    if (attribute.attrName === 'style') attribute.attrValue = safeStyle(attribute.attrValue);
    if (attribute.attrName === 'src') attribute.attrValue = pictureUrl(element, attribute.attrValue, sources) ?? '';
    if (attribute.attrName === 'href' && LINK.test(attribute.attrValue.trim())) {
      const address = attribute.attrValue.trim();
      if (!links.has(address)) links.set(address, { text: element.textContent, address });
    }
    if (attribute.attrName === 'href') attribute.keepAttr = false;
    if (attribute.attrValue === '') attribute.keepAttr = false;
  });
  const fragment = purifier.sanitize(html, CONFIG);
  for (const picture of fragment.querySelectorAll('img:not([src]):not([alt])')) picture.remove();
  return { fragment, hadRemoteContent, links: [...links.values()] };
}

function pictureUrl(element: Element, url: string, sources: ReadonlyMap<string, string>): string | undefined {
  if (element.tagName.toLowerCase() !== 'img') return undefined;
  const picture = /^cid:/i.test(url) ? sources.get(contentIdOf(url)) : url;
  return picture !== undefined && PICTURE_URL.test(picture) ? picture : undefined;
}

/** RFC 2392: a percent-encoded Content-ID. */
function contentIdOf(url: string): string {
  const encoded = url.slice('cid:'.length);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function asksForRemote(node: Node): boolean {
  if (!('getAttribute' in node)) return false;
  const element = node as Element;
  const name = element.tagName.toLowerCase();
  if (name === 'style') return /url\(|@import|image-set|src\(/i.test(element.textContent);
  // A name inside a form can stand in for this list; then nothing is known, and more is said than less.
  if (!(element.attributes instanceof NamedNodeMap)) return true;
  return [...element.attributes].some((attribute) => {
    const value = attribute.value.trim();
    if (!FETCHING.has(attribute.name) || value === '') return false;
    if (attribute.name === 'href' && (name === 'a' || name === 'area')) return false;
    if (attribute.name === 'style') return /url\(|image-set|src\(/i.test(value);
    return !/^(?:cid:|data:|#|about:|mailto:)/i.test(value);
  });
}
