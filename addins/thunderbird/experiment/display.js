// @ts-check
/* global ChromeUtils, Services, Ci, Cu, ExtensionCommon */
'use strict';

/**
 * The reading half of the pipe into Thunderbird: shows a status beside the subject, where no message can draw, and keeps
 * Thunderbird from replacing a message that it cannot decrypt by an error page that no add-on can reach.
 */
(function (exports) {
  const { ExtensionSupport } = ChromeUtils.importESModule('resource:///modules/ExtensionSupport.sys.mjs');

  const LISTENER = 'signet-display';
  const WINDOWS = ['chrome://messenger/content/messenger.xhtml', 'chrome://messenger/content/messageWindow.xhtml'];
  const BADGE = 'signet-status';

  /** The about:message window of a tab, whatever kind of tab it is. */
  function messageWindowOf(tab) {
    const page = tab.nativeTab.chromeBrowser?.contentWindow;
    const candidates = [page?.messageBrowser?.contentWindow, tab.nativeTab.messageBrowser?.contentWindow, page];
    return candidates.find((window) => window?.document?.getElementById('headerSubjectSecurityContainer'));
  }

  function removeBadge(window) {
    window?.document.getElementById(BADGE)?.remove();
    window?.document.getElementById('cryptoBox')?.style.removeProperty('display');
  }

  function drawBadge(window, { text, tone, tooltip, style }, onClick) {
    removeBadge(window);
    const { document } = window;
    const badge = document.createElement('button');
    Object.assign(badge, { id: BADGE, type: 'button', textContent: text, title: tooltip });
    badge.dataset.tone = tone;
    badge.style.cssText = style;
    badge.addEventListener('click', onClick);
    document.getElementById('expandedButtonsBox').before(badge);
    document.querySelector('#cryptoBox[tech="S/MIME"]')?.style.setProperty('display', 'none');
  }

  /** For as long as the message is shown; the message list and its store keep what stands outside. */
  function showSubject(window, subject) {
    const row = window.document.getElementById('expandedsubjectBox');
    if (!row || typeof subject !== 'string') return;
    row.headerValue = subject;
    window.document.title = subject;
    if (window.currentHeaderData?.subject) window.currentHeaderData.subject.headerValue = subject;
  }

  exports.signetDisplay = class extends ExtensionCommon.ExtensionAPIPersistent {
    sinks = [];
    missing = new Set();
    listeners = new Set();

    PERSISTENT_EVENTS = {
      onStatusClicked({ fire }) {
        const listener = async (tabId, windowId) => {
          if (fire.wakeup) await fire.wakeup();
          return fire.async(tabId, windowId);
        };
        this.listeners.add(listener);
        return { unregister: () => this.listeners.delete(listener), convert: (next) => void (fire = next) };
      },
    };

    onStartup() {
      ExtensionSupport.registerWindowListener(LISTENER, {
        chromeURLs: WINDOWS,
        onLoadWindow: (window) => window.addEventListener('MsgLoading', this.onLoading, true),
        onUnloadWindow: (window) => window.removeEventListener('MsgLoading', this.onLoading, true),
      });
    }

    onLoading = ({ target }) => {
      const window = target.defaultView ?? target;
      if (!window.document?.getElementById('headerSubjectSecurityContainer')) return;
      removeBadge(window);
      this.wrapSink(window);
    };

    /** Where NSS cannot decrypt, the original replaces the message by an error page: then only the icon is set. */
    wrapSink(window) {
      const sink = window.smimeSink;
      if (sink?.signetOriginal) return;
      const isThere = [sink?.encryptionStatus, window.setMessageCryptoBox].every((one) => typeof one === 'function');
      if (!isThere) return void this.missing.add('encryptionStatus');
      const original = (sink.signetOriginal = sink.encryptionStatus);
      const { SUCCESS, ENCRYPT_INCOMPLETE } = Ci.nsICMSMessageErrors;
      sink.encryptionStatus = function (level, status, certificate, url, part) {
        if (level > 1 || status === SUCCESS || status === ENCRYPT_INCOMPLETE) {
          return original.call(this, level, status, certificate, url, part);
        }
        window.setMessageCryptoBox('S/MIME', 'notok', null, true, part);
      };
      this.sinks.push(new WeakRef(sink));
    }

    onShutdown(isAppShutdown) {
      if (isAppShutdown) return;
      ExtensionSupport.unregisterWindowListener(LISTENER);
      for (const sink of this.sinks.map((one) => one.deref())) {
        if (!sink || Cu.isDeadWrapper(sink)) continue;
        Object.assign(sink, { encryptionStatus: sink.signetOriginal, signetOriginal: undefined });
      }
      for (const one of Services.wm.getEnumerator(null)) one.removeEventListener('MsgLoading', this.onLoading, true);
      for (const tab of this.extension.tabManager.query()) removeBadge(messageWindowOf(tab));
      Services.obs.notifyObservers(null, 'startupcache-invalidate');
    }

    getAPI(context) {
      const { extension } = context;
      const clicked = { context, module: 'signetDisplay', event: 'onStatusClicked', extensionApi: this };
      /** The window only while it shows that very message: the user may have moved on. */
      const showing = (tabId, messageId) => {
        const window = messageWindowOf(extension.tabManager.get(tabId));
        const header = extension.messageManager.get(messageId);
        if (!window?.gMessage || !header) return undefined;
        // Keys count in one folder only, and Message-ID is the sender's to choose. A message from a file has no folder.
        const identity = ({ folder, messageKey, messageId }) => [folder?.URI ?? '', messageKey, messageId].join(' ');
        return identity(window.gMessage) === identity(header) ? window : undefined;
      };
      return {
        signetDisplay: {
          missing: async () => [...this.missing],
          native: async (tabId, messageId) => {
            const { gSignatureStatus = -1, gEncryptionStatus = -1 } = showing(tabId, messageId) ?? {};
            return { signature: gSignatureStatus, encryption: gEncryptionStatus };
          },
          setStatus: async (tabId, messageId, status) => {
            const window = showing(tabId, messageId);
            if (!window) return false;
            const { windowId } = extension.tabManager.get(tabId);
            showSubject(window, status.subject);
            drawBadge(window, status, () => {
              for (const listener of this.listeners) listener(tabId, windowId).catch(() => {});
            });
            return true;
          },
          onStatusClicked: new ExtensionCommon.EventManager(clicked).api(),
        },
      };
    }
  };
})(this);
