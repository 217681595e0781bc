import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createContext, runInContext, type Context } from 'node:vm';

const FOLDER = resolve(__dirname, '../../../addins/thunderbird/experiment');
const source = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** As much of Thunderbird as the two scripts touch: classes with the words that the feature test looks for. */
class MimeMessage {
  _deliverMode = 0;
  _sendReport = { errMessage: '' };
  readonly _compFields: { composeSecure: unknown };
  constructor(composeSecure: unknown) {
    this._compFields = { composeSecure };
  }
  createMessageFile(): Promise<{ path: string }> {
    const part = this._getComposeSecure();
    part?.mimeCryptoWriteBlock('entity', 6);
    part?.finishCryptoEncapsulation(false);
    return Promise.resolve({ path: '/mail' });
  }
  _getComposeSecure(): Collector | undefined {
    const part = this._compFields.composeSecure as Collector | undefined;
    return part?.requiresCryptoEncapsulation() ? part : undefined;
  }
}
class MessageSend {
  _deliverMode = 0;
  _dontDeliver = false;
  _message: object | undefined = {};
  _sendProgress: object | undefined = undefined;
  _parentWindow: { signetProtection?: object } | undefined = undefined;
  readonly said: unknown[] = [];
  readonly _compFields: object;
  constructor(composeSecure?: unknown, names: readonly string[] = []) {
    const who = { from: 'alice', to: 'bob', cc: '', bcc: 'carol', newsgroups: '', messageId: 'id@x' };
    this._compFields = { ...who, composeSecure, hasHeader: (name: string) => names.includes(name) };
  }
  _deliverMessage(file: { path: string }): Promise<string> {
    if (this._dontDeliver || this._deliverMode < 0) throw new Error('not delivered');
    return Promise.resolve(`left: ${file.path}`);
  }
  fail(_code: unknown, text: string): void {
    this.said.push(text);
  }
  notifyListenerOnStopSending(...words: readonly unknown[]): void {
    this.said.push(words.length);
  }
  _deliverAsMail(): string {
    const { _deliveryFile, sendMailMessage } = { _deliveryFile: 'file', sendMailMessage: 'sent' };
    return _deliveryFile + sendMailMessage;
  }
}
interface Collector {
  requiresCryptoEncapsulation(): boolean;
  beginCryptoEncapsulation(stream: unknown, recipients: string, fields: object): void;
  mimeCryptoWriteBlock(text: string, length: number): void;
  finishCryptoEncapsulation(abort: boolean): void;
}
interface ComposeApi {
  missing: string[];
  ready: Promise<void>;
  parts: {
    Collector: new (facts: object, protection: object, accepted: Set<string>) => Collector;
    deliverApart(send: object, what: object, deliver: () => Promise<unknown>): Promise<unknown>;
  };
  askers: {
    onBuild: Set<(facts: object, entity: ArrayBuffer) => Promise<object>>;
    onLeave: Set<(leaving: Record<string, unknown>) => Promise<unknown>>;
    onReopen: Set<(messageId: number) => Promise<unknown>>;
  };
  onStartup(): void;
  attach(window: object): void;
  onShutdown(isAppShutdown: boolean): void;
}

function loadCompose(modules: { MimeMessage: unknown; MessageSend: unknown }) {
  const files = { written: [] as string[], removed: [] as string[], said: [] as unknown[], opened: [] as unknown[][] };
  const mailServices = {
    compose: { OpenComposeWindow: (...args: unknown[]) => void files.opened.push(args), name: 'compose' },
    headerParser: {
      parseDecodedHeader: (text: string) => text.split(', ').map((email) => ({ email, toString: () => email })),
    },
  };
  const composeService = mailServices.compose;
  const octetsOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
  const context: Context = createContext({
    Uint8Array,
    ChromeUtils: {
      importESModule: () => ({
        ...modules,
        ExtensionSupport: { registerWindowListener: () => undefined, unregisterWindowListener: () => undefined },
        ExtensionUtils: {},
        MailServices: mailServices,
      }),
      generateQI: () => () => undefined,
      compileScript: (url: string) =>
        Promise.resolve({
          executeInGlobal: (global: Context) => runInContext(source(basename(url)), global) as unknown,
        }),
    },
    Components: { Exception: (text: string) => new Error(text) },
    Services: {
      wm: { getEnumerator: () => [] },
      obs: { notifyObservers: () => undefined },
      uuid: { generateUUID: () => '{1-2}' },
      io: { newFileURI: (path: string) => ({ spec: `file://${path}` }) },
      prompt: { alert: (...words: readonly unknown[]) => files.said.push(words[2]) },
    },
    PathUtils: { profileDir: '/profile', join: (...parts: readonly string[]) => parts.join('/') },
    Proxy,
    IOUtils: {
      read: () => Promise.resolve(octetsOf('Subject: as written\r\n')),
      write: (path: string, octets: Uint8Array) =>
        Promise.resolve(files.written.push(`${path} ${Buffer.from(octets).toString()}`)),
      remove: (path: string) => Promise.resolve(path.startsWith('/profile') || files.removed.push(path)),
      makeDirectory: () => Promise.resolve(),
      getFile: (path: string) => Promise.resolve(path),
    },
    Ci: {
      nsIMsgCompDeliverMode: { Now: 'now', Later: 'later', Background: 'background' },
      nsIMsgCompType: { New: 0, Draft: 9, Template: 10, EditAsNew: 15, EditTemplate: 16 },
      nsIMsgComposeParams: Object,
      nsIMsgSend: {
        nsMsgDeliverNow: 0,
        nsMsgQueueForLater: 1,
        nsMsgSaveAsDraft: 4,
        nsMsgSaveAsTemplate: 5,
        nsMsgDeliverBackground: 8,
        nsMsgSendUnsent: 7,
      },
    },
    Cr: {},
    Cu: { getGlobalForObject: () => context },
    ExtensionCommon: { ExtensionAPIPersistent: Object },
  });
  runInContext(source('compose.js'), context);
  const Api = (context as { signetCompose: new () => ComposeApi }).signetCompose;
  const api = new Api();
  Object.assign(api, {
    extension: {
      baseURI: { resolve: (path: string) => path },
      emit: () => undefined,
      messageManager: { convert: (header: { id: number }) => header },
    },
  });
  return { api, files, mailServices, composeService };
}

/** What Thunderbird would call at this moment. */
const inPlace = (): readonly unknown[] => [
  Reflect.get(MimeMessage.prototype, 'createMessageFile'),
  Reflect.get(MessageSend.prototype, '_deliverAsMail'),
  Reflect.get(MessageSend.prototype, '_deliverMessage'),
];
const original = inPlace();

async function started() {
  const loaded = loadCompose({ MimeMessage, MessageSend });
  loaded.api.onStartup();
  await loaded.api.ready;
  const collector = new loaded.api.parts.Collector({}, { sign: true, encrypt: true }, new Set());
  collector.beginCryptoEncapsulation(null, '', { from: '', to: '', cc: '', bcc: '', newsgroups: '' });
  return { ...loaded, collector };
}

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
  function save(window: object, msgType: string) {
    const { api } = loadCompose({ MimeMessage, MessageSend });
    const headers = new Map<string, string>();
    const compFields = {
      setHeader: (name: string, value: string) => void headers.set(name, value),
      deleteHeader: (name: string) => void headers.delete(name),
    };
    const listeners = new Map<string, (event: object) => void>();
    const full = {
      AbortController,
      gMsgCompose: { compFields, originalMsgURI: '' },
      addEventListener: (name: string, listener: (event: object) => void) => void listeners.set(name, listener),
      ...window,
    };
    Object.assign(full.gMsgCompose, { compFields });
    Object.assign(api, { extension: { tabManager: { getWrapper: () => ({ id: 3 }) } } });
    api.attach(full);
    listeners.get('compose-send-message')?.({ detail: { msgType } });
    const during = headers.get('X-Signet-About');
    listeners.get('compose-prepare-message-completed')?.({});
    return [during, headers.get('X-Signet-About')];
  }

  it('says whose text may be in it, and nothing that leaves does', () => {
    expect(save({ signetAbout: '<1@x>' }, 'draft')).toEqual(['<1@x>', undefined]);
    expect(save({ signetAbout: '' }, 'draft')).toEqual(['', undefined]);
    expect(save({ signetAbout: '<1@x>' }, 'now')).toEqual([undefined, undefined]);
  });

  it('says that nobody knows, where it was not told yet and came of another message', () => {
    expect(save({ gMsgCompose: { originalMsgURI: 'mailbox:1' } }, 'draft')).toEqual(['unknown', undefined]);
    expect(save({}, 'draft')).toEqual(['', undefined]);
  });
});

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
  const header = { id: 7 };
  async function open(answer: (() => Promise<unknown>) | undefined, type = 9) {
    const loaded = await started();
    const asked: number[] = [];
    if (answer) loaded.api.askers.onReopen.add((id) => (asked.push(id), answer()));
    loaded.mailServices.compose.OpenComposeWindow(null, header, 'imap:7', type, 'html');
    await new Promise((resolvePromise) => setImmediate(resolvePromise));
    loaded.api.onShutdown(false);
    expect(loaded.mailServices.compose).toBe(loaded.composeService);
    return { ...loaded, asked };
  }

  it('is opened as it is where the page says nothing, where there is none, and where it is anything else', async () => {
    for (const answer of [() => Promise.resolve(null), undefined]) {
      expect((await open(answer)).files.opened).toEqual([[null, header, 'imap:7', 9, 'html']]);
    }
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
      addEventListener: (name: string, listener: () => void) =>
        void (name === 'compose-window-init' && begun.push(listener)),
    };
    api.attach(window);
    begun.forEach((begin) => begin());
    expect(window).toMatchObject({ signetDraft: 'imap:7', signetProtection: { encrypt: true } });
    expect(compFields).toEqual({ draftId: 'imap:7', templateId: '' });
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
