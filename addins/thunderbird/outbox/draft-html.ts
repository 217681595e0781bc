import { fromBase64, utf8Bytes, type AttachmentContent, type Bytes } from '../../../shared/index';

/** What is written as HTML, ready to be a part of a message. */
export interface DraftHtml {
  readonly html: string;
  /** Pictures that the text shows by "cid:". */
  readonly inline: readonly AttachmentContent[];
  /** The text shows something that lies where only Thunderbird can fetch it. */
  readonly hasElsewhere: boolean;
}

const DATA = /^data:([^;,]*)((?:;[^;,]*)*),(.*)$/is;
/** The sender's program marks what is to stay on the web. */
const STAYS = 'moz-do-not-send';
const ON_THE_WEB = /^https?:/i;

/** Pictures that are in the text itself become parts; all else of the document stays as it is. */
export function draftHtml(body: string): DraftHtml {
  const page = new DOMParser().parseFromString(body, 'text/html');
  const inline: AttachmentContent[] = [];
  let hasElsewhere = false;
  for (const [selector, attribute] of [
    ['[src]', 'src'],
    ['[background]', 'background'],
  ] as const) {
    for (const element of page.querySelectorAll(selector)) {
      const url = element.getAttribute(attribute) ?? '';
      const picture = pictureIn(url, element.getAttribute('alt') ?? '', inline.length + 1);
      if (picture) {
        inline.push(picture);
        element.setAttribute(attribute, `cid:${picture.contentId ?? ''}`);
      } else if (!ON_THE_WEB.test(url) || element.getAttribute(STAYS) !== 'true') hasElsewhere = true;
    }
  }
  for (const element of page.querySelectorAll(`[${STAYS}]`)) element.removeAttribute(STAYS);
  return { html: `<!DOCTYPE html>${page.documentElement.outerHTML}`, inline, hasElsewhere };
}

function pictureIn(url: string, alt: string, number: number): AttachmentContent | undefined {
  const [, type = '', parameters = '', text = ''] = DATA.exec(url) ?? [];
  const octets = /^image\//i.test(type) ? octetsOf(text, /;base64$/i.test(parameters)) : undefined;
  if (!octets) return undefined;
  const [, kind = ''] = /^image\/([a-z0-9]+)/i.exec(type) ?? [];
  const filename = /^[^\\/:*?"<>|]+\.\w{2,5}$/.test(alt) ? alt : `image${number}.${kind.toLowerCase()}`;
  return { filename, contentType: type.toLowerCase(), octets, contentId: `${crypto.randomUUID()}@signet` };
}

function octetsOf(text: string, isBase64: boolean): Bytes | undefined {
  try {
    const plain = decodeURIComponent(text);
    return isBase64 ? fromBase64(plain.replace(/\s/g, '')) : utf8Bytes(plain);
  } catch {
    return undefined;
  }
}

/** What Thunderbird puts into the text for a file that it uploaded (FileLink). */
export const hasFileLink = (body: string): boolean => body.includes('cloudAttachmentList');
