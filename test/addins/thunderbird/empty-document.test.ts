/** @jest-environment jsdom */
import { isEmptyDocument, replaceContent } from '../../../addins/thunderbird/message-display/empty-document';

const HEADER = '<table class="moz-header-part1 moz-main-header"><tr><td>Subject: x</td></tr></table>';

function body(html: string): HTMLElement {
  const parsed = new DOMParser().parseFromString(`${HEADER}<br>${html}`, 'text/html');
  return parsed.body;
}

describe('the document of a message', () => {
  it('is empty where Thunderbird opened nothing', () => {
    expect(isEmptyDocument(body('<div class="moz-text-plain"><pre></pre></div>\n'))).toBe(true);
  });

  it('is not empty with a text, a picture or an attachment', () => {
    expect(isEmptyDocument(body('<div class="moz-text-html"><p>hi</p></div>'))).toBe(false);
    expect(isEmptyDocument(body('<div><img src="cid:x"></div>'))).toBe(false);
    expect(isEmptyDocument(body('<fieldset><legend>Attachments: a.txt</legend></fieldset>'))).toBe(false);
  });

  it('keeps its header table, which is printed, and nothing else of what it held', () => {
    const page = body('<div class="moz-text-plain"><pre></pre></div>');
    const view = page.ownerDocument.createElement('section');
    replaceContent(page, view);
    expect([...page.children].map(({ localName }) => localName)).toEqual(['table', 'section']);
  });
});
