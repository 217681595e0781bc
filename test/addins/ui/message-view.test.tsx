/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { safeFilename, saveFile } from '../../../addins/ui/download';
import { MessageView } from '../../../addins/ui/message-view';
import { SignetError, type AttachmentView, type MessageBody } from '../../../shared/index';
import { mount } from './gallery';
import { HOSTILE_HTML } from './samples';

const view = (parts: MessageBody['parts'], attachments: readonly AttachmentView[] = []): HTMLElement =>
  mount(<MessageView body={{ parts, attachments }} language="en" onSave={() => Promise.resolve()} />);
const attachment = (filename: string): AttachmentView => ({
  filename,
  contentType: 'text/html',
  size: 5,
  index: 7,
});

describe('the message view', () => {
  it('shows text as text', () => {
    const root = view([{ kind: 'text', text: '<b>not bold</b>\r\nsecond line' }]);
    expect(root.querySelector('b')).toBeNull();
    expect(root.querySelector('.sg-text')?.textContent).toBe('<b>not bold</b>\nsecond line');
  });

  it('takes controls and direction overrides out of text, and leaves the marks that scripts need', () => {
    const root = view([{ kind: 'text', text: 'a\u202eb\u0007c\u200fd\te' }]);
    expect(root.querySelector('.sg-text')?.textContent).toBe('abc\u200fd\te');
  });

  it('shows HTML in a frame that may do nothing', () => {
    const frame = view([{ kind: 'html', html: HOSTILE_HTML, images: [] }]).querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toBe('');
    expect(frame?.getAttribute('srcdoc')).toContain(`content="default-src 'none'; img-src data:;`);
    expect(frame?.getAttribute('srcdoc')).not.toContain('evil.example');
    expect(frame?.getAttribute('title')).toBe('Message text');
    expect(frame?.hasAttribute('src')).toBe(false);
  });

  it('shows every part in a frame of its own, so that no part can enclose another', () => {
    const root = view([
      { kind: 'html', html: '<img src="https://evil.example/', images: [] },
      { kind: 'html', html: 'secret', images: [] },
      { kind: 'html', html: '">', images: [] },
    ]);
    const frames = [...root.querySelectorAll('iframe')].map((frame) => frame.getAttribute('srcdoc') ?? '');
    expect(frames.filter((text) => text.includes('secret'))).toHaveLength(1);
    expect(frames.every((text) => !text.includes('evil.example'))).toBe(true);
  });

  it('says that content from the internet was left out', () => {
    expect(view([{ kind: 'html', html: HOSTILE_HTML, images: [] }]).textContent).toContain('were not loaded');
    expect(view([{ kind: 'html', html: '<p>plain</p>', images: [] }]).textContent).not.toContain('were not loaded');
  });

  it('opens links from outside the frame, by their real address', () => {
    const link = view([{ kind: 'html', html: HOSTILE_HTML, images: [] }]).querySelector('details a');
    expect(link?.getAttribute('href')).toBe('https://evil.example/login');
    expect(link?.textContent).toBe('https://evil.example/login');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer');
    expect(link?.getAttribute('target')).toBe('_blank');
  });

  it('uses no frame where the host allows none, and nothing of the message reaches our document', () => {
    const body = { parts: [{ kind: 'html', html: '<h1 id="x">Hello</h1>', images: [] }], attachments: [] } as const;
    const root = mount(<MessageView body={body} language="en" isolation="shadow" onSave={() => Promise.resolve()} />);
    expect(root.querySelector('iframe, h1')).toBeNull();
    expect(root.querySelector('.sg-shadow > div')?.shadowRoot).toBeNull();
  });

  it('says that a message has no text', () => {
    expect(view([{ kind: 'text', text: ' \n' }]).textContent).toContain('This message has no text.');
  });

  it('saves an attachment under a name without tricks, as octets only', async () => {
    const saved: string[] = [];
    const tricky = attachment('invoice\u202efdp.exe');
    const root = mount(
      <MessageView
        body={{ parts: [], attachments: [tricky] }}
        language="en"
        onSave={(item, filename) => {
          saved.push(`${filename}: ${item.index}`);
          return Promise.resolve();
        }}
      />,
    );
    expect(root.querySelector('bdi')?.textContent).toBe('invoicefdp.exe');
    const button = root.querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Save invoicefdp.exe');
    await act(() => button?.click());
    expect(saved).toEqual(['invoicefdp.exe: 7']);
  });

  it('says that a text is not all there, or not as it was sent', () => {
    for (const [shortened, words] of [
      ['cut', 'not shown to its end'],
      ['unformatted', 'shown as plain text'],
    ] as const) {
      expect(view([{ kind: 'text', text: 'long', shortened }]).textContent).toContain(words);
    }
    expect(view([{ kind: 'text', text: 'short' }]).querySelector('.sg-notice')).toBeNull();
  });

  it('says in words why an attachment was not saved', async () => {
    const root = mount(
      <MessageView
        body={{ parts: [], attachments: [attachment('a.txt')] }}
        language="en"
        onSave={() => Promise.reject(new SignetError('host', 'no downloads'))}
      />,
    );
    await act(() => root.querySelector('button')?.click());
    await act(() => Promise.resolve());
    expect(root.querySelector('[role="alert"]')?.textContent).toContain('mail program');
  });
});

describe('a file name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\a.exe', 'a.exe'],
    ['con.txt', '_con.txt'],
    ['.bashrc', 'bashrc'],
    ['a<b>:c?.txt', 'a_b__c_.txt'],
    ['\u202e\u0000', 'attachment'],
    ['', 'attachment'],
    [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(146)}.pdf`],
  ])('%j is saved as %j', (name, expected) => {
    expect(safeFilename(name, 'attachment')).toBe(expected);
  });
});

describe('a file to save', () => {
  it('is handed to the browser as octets of no type', () => {
    const blobs: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${blobs.push(blob)}`,
      revokeObjectURL: () => undefined,
    });
    const clicked: string[] = [];
    const listen = (event: Event): void => {
      event.preventDefault();
      if (event.target instanceof HTMLAnchorElement) clicked.push(event.target.download);
    };
    document.addEventListener('click', listen);
    saveFile('page.html', new Blob(['<p>'], { type: 'text/html' }));
    document.removeEventListener('click', listen);
    expect(blobs.map(({ type }) => type)).toEqual(['application/octet-stream']);
    expect(clicked).toEqual(['page.html']);
  });
});
