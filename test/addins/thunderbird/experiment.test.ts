import { type ComposeApi, inPlace, loadCompose, MessageSend, MimeMessage, original, started } from './experiment-world';

describe('the sending half of the Experiment', () => {
  it('puts the protected header and entity into the message file, and gives everything back at the end', async () => {
    const { api, files, collector } = await started();
    const seen: string[] = [];
    api.askers.onBuild.add((facts, entity) => {
      const { header } = facts as { header: ArrayBuffer };
      seen.push(Buffer.from(header).toString(), Buffer.from(entity).toString('latin1'));
      const answer = { header: Buffer.from('Subject: [...]\r\n'), entity: Buffer.from('sealed') };
      return Promise.resolve({ kind: 'ready', ...answer, copies: [], partly: '' });
    });
    await new MimeMessage(collector).createMessageFile();
    expect(seen).toEqual(['Subject: as written\r\n', 'entity']);
    expect(files.written).toEqual(['/mail Subject: [...]\r\nsealed']);
    expect(inPlace()).not.toEqual(original);
    api.onShutdown(false);
    expect(inPlace()).toEqual(original);
  });

  it('fails the send, with the reason, where nobody builds or the answer is no', async () => {
    const { api, files, collector } = await started();
    const message = new MimeMessage(collector);
    await expect(message.createMessageFile()).rejects.toThrow('not running');
    api.askers.onBuild.add(() => Promise.resolve({ kind: 'refused', message: 'no certificate' }));
    await expect(message.createMessageFile()).rejects.toThrow('no certificate');
    expect([message._sendReport.errMessage, files.removed]).toEqual(['no certificate', ['/mail', '/mail']]);
    expect(files.written).toEqual([]);
    api.onShutdown(false);
  });

  it('fails the send where Thunderbird never handed the message over: nothing leaves as it was written', async () => {
    const { api, files, collector } = await started();
    api.askers.onBuild.add(() => Promise.resolve({ kind: 'ready', header: '', entity: '', copies: [], partly: '' }));
    const message = new MimeMessage(collector);
    message._getComposeSecure = () => undefined;
    await expect(message.createMessageFile()).rejects.toThrow('not built');
    expect([files.written, files.removed]).toEqual([[], ['/mail']]);
    const send = Object.assign(new MessageSend(), { _compFields: { composeSecure: collector } });
    await expect(Promise.resolve().then(() => send._deliverAsMail())).rejects.toThrow('not built');
    api.onShutdown(false);
  });

  it('delivers to those for whom it was built, whatever the window says by then', async () => {
    const { api, collector } = await started();
    const answer = { kind: 'ready', header: '', entity: '', copies: [], partly: '' };
    api.askers.onBuild.add(() => Promise.resolve(answer));
    collector.beginCryptoEncapsulation(null, '', { from: 'a', to: 'bob, carol', cc: 'dan', bcc: '', newsgroups: '' });
    await new MimeMessage(collector).createMessageFile();
    const fields = { composeSecure: collector, to: 'Friends <Friends>', cc: '', bcc: 'eve' };
    await Promise.resolve(Object.assign(new MessageSend(), { _compFields: fields })._deliverAsMail());
    expect(fields).toMatchObject({ to: 'bob, carol', cc: 'dan', bcc: '' });
    api.onShutdown(false);
  });

  it('delivers what it did not build to those alone about whom it asked, whoever is put there meanwhile', async () => {
    const { api } = await started();
    const send = new MessageSend();
    const fields = send._compFields as Record<string, string>;
    api.askers.onLeave.add(() => {
      Object.assign(fields, { to: 'Friends', bcc: '' });
      return Promise.resolve({ held: null });
    });
    await send._deliverMessage({ path: '/mail' });
    expect(fields).toMatchObject({ to: 'bob', cc: '', bcc: 'carol' });
    Object.assign(fields, { to: 'eve' });
    await Promise.resolve(send._deliverAsMail());
    expect(fields).toMatchObject({ to: 'bob', cc: '', bcc: 'carol' });
    api.onShutdown(false);
  });

  it('leaves messages that are not ours alone', async () => {
    const { api, files } = await started();
    await expect(new MimeMessage(undefined).createMessageFile()).resolves.toEqual({ path: '/mail' });
    expect(files.written).toEqual([]);
    api.onShutdown(false);
  });

  it('takes nothing and says what is missing in a Thunderbird that is built otherwise', async () => {
    class OtherSend extends MessageSend {
      override _deliverAsMail(): string {
        return 'in another way';
      }
    }
    const { api } = loadCompose({ MimeMessage, MessageSend: OtherSend });
    api.onStartup();
    await api.ready;
    expect(api.missing).toEqual(['_deliverAsMail']);
    expect(inPlace()).toEqual(original);
    api.onShutdown(false);
  });
});

describe('a draft of a window', () => {
  const bars: unknown[] = [];
  function save(window: object, msgType: string, preventDefault: () => void = () => undefined) {
    const { api } = loadCompose({ MimeMessage, MessageSend });
    const headers = new Map<string, string>();
    const compFields = {
      setHeader: (name: string, value: string) => void headers.set(name, value),
      deleteHeader: (name: string) => void headers.delete(name),
    };
    const listeners: (readonly [name: string, listener: (event: object) => void])[] = [];
    /** As a window does: what one listener throws keeps nothing from the next. */
    const dispatch = (name: string, event: object): void => {
      for (const [, listener] of listeners.filter(([of]) => of === name)) {
        try {
          listener(event);
        } catch {
          // Thunderbird writes it to its console.
        }
      }
    };
    const full = {
      AbortController,
      gMsgCompose: { compFields, originalMsgURI: '' },
      gComposeNotification: {
        PRIORITY_WARNING_HIGH: 6,
        getNotificationWithValue: () => ({ close: () => bars.pop() }),
        appendNotification: (_name: string, words: { readonly label: string }) => bars.push(words.label),
      },
      addEventListener: (name: string, listener: (event: object) => void) => void listeners.push([name, listener]),
      ...window,
    };
    Object.assign(full.gMsgCompose, { compFields });
    Object.assign(api, {
      extension: {
        tabManager: { getWrapper: () => ({ id: 3 }) },
        localizeMessage: (name: string) => `said: ${name}`,
      },
    });
    api.attach(full);
    dispatch('compose-send-message', { detail: { msgType }, preventDefault });
    const during = headers.get('X-Signet-About');
    dispatch('compose-prepare-message-completed', {});
    return [during, headers.get('X-Signet-About')];
  }

  it('says whose text may be in it, and nothing that leaves does', () => {
    expect(save({ signetAbout: '<1@x>' }, 'draft')).toEqual(['<1@x>', undefined]);
    expect(save({ signetAbout: '' }, 'draft')).toEqual(['', undefined]);
    expect(save({ signetAbout: '<1@x>' }, 'now')).toEqual([undefined, undefined]);
  });

  const asked = { signetProtection: { sign: true, encrypt: true } };
  const openPgp = { ...asked, gSelectedTechnologyIsPGP: true, gSendSigned: true };

  it.each([
    ['OpenPGP would leave it open', openPgp, 'unsavedOpenPgp'],
    ['Signet is not ready', asked, 'unsavedNotReady'],
  ])('is not saved where %s, and the window says so until it is tried again', (_, window, name) => {
    const prevented = jest.fn();
    bars.length = 0;
    save(window, 'draft', prevented);
    save(window, 'draft', prevented);
    expect([bars, prevented.mock.calls.length]).toEqual([[`said: ${name}`], 2]);
    save({}, 'draft', prevented);
    expect([bars, prevented.mock.calls.length]).toEqual([[], 2]);
  });

  it('says nothing more of a send, whose words come before', () => {
    bars.length = 0;
    save(openPgp, 'now');
    expect(bars).toEqual([]);
  });

  it('is guarded, and so is a send, also where the bar of the window cannot be had', () => {
    const broken = () => {
      throw new Error('no bar');
    };
    for (const gComposeNotification of [undefined, { getNotificationWithValue: broken, appendNotification: broken }]) {
      for (const msgType of ['draft', 'now']) {
        const prevented = jest.fn();
        save({ ...asked, gComposeNotification }, msgType, prevented);
        expect(prevented).toHaveBeenCalledTimes(1);
      }
    }
  });

  it('says that nobody knows, where it was not told yet and came of another message', () => {
    expect(save({ gMsgCompose: { originalMsgURI: 'mailbox:1' } }, 'draft')).toEqual(['unknown', undefined]);
    expect(save({}, 'draft')).toEqual(['', undefined]);
  });
});

describe('a try to send without blind copies of its own, after one in whose course copies left', () => {
  async function deliverTo(bcc: string, state: object): Promise<readonly [string[], string]> {
    const { api } = await started();
    const send = Object.assign(new MessageSend(), { _parentWindow: { signetAccepted: new Set(['carol@x']) } }, state);
    const fields = Object.assign(send._compFields as { to: string }, { bcc });
    const left: string[] = [];
    const rest = { copies: [], readers: [] };
    await api.parts.deliverApart(send, rest, () => Promise.resolve(void left.push(`${fields.to} ${fields.bcc}`)));
    api.onShutdown(false);
    return [left, fields.bcc];
  }

  it('goes to nobody who has a copy, and its window keeps them', async () => {
    expect(await deliverTo('dan@x, carol@x', { _sendProgress: {} })).toEqual([['bob dan@x'], 'dan@x, carol@x']);
    expect(await deliverTo('Carol@X', { _sendProgress: {} })).toEqual([['bob '], 'Carol@X']);
    expect(await deliverTo('dan@x', { _sendProgress: {} })).toEqual([['bob dan@x'], 'dan@x']);
    const named = { _sendProgress: {}, _compFields: { to: 'bob, carol@x', cc: '' } };
    expect(await deliverTo('', named)).toEqual([['bob '], '']);
  });

  it('goes to all of them once more where everybody has one', async () => {
    const named = { _sendProgress: {}, _compFields: { to: 'carol@x', cc: '' } };
    expect(await deliverTo('', named)).toEqual([['carol@x '], '']);
  });

  it('is what it is where it has no window, or none of its copies left', async () => {
    expect(await deliverTo('dan@x, carol@x', {})).toEqual([['bob dan@x, carol@x'], 'dan@x, carol@x']);
    const fresh = { _sendProgress: {}, _parentWindow: {} };
    expect(await deliverTo('carol@x', fresh)).toEqual([['bob carol@x'], 'carol@x']);
  });
});

describe('what the Experiment tells of mail that leaves otherwise', () => {
  const FILE = { path: '/mail' };
  const WINDOW = { signetProtection: { sign: true, encrypt: false } };
  let running: ComposeApi | undefined;
  afterEach(() => running?.onShutdown(false));

  async function asked(answer?: () => Promise<unknown>) {
    const loaded = await started();
    const told: Record<string, unknown>[] = [];
    if (answer) loaded.api.askers.onLeave.add((leaving) => (told.push(leaving), answer()));
    running = loaded.api;
    return { ...loaded, told, leave: (send: MessageSend): Promise<unknown> => send._deliverMessage(FILE) };
  }

  it.each([
    ['program', {}],
    ['file', { _message: undefined }],
    ['outbox', { _message: undefined, _deliverMode: 7 }],
    ['window', { _sendProgress: {}, _parentWindow: WINDOW }],
    ['window', { _sendProgress: {}, _parentWindow: WINDOW, _deliverMode: 1 }],
  ])('tells that it comes from a %s, to whom it goes, and lets it go where the answer is so', async (kind, state) => {
    const { told, leave } = await asked(() => Promise.resolve({ held: null }));
    expect(await leave(Object.assign(new MessageSend(), state))).toBe('left: /mail');
    expect(told).toMatchObject([{ kind, from: 'alice', to: 'bob', bcc: 'carol', messageId: 'id@x' }]);
    expect(told[0]?.['asked']).toEqual(kind === 'window' ? WINDOW.signetProtection : undefined);
    expect(Buffer.from(told[0]?.['head'] as ArrayBuffer).toString()).toContain('Subject: as written');
  });

  it('takes what the newest window asks for as said of that window alone', async () => {
    const { told, leave } = await asked(() => Promise.resolve({ held: null }));
    await leave(Object.assign(new MessageSend(), { _parentWindow: WINDOW }));
    expect(told).toMatchObject([{ kind: 'program', asked: undefined }]);
  });

  it.each([
    ['the answer is no', () => Promise.resolve({ held: 'not so' }), 'not so'],
    ['there is none', () => Promise.resolve(undefined), 'no answer'],
    ['the page fails', () => Promise.reject(new Error('page gone')), 'page gone'],
  ])('fails the send with the reason where %s', async (_case, answer, reason) => {
    const { leave } = await asked(answer);
    const send = new MessageSend();
    await expect(leave(send)).rejects.toThrow(reason);
    expect(send.said).toEqual([4, expect.stringContaining(reason)]);
  });

  it('asks about nothing that it built, that Signet sends itself, or that goes nowhere', async () => {
    const { told, leave, collector } = await asked(() => Promise.reject(new Error('asked')));
    await leave(new MessageSend(collector));
    await leave(new MessageSend(undefined, ['Signet-Own']));
    await leave(Object.assign(new MessageSend(), { _deliverMode: 4 }));
    expect(told).toEqual([]);
  });

  it('lets mail go as ever where nobody is there to be asked, but not what was to be protected', async () => {
    const { leave } = await asked();
    expect(await leave(new MessageSend())).toBe('left: /mail');
    const send = Object.assign(new MessageSend(), { _sendProgress: {}, _parentWindow: WINDOW });
    await expect(leave(send)).rejects.toThrow('no answer');
  });
});
