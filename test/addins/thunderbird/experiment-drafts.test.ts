import { MimeMessage, started, StoredHeader } from './experiment-world';

describe('a message that is kept as a draft', () => {
  it('is built as one, and told as one', async () => {
    const { api, files, collector } = await started();
    const told: object[] = [];
    api.askers.onBuild.add((facts) => {
      told.push(facts);
      return Promise.resolve({
        kind: 'ready',
        header: Buffer.from('S: x\r\n'),
        entity: Buffer.from('sealed'),
        copies: [],
      });
    });
    for (const _deliverMode of [4, 5, 0]) {
      collector.beginCryptoEncapsulation(null, '', { from: '', to: '', cc: '', bcc: '', newsgroups: '' });
      await Object.assign(new MimeMessage(collector), { _deliverMode }).createMessageFile();
    }
    expect(told).toMatchObject([{ isDraft: true }, { isDraft: true }, { isDraft: false, queued: false }]);
    expect(files.written[0]).toBe('/mail S: x\r\nsealed');
    api.onShutdown(false);
  });
});

describe('what Thunderbird opens as a draft, a template or a new message', () => {
  const header = new StoredHeader(7);
  async function open(answer: (() => Promise<unknown>) | undefined, type = 9, of: object = header) {
    const loaded = await started();
    const asked: number[] = [];
    if (answer) loaded.api.askers.onReopen.add((id) => (asked.push(id), answer()));
    loaded.mailServices.compose.OpenComposeWindow(null, of, 'imap:7', type, 'html');
    await new Promise((resolvePromise) => setImmediate(resolvePromise));
    loaded.api.onShutdown(false);
    expect(loaded.mailServices.compose).toBe(loaded.composeService);
    return { ...loaded, asked };
  }

  it('is opened as it is where the page says nothing, where it lies in a file, and where it is anything else', async () => {
    expect((await open(() => Promise.resolve(null))).files.opened).toEqual([[null, header, 'imap:7', 9, 'html']]);
    const ofFile = await open(undefined, 9, {});
    expect([ofFile.asked, ofFile.files.opened]).toEqual([[], [[null, {}, 'imap:7', 9, 'html']]]);
    const { files, asked } = await open(() => Promise.resolve({ refused: 'no' }), 0);
    expect([asked, files.opened]).toEqual([[], [[null, header, 'imap:7', 0, 'html']]]);
  });

  it.each([9, 10, 15, 16])('has what the page made of it in its place (%i)', async (type) => {
    const message = Buffer.from('Subject: opened\r\n');
    const { files, asked } = await open(() => Promise.resolve({ message, protection: {} }), type);
    const file = 'file:///profile/signet-drafts/1-2.eml?type=application/x-message-display';
    expect([asked, files.opened]).toEqual([[7], [[null, header, file, type, 'html']]]);
    expect(files.written).toEqual(['/profile/signet-drafts/1-2.eml Subject: opened\r\n']);
  });

  it('is not opened where the page says why not, or fails: the window would be empty', async () => {
    for (const answer of [() => Promise.resolve({ refused: 'closed' }), () => Promise.reject(new Error('closed'))]) {
      const { files } = await open(answer);
      expect([files.opened, files.said]).toEqual([[], ['closed']]);
    }
    const { files } = await open(undefined);
    expect([files.opened, files.said]).toEqual([[], ['Signet is not running.']]);
  });

  it('takes the place of the draft in its window, and its file goes', async () => {
    const { api, files } = await open(() =>
      Promise.resolve({ message: Buffer.from(''), protection: { encrypt: true } }),
    );
    expect(files.opened).toHaveLength(1);
    const begun: (() => void)[] = [];
    const compFields = { draftId: 'mailbox:1', templateId: '' };
    const window = {
      AbortController,
      arguments: [{ originalMsgURI: 'mailbox:///profile/signet-drafts/1-2.eml?number=0' }],
      gMsgCompose: { compFields },
      addEventListener: (name: string, listener: () => void) => name === 'compose-window-init' && begun.push(listener),
    };
    api.attach(window);
    begun.forEach((begin) => begin());
    expect(window).toMatchObject({ signetDraft: 'imap:7', signetProtection: { encrypt: true } });
    expect(compFields).toEqual({ draftId: 'imap:7', templateId: '' });
  });
});
