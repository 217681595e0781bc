import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createContext, runInContext, type Context } from 'node:vm';

const FOLDER = resolve(__dirname, '../../../addins/thunderbird/experiment');
const source = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** As much of Thunderbird as the two scripts touch: classes with the words that the feature test looks for. */
/** What Thunderbird's database says of a stored message. */
export class StoredHeader {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

export class MimeMessage {
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
export class MessageSend {
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
export interface ComposeApi {
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

export function loadCompose(modules: { MimeMessage: unknown; MessageSend: unknown }) {
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
      nsIMsgDBHdr: StoredHeader,
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
export const inPlace = (): readonly unknown[] => [
  Reflect.get(MimeMessage.prototype, 'createMessageFile'),
  Reflect.get(MessageSend.prototype, '_deliverAsMail'),
  Reflect.get(MessageSend.prototype, '_deliverMessage'),
];
export const original = inPlace();

export async function started() {
  const loaded = loadCompose({ MimeMessage, MessageSend });
  loaded.api.onStartup();
  await loaded.api.ready;
  const collector = new loaded.api.parts.Collector({}, { sign: true, encrypt: true }, new Set());
  collector.beginCryptoEncapsulation(null, '', { from: '', to: '', cc: '', bcc: '', newsgroups: '' });
  return { ...loaded, collector };
}
