// @ts-check
/* global ChromeUtils, Components, Services, IOUtils, Ci, Cr, ExtensionCommon */
'use strict';

/**
 * The sending half of the pipe into Thunderbird: hands the finished MIME entity of a message to the background page and
 * puts what comes back into the message file, before Thunderbird sends and files it. No cryptography and no policy.
 * Where a protected message cannot be built, Thunderbird's own send fails with the reason and nothing leaves.
 */
(function (exports) {
  const { MimeMessage } = ChromeUtils.importESModule('resource:///modules/MimeMessage.sys.mjs');
  const { MessageSend } = ChromeUtils.importESModule('resource:///modules/MessageSend.sys.mjs');
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const { ExtensionSupport } = ChromeUtils.importESModule('resource:///modules/ExtensionSupport.sys.mjs');
  const { ExtensionUtils } = ChromeUtils.importESModule('resource://gre/modules/ExtensionUtils.sys.mjs');

  const LISTENER = 'signet-compose';
  const COMPOSE_WINDOW = 'chrome://messenger/content/messengercompose/messengercompose.xhtml';
  const MODES = Ci.nsIMsgCompDeliverMode;
  const SENDS = [MODES.Now, MODES.Later, MODES.Background];

  /** What must be in Thunderbird's own code for the pipe to fit. */
  const POINTS = [
    {
      name: 'createMessageFile',
      on: MimeMessage?.prototype,
      mentions: ['finishCryptoEncapsulation', '_getComposeSecure'],
    },
    { name: '_deliverAsMail', on: MessageSend?.prototype, mentions: ['_deliveryFile', 'sendMailMessage'] },
    { name: '_getComposeSecure', on: MimeMessage?.prototype, mentions: ['requiresCryptoEncapsulation'] },
  ];

  function missingPoints() {
    return POINTS.filter(({ name, on, mentions }) => {
      const source = typeof on?.[name] === 'function' ? on[name].toString() : '';
      return !mentions.every((word) => source.includes(word));
    }).map(({ name }) => name);
  }

  function bytesOf(binary) {
    const out = new Uint8Array(binary.length);
    for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
    return out;
  }

  const failure = (text) => Components.Exception(text, Cr.NS_ERROR_FAILURE);

  /** Stands in for Thunderbird's S/MIME part of one send; collects the entity and marks it as waiting. */
  class Collector {
    QueryInterface = ChromeUtils.generateQI(['nsIMsgComposeSecure']);
    signMessage = false;
    requireEncryptMessage = false;
    signFormat = '';
    isSignet = true;
    waiting = false;
    /** @type {{ recipient: string, entity: Uint8Array }[]} */
    copies = [];
    entityLength = 0;
    #chunks = [];

    constructor(facts, protection) {
      this.wrappedJSObject = this;
      this.facts = facts;
      this.protection = protection;
    }
    requiresCryptoEncapsulation() {
      return true;
    }
    beginCryptoEncapsulation(_stream, _recipients, fields) {
      this.#chunks = [];
      const { from, to, cc, bcc, newsgroups } = fields;
      this.facts = { ...this.facts, from, to, cc, bcc, newsgroups };
    }
    mimeCryptoWriteBlock(text, length) {
      this.#chunks.push(length === text.length ? text : text.slice(0, length));
    }
    finishCryptoEncapsulation(abort) {
      this.waiting = !abort;
    }
    takeEntity() {
      const entity = bytesOf(this.#chunks.join(''));
      this.#chunks = [];
      return entity;
    }
    haveValidCertForEmail() {
      return true;
    }
    getCertDBKeyForEmail() {
      return '';
    }
    cacheValidCertForEmail() {}
    asyncFindCertByEmailAddr(address, callback) {
      callback.findCertDone(address, null);
    }
  }

  function collectorOf(fields) {
    const found = fields?.composeSecure?.wrappedJSObject ?? fields?.composeSecure;
    return found?.isSignet ? found : undefined;
  }

  async function temporaryFile(octets) {
    const file = Services.dirsvc.get('TmpD', Ci.nsIFile);
    file.append('nsemail-signet.eml');
    file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
    await IOUtils.write(file.path, octets);
    return file;
  }

  /** Sends one file to one blind-copy recipient through the identity's own server. */
  async function sendCopy(send, outer, { recipient, entity }) {
    const octets = new Uint8Array(outer.length + entity.length);
    octets.set(outer);
    octets.set(entity, outer.length);
    const file = await temporaryFile(octets);
    const server = MailServices.outgoingServer.getServerByIdentity(send._userIdentity);
    const to = MailServices.headerParser.parseEncodedHeaderW(recipient);
    try {
      await new Promise((resolve, reject) => {
        const listener = {
          QueryInterface: ChromeUtils.generateQI(['nsIMsgOutgoingListener']),
          onSendStart() {},
          onSendStop: (_uri, code, _security, text) =>
            Components.isSuccessCode(code) ? resolve(undefined) : reject(Components.Exception(text || recipient, code)),
        };
        const { from, messageId } = send._compFields;
        const password = send._smtpPassword;
        server.sendMailMessage(file, to, [], send._userIdentity, from, password, null, false, messageId, listener);
      });
    } finally {
      IOUtils.remove(file.path).catch(() => {});
    }
  }

  exports.signetCompose = class extends ExtensionCommon.ExtensionAPIPersistent {
    missing = missingPoints();
    original = {};
    builders = new Set();

    PERSISTENT_EVENTS = {
      onBuild({ fire }) {
        const builder = async (facts, entity) => {
          if (fire.wakeup) await fire.wakeup();
          const promise = fire.async(facts, entity);
          const settled = promise.catch(() => {});
          // Without this the page is put to sleep about a minute after it was woken, whatever it is doing.
          this.extension.emit('background-script-idle-waituntil', { promise: settled, reason: 'signet' });
          return promise;
        };
        this.builders.add(builder);
        return {
          unregister: () => this.builders.delete(builder),
          convert(next) {
            fire = next;
          },
        };
      },
    };

    async build(collector, mode) {
      const [builder] = this.builders;
      if (!builder) throw failure('Signet is not running.');
      const facts = {
        ...collector.facts,
        queued: mode !== Ci.nsIMsgSend.nsMsgDeliverNow,
        protection: collector.protection,
      };
      const answer = await builder(facts, collector.takeEntity().buffer);
      if (answer?.kind !== 'ready') throw failure(answer?.message || 'Signet gave no answer.');
      collector.copies = answer.copies.map(({ recipient, entity }) => ({ recipient, entity: new Uint8Array(entity) }));
      const entity = new Uint8Array(answer.entity);
      collector.entityLength = entity.length;
      return entity;
    }

    onStartup() {
      if (this.missing.length === 0) {
        this.wrapCreate();
        this.wrapDeliver();
      }
      ExtensionSupport.registerWindowListener(LISTENER, {
        chromeURLs: [COMPOSE_WINDOW],
        onLoadWindow: (window) => this.attach(window),
        onUnloadWindow: (window) => this.detach(window),
      });
    }

    /** The original closes the file before we could answer: the outer header is in it, the entity is appended here. */
    wrapCreate() {
      const api = this;
      const original = (this.original.create = MimeMessage.prototype.createMessageFile);
      MimeMessage.prototype.createMessageFile = async function () {
        const file = await original.call(this);
        const collector = collectorOf(this._compFields);
        if (!collector?.waiting) return file;
        try {
          await IOUtils.write(file.path, await api.build(collector, this._deliverMode), { mode: 'append' });
          collector.waiting = false;
          return file;
        } catch (error) {
          IOUtils.remove(file.path).catch(() => {});
          this._sendReport.errMessage = error.message;
          throw failure(error.message);
        }
      };
    }

    /** Each blind-copy recipient gets a message of its own, so that no envelope names them to the others. */
    wrapDeliver() {
      const original = (this.original.deliver = MessageSend.prototype._deliverAsMail);
      MessageSend.prototype._deliverAsMail = async function () {
        const collector = collectorOf(this._compFields);
        if (collector?.waiting) throw failure('The protected message was not built.');
        if (!collector?.copies.length) return original.call(this);
        const { bcc } = this._compFields;
        try {
          const whole = await IOUtils.read(this._deliveryFile.path);
          const outer = whole.subarray(0, whole.length - collector.entityLength);
          for (const copy of collector.copies) await sendCopy(this, outer, copy);
          this._compFields.bcc = '';
          return await original.call(this);
        } catch (error) {
          this.fail(error.result || Cr.NS_ERROR_FAILURE, error.message);
          this.notifyListenerOnStopSending(null, error.result || Cr.NS_ERROR_FAILURE, null, null);
          throw error;
        } finally {
          this._compFields.bcc = bcc;
        }
      };
    }

    attach(window) {
      const onSend = (event) => this.takeOver(window, event);
      const onEnd = () => {
        const fields = window.closed ? undefined : window.gMsgCompose?.compFields;
        if (collectorOf(fields) || fields?.composeSecure === null) fields.composeSecure = window.gSMFields;
      };
      window.addEventListener('compose-send-message', onSend);
      window.addEventListener('compose-prepare-message-completed', onEnd);
      window.signetListeners = { onSend, onEnd };
    }

    detach(window) {
      const { onSend, onEnd } = window.signetListeners ?? {};
      window.removeEventListener('compose-send-message', onSend);
      window.removeEventListener('compose-prepare-message-completed', onEnd);
      delete window.signetListeners;
    }

    takeOver(window, event) {
      const protection = window.signetProtection;
      if (!protection?.sign && !protection?.encrypt) return;
      if (window.gSelectedTechnologyIsPGP && (window.gSendEncrypted || window.gSendSigned)) return;
      const fields = window.gMsgCompose.compFields;
      if (!SENDS.includes(event.detail.msgType)) {
        fields.composeSecure = null;
        return;
      }
      if (this.missing.length > 0) {
        event.preventDefault();
        return;
      }
      const tabId = this.extension.tabManager.getWrapper(window)?.id;
      fields.composeSecure = new Collector({ tabId, identityId: window.gCurrentIdentityKey ?? '' }, protection);
      fields.forceMsgEncoding = true;
    }

    onShutdown(isAppShutdown) {
      if (isAppShutdown) return;
      if (this.original.create) MimeMessage.prototype.createMessageFile = this.original.create;
      if (this.original.deliver) MessageSend.prototype._deliverAsMail = this.original.deliver;
      ExtensionSupport.unregisterWindowListener(LISTENER);
      for (const window of Services.wm.getEnumerator('msgcompose')) this.detach(window);
      Services.obs.notifyObservers(null, 'startupcache-invalidate');
    }

    getAPI(context) {
      const { extension } = context;
      const windowOf = (tabId) => {
        const tab = extension.tabManager.get(tabId);
        if (tab.type !== 'messageCompose') throw new ExtensionUtils.ExtensionError('not a compose tab');
        return tab.window;
      };
      return {
        signetCompose: {
          missing: async () => this.missing,
          setProtection: async (tabId, protection) => {
            windowOf(tabId).signetProtection = protection;
          },
          getProtection: async (tabId) => windowOf(tabId).signetProtection ?? null,
          usesOpenPgp: async (tabId) => {
            const window = windowOf(tabId);
            return Boolean(window.gSelectedTechnologyIsPGP && (window.gSendEncrypted || window.gSendSigned));
          },
          onBuild: new ExtensionCommon.EventManager({
            context,
            module: 'signetCompose',
            event: 'onBuild',
            extensionApi: this,
          }).api(),
        },
      };
    }
  };
})(this);
