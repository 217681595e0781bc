// @ts-check
/* global ChromeUtils, Components, Services, IOUtils, Ci, Cr, Cu, ExtensionCommon */
'use strict';

/**
 * The sending half of the pipe into Thunderbird: hands the finished MIME entity of a message to the background page and
 * puts what comes back into the message file, before Thunderbird sends and files it; and tells it of every message that
 * leaves otherwise, which it may hold. No cryptography and no policy. Where a protected message cannot be built,
 * Thunderbird's own send fails with the reason and nothing leaves.
 */
(function (exports) {
  const { MimeMessage } = ChromeUtils.importESModule('resource:///modules/MimeMessage.sys.mjs');
  const { MessageSend } = ChromeUtils.importESModule('resource:///modules/MessageSend.sys.mjs');
  const { ExtensionSupport } = ChromeUtils.importESModule('resource:///modules/ExtensionSupport.sys.mjs');
  const { ExtensionUtils } = ChromeUtils.importESModule('resource://gre/modules/ExtensionUtils.sys.mjs');

  const [LISTENER, ABOUT, UNSAVED] = ['signet-compose', 'X-Signet-About', 'signet-unsaved'];
  const COMPOSE_WINDOW = 'chrome://messenger/content/messengercompose/messengercompose.xhtml';
  const { Now, Later, Background } = Ci.nsIMsgCompDeliverMode;
  const { nsMsgDeliverNow, nsMsgSaveAsDraft, nsMsgSaveAsTemplate } = Ci.nsIMsgSend;

  /** What must be in Thunderbird's own code for the pipe to fit. */
  const POINTS = [
    ['createMessageFile', MimeMessage, 'finishCryptoEncapsulation', '_getComposeSecure'],
    ['_deliverMessage', MessageSend, '_deliverMode', '_dontDeliver'],
    ['_deliverAsMail', MessageSend, '_deliveryFile', 'sendMailMessage'],
    ['_getComposeSecure', MimeMessage, 'requiresCryptoEncapsulation'],
  ];
  const isMissing = ([name, on, ...words]) => !words.every((word) => String(on?.prototype[name]).includes(word));

  /** What the user asks OpenPGP to do with the message. */
  const openPgpOf = ({ gSelectedTechnologyIsPGP: isPgp, gSendSigned, gSendEncrypted }) => ({
    signs: Boolean(isPgp && gSendSigned),
    encrypts: Boolean(isPgp && gSendEncrypted),
  });
  const eachEvent = (make) => Object.fromEntries(['onBuild', 'onLeave', 'onReopen'].map((name) => [name, make(name)]));
  const failure = (text) => Components.Exception(text, Cr.NS_ERROR_FAILURE);
  const notRunning = () => Promise.reject(failure('Signet is not running.'));

  exports.signetCompose = class extends ExtensionCommon.ExtensionAPIPersistent {
    missing = POINTS.filter(isMissing).map(([name]) => name);
    /** What gives everything back. */
    undo = [];
    /** @type {any} */
    parts = undefined;
    isReady = false;
    isOver = false;
    /** Who of the background page is to be asked. */
    askers = eachEvent(() => new Set());
    PERSISTENT_EVENTS = eachEvent(
      (name) =>
        ({ fire }) =>
          this.asked(this.askers[name], fire),
    );

    asked(askers, fire) {
      const asker = async (...facts) => {
        if (fire.wakeup) await fire.wakeup();
        const promise = fire.async(...facts);
        // Without this the page is put to sleep about a minute after it was woken, whatever it is doing.
        this.extension.emit('background-script-idle-waituntil', { promise: promise.catch(() => {}), reason: 'signet' });
        return promise;
      };
      askers.add(asker);
      return { unregister: () => askers.delete(asker), convert: (next) => void (fire = next) };
    }

    /** The whole message from the header that Thunderbird wrote and the entity that was collected. */
    async build(collector, header, mode) {
      const [builder = notRunning] = this.askers.onBuild;
      const { facts, protection } = collector;
      const isDraft = mode === nsMsgSaveAsDraft || mode === nsMsgSaveAsTemplate;
      const modes = { queued: mode !== nsMsgDeliverNow, isDraft };
      const { buffer: entity } = collector.takeEntity();
      const answer = await builder({ ...facts, header: header.buffer, ...modes, protection }, entity);
      if (answer?.kind !== 'ready') throw failure(answer?.message || 'Signet gave no answer.');
      const { joined } = this.parts;
      const copies = answer.copies.map((copy) => ({ ...copy, octets: joined(copy.header, copy.entity) }));
      Object.assign(collector, { copies, partly: answer.partly, readers: answer.readers });
      return joined(answer.header, answer.entity);
    }

    onStartup() {
      this.ready = this.prepare();
      ExtensionSupport.registerWindowListener(LISTENER, {
        chromeURLs: [COMPOSE_WINDOW],
        onLoadWindow: (window) => this.attach(window),
        onUnloadWindow: (window) => window.signetListening?.abort(),
      });
    }

    /** Loads the rest and takes the points; until that is done, and where it fails, protected mail is refused. */
    async prepare() {
      try {
        const scope = Cu.getGlobalForObject(this);
        for (const name of ['delivery', 'drafts']) {
          const url = this.extension.baseURI.resolve(`experiment/${name}.js`);
          (await ChromeUtils.compileScript(url)).executeInGlobal(scope);
        }
        this.parts = { ...scope.signetDelivery, ...scope.signetDrafts };
        await this.parts.clear();
        const ask = async (header) =>
          ([...this.askers.onReopen][0] ?? notRunning)(this.extension.messageManager.convert(header).id);
        if (!this.isOver) this.undo.push(this.parts.wrapOpen(ask));
      } catch (error) {
        this.missing.push(`delivery: ${error.message}`);
      }
      if (this.missing.length > 0 || this.isOver) return;
      this.wrapCreate();
      this.wrapDeliver();
      this.wrapLeave();
      this.isReady = true;
    }

    /** The original closes the file before we could answer: the header is in it, and is replaced together with the entity. */
    wrapCreate() {
      const api = this;
      const { collectorOf } = this.parts;
      const original = this.wrap(MimeMessage, 'createMessageFile', async function () {
        const file = await original.call(this);
        const collector = collectorOf(this._compFields);
        if (!collector) return file;
        try {
          // It was asked for nothing, so that the file holds the message as it was written.
          if (!collector.waiting) throw failure('The protected message was not built.');
          const header = await IOUtils.read(file.path);
          await IOUtils.write(file.path, await api.build(collector, header, this._deliverMode));
          Object.assign(collector, { waiting: false, isBuilt: true });
          return file;
        } catch (error) {
          IOUtils.remove(file.path).catch(() => {});
          this._sendReport.errMessage = error.message;
          throw failure(error.message);
        }
      });
    }

    /** Puts a function in the place of a method; gives back the method. */
    wrap({ prototype }, name, method) {
      const original = prototype[name];
      prototype[name] = method;
      this.undo.push(() => void (prototype[name] = original));
      return original;
    }

    /** Each blind-copy recipient gets a message of its own, so that no envelope names them to the others. */
    wrapDeliver() {
      const { collectorOf, deliverApart, pin } = this.parts;
      const original = this.wrap(MessageSend, '_deliverAsMail', async function () {
        const collector = collectorOf(this._compFields);
        if (collector && !collector.isBuilt) throw failure('The protected message was not built.');
        pin(this);
        const { copies, readers } = collector ?? { copies: [], readers: [] };
        try {
          return await deliverApart(this, { copies, readers }, async () => original.call(this));
        } catch (error) {
          if (copies.length === 0) throw error;
          if (!this._failed) {
            const code = error.result || Cr.NS_ERROR_FAILURE;
            this.fail(code, collector.accepted.size > 0 ? `${error.message} ${collector.partly}` : error.message);
            this.notifyListenerOnStopSending(null, code, null, null);
          }
          throw error;
        }
      });
    }

    /** Why a message that is not ours may not leave; null: it may, as it may where nobody is there to be asked. */
    async heldBy(send, file) {
      try {
        const leaving = (send.signetJudged = await this.parts.leavingOf(send, file));
        const [asker] = this.askers.onLeave;
        if (!leaving || (!asker && !leaving.asked)) return null;
        const answer = await asker?.(leaving);
        return answer?.held === null ? null : answer?.held || 'Signet gave no answer.';
      } catch (error) {
        return error.message;
      }
    }

    wrapLeave() {
      const api = this;
      const original = this.wrap(MessageSend, '_deliverMessage', async function (file) {
        const held = await api.heldBy(this, file);
        api.parts.pin(this);
        if (held === null) return original.call(this, file);
        this.notifyListenerOnStopSending(null, Cr.NS_ERROR_FAILURE, null, null);
        this.fail(Cr.NS_ERROR_FAILURE, held);
        throw failure(held);
      });
    }

    attach(window) {
      this.parts?.continueIn(window);
      const onEnd = () => {
        const fields = window.closed ? undefined : window.gMsgCompose?.compFields;
        fields?.deleteHeader(ABOUT);
        if (this.parts?.collectorOf(fields) || fields?.composeSecure === null) fields.composeSecure = window.gSMFields;
      };
      const { signal } = (window.signetListening = new window.AbortController());
      const clearBar = () => window.gComposeNotification?.getNotificationWithValue(UNSAVED)?.close();
      window.addEventListener('compose-send-message', clearBar, { signal });
      window.addEventListener('compose-send-message', (event) => this.takeOver(window, event), { signal });
      window.addEventListener('compose-prepare-message-completed', onEnd, { signal });
    }

    takeOver(window, event) {
      const tabId = (window.signetTab = this.extension.tabManager.getWrapper(window)?.id);
      const { compFields: fields, originalMsgURI } = window.gMsgCompose;
      const [openPgp, isSend] = [openPgpOf(window), [Now, Later, Background].includes(event.detail.msgType)];
      if (isSend) fields.deleteHeader(ABOUT);
      else fields.setHeader(ABOUT, window.signetAbout ?? (originalMsgURI ? 'unknown' : ''));
      /** Of a send the user was told before; of a draft that is not saved Thunderbird says nothing. */
      const refuse = (name) => {
        event.preventDefault();
        const bar = isSend ? undefined : window.gComposeNotification;
        const words = { label: this.extension.localizeMessage(name), priority: bar?.PRIORITY_WARNING_HIGH };
        bar?.appendNotification(UNSAVED, words, []);
      };
      const protection = window.signetProtection;
      if (protection?.isNative || (!protection?.sign && !protection?.encrypt)) return;
      const isLeftOpen = protection.encrypt && !openPgp.encrypts;
      if (openPgp.signs || openPgp.encrypts) return void (isLeftOpen && refuse('unsavedOpenPgp'));
      if (!isSend && !protection.encrypt) return void (fields.composeSecure = null);
      if (!this.isReady || this.missing.length > 0) return refuse('unsavedNotReady');
      const facts = { tabId, identityId: window.gCurrentIdentityKey ?? '' };
      // The window knows which copies have left: a second try sends none of them again.
      fields.composeSecure = new this.parts.Collector(facts, protection, (window.signetAccepted ??= new Set()));
      if (isSend) fields.forceMsgEncoding = true;
    }

    onShutdown(isAppShutdown) {
      this.isOver = true;
      if (isAppShutdown) return;
      for (const step of [...this.undo, () => this.parts?.clear()]) step();
      ExtensionSupport.unregisterWindowListener(LISTENER);
      for (const window of Services.wm.getEnumerator('msgcompose')) window.signetListening?.abort();
      Services.obs.notifyObservers(null, 'startupcache-invalidate');
    }

    getAPI(context) {
      const { extension } = context;
      const windowOf = (tabId) => {
        const tab = extension.tabManager.get(tabId);
        if (tab.type !== 'messageCompose') throw new ExtensionUtils.ExtensionError('not a compose tab');
        return tab.window;
      };
      const eventOf = (event) =>
        new ExtensionCommon.EventManager({ context, module: 'signetCompose', event, extensionApi: this }).api();
      return {
        signetCompose: {
          missing: () => this.ready.then(() => this.missing),
          setProtection: async (tabId, protection, known) => {
            const window = windowOf(tabId);
            const isKnown = known === null || known === JSON.stringify(window.signetProtection ?? null);
            if (isKnown) window.signetProtection = protection;
            return window.signetProtection ?? null;
          },
          getProtection: async (tabId) => windowOf(tabId).signetProtection ?? null,
          openPgp: async (tabId) => openPgpOf(windowOf(tabId)),
          draft: async (tabId) => {
            const { gMessenger, gOriginalMsgURI, signetDraft } = windowOf(tabId);
            const header = gMessenger.msgHdrFromURI(signetDraft ?? gOriginalMsgURI);
            return extension.messageManager.convert(header)?.id ?? null;
          },
          setAbout: async (tabId, about) => void (windowOf(tabId).signetAbout ||= about),
          ...eachEvent(eventOf),
        },
      };
    }
  };
})(this);
