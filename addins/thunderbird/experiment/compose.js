// @ts-check
/* global ChromeUtils, Components, Services, IOUtils, Ci, Cr, Cu, ExtensionCommon */
'use strict';

/**
 * The sending half of the pipe into Thunderbird: hands the finished MIME entity of a message to the background page and
 * puts what comes back into the message file, before Thunderbird sends and files it. No cryptography and no policy.
 * Where a protected message cannot be built, Thunderbird's own send fails with the reason and nothing leaves.
 */
(function (exports) {
  const { MimeMessage } = ChromeUtils.importESModule('resource:///modules/MimeMessage.sys.mjs');
  const { MessageSend } = ChromeUtils.importESModule('resource:///modules/MessageSend.sys.mjs');
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

  /** What the user asks OpenPGP to do with the message. */
  const openPgpOf = ({ gSelectedTechnologyIsPGP: isPgp, gSendSigned, gSendEncrypted }) => ({
    signs: Boolean(isPgp && gSendSigned),
    encrypts: Boolean(isPgp && gSendEncrypted),
  });

  const failure = (text) => Components.Exception(text, Cr.NS_ERROR_FAILURE);

  exports.signetCompose = class extends ExtensionCommon.ExtensionAPIPersistent {
    missing = missingPoints();
    original = {};
    /** @type {any} */
    parts = undefined;
    isReady = false;
    isOver = false;
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

    /** The whole message from the header that Thunderbird wrote and the entity that was collected. */
    async build(collector, header, mode) {
      const [builder] = this.builders;
      if (!builder) throw failure('Signet is not running.');
      const facts = {
        ...collector.facts,
        header: header.buffer,
        queued: mode !== Ci.nsIMsgSend.nsMsgDeliverNow,
        protection: collector.protection,
      };
      const answer = await builder(facts, collector.takeEntity().buffer);
      if (answer?.kind !== 'ready') throw failure(answer?.message || 'Signet gave no answer.');
      const { joined } = this.parts;
      collector.copies = answer.copies.map(({ header, entity, ...copy }) => ({
        ...copy,
        octets: joined(header, entity),
      }));
      collector.partly = answer.partly;
      collector.isNamed = answer.isNamed;
      return joined(answer.header, answer.entity);
    }

    onStartup() {
      this.ready = this.prepare();
      ExtensionSupport.registerWindowListener(LISTENER, {
        chromeURLs: [COMPOSE_WINDOW],
        onLoadWindow: (window) => this.attach(window),
        onUnloadWindow: (window) => this.detach(window),
      });
    }

    /** Loads the rest and takes the points; until that is done, and where it fails, protected mail is refused. */
    async prepare() {
      try {
        const script = await ChromeUtils.compileScript(this.extension.baseURI.resolve('experiment/delivery.js'));
        const scope = Cu.getGlobalForObject(this);
        script.executeInGlobal(scope);
        this.parts = scope.signetDelivery;
      } catch (error) {
        this.missing.push(`delivery: ${error.message}`);
      }
      if (this.missing.length > 0 || this.isOver) return;
      this.wrapCreate();
      this.wrapDeliver();
      this.isReady = true;
    }

    /** The original closes the file before we could answer: the header is in it, and is replaced together with the entity. */
    wrapCreate() {
      const api = this;
      const { collectorOf } = this.parts;
      const original = (this.original.create = MimeMessage.prototype.createMessageFile);
      MimeMessage.prototype.createMessageFile = async function () {
        const file = await original.call(this);
        const collector = collectorOf(this._compFields);
        if (!collector) return file;
        try {
          // It was asked for nothing, so that the file holds the message as it was written.
          if (!collector.waiting) throw failure('The protected message was not built.');
          const header = await IOUtils.read(file.path);
          await IOUtils.write(file.path, await api.build(collector, header, this._deliverMode));
          collector.waiting = false;
          collector.isBuilt = true;
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
      const { collectorOf, deliverCopies } = this.parts;
      const original = (this.original.deliver = MessageSend.prototype._deliverAsMail);
      MessageSend.prototype._deliverAsMail = async function () {
        const collector = collectorOf(this._compFields);
        if (collector && !collector.isBuilt) throw failure('The protected message was not built.');
        if (!collector?.copies.length) return original.call(this);
        try {
          return await deliverCopies(this, collector, () => original.call(this));
        } catch (error) {
          if (!this._failed) {
            const code = error.result || Cr.NS_ERROR_FAILURE;
            const hasLeft = collector.copies.some(({ recipient }) => collector.accepted.has(recipient));
            this.fail(code, hasLeft ? `${error.message} ${collector.partly}` : error.message);
            this.notifyListenerOnStopSending(null, code, null, null);
          }
          throw error;
        }
      };
    }

    attach(window) {
      const onSend = (event) => this.takeOver(window, event);
      const onEnd = () => {
        const fields = window.closed ? undefined : window.gMsgCompose?.compFields;
        if (this.parts?.collectorOf(fields) || fields?.composeSecure === null) fields.composeSecure = window.gSMFields;
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
      const openPgp = openPgpOf(window);
      if (openPgp.signs || openPgp.encrypts) {
        if (protection.encrypt && !openPgp.encrypts && SENDS.includes(event.detail.msgType)) event.preventDefault();
        return;
      }
      const fields = window.gMsgCompose.compFields;
      if (!SENDS.includes(event.detail.msgType)) {
        fields.composeSecure = null;
        return;
      }
      if (!this.isReady || this.missing.length > 0) {
        event.preventDefault();
        return;
      }
      const tabId = this.extension.tabManager.getWrapper(window)?.id;
      // The window knows which copies have left: a second try sends none of them again.
      const accepted = (window.signetAccepted ??= new Set());
      const facts = { tabId, identityId: window.gCurrentIdentityKey ?? '' };
      fields.composeSecure = new this.parts.Collector(facts, protection, accepted);
      fields.forceMsgEncoding = true;
    }

    onShutdown(isAppShutdown) {
      this.isOver = true;
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
          missing: async () => {
            await this.ready;
            return this.missing;
          },
          setProtection: async (tabId, protection, isDefault) => {
            const window = windowOf(tabId);
            const before = window.signetProtection;
            if (!isDefault || !before || before.isHeld) window.signetProtection = protection;
            return window.signetProtection;
          },
          getProtection: async (tabId) => windowOf(tabId).signetProtection ?? null,
          openPgp: async (tabId) => openPgpOf(windowOf(tabId)),
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
