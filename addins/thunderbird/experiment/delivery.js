// @ts-check
/* global ChromeUtils, Components, Services, IOUtils, Ci */
'use strict';

/** What compose.js puts in Thunderbird's way for one message: the collector of its entity, and the delivery of copies. */
(function (exports) {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');

  function bytesOf(binary) {
    const out = new Uint8Array(binary.length);
    for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
    return out;
  }

  /** Stands in for Thunderbird's S/MIME part of one send; collects the entity and marks it as waiting. */
  class Collector {
    QueryInterface = ChromeUtils.generateQI(['nsIMsgComposeSecure']);
    signMessage = false;
    requireEncryptMessage = false;
    signFormat = '';
    isSignet = true;
    waiting = false;
    isBuilt = false;
    /** Who gets the message itself; a group without members is nobody. */
    readers = [];
    /** @type {{ recipients: string[], id: string, octets: Uint8Array, isOneOfMany: boolean }[]} */
    copies = [];
    #chunks = [];

    /** `accepted`: to whom copies have left. Not by Message-ID: Thunderbird gives each try another. */
    constructor(facts, protection, accepted) {
      this.wrappedJSObject = this;
      Object.assign(this, { facts, protection, accepted });
    }
    requiresCryptoEncapsulation = () => true;
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
    haveValidCertForEmail = () => true;
    getCertDBKeyForEmail = () => '';
    cacheValidCertForEmail() {}
    asyncFindCertByEmailAddr(address, callback) {
      callback.findCertDone(address, null);
    }
  }

  function collectorOf(fields) {
    const found = fields?.composeSecure?.wrappedJSObject ?? fields?.composeSecure;
    return found?.isSignet ? found : undefined;
  }

  /** It goes to those who were judged. QUIRK: who asks for a window's details has its lists put back by their names. */
  function pin({ _compFields: fields, signetJudged }) {
    const { to, cc, bcc } = collectorOf(fields)?.facts ?? signetJudged ?? {};
    if (to !== undefined) Object.assign(fields, { to, cc, bcc });
  }

  /** What is told of a message that is about to leave; undefined where it is ours or goes nowhere. */
  async function leavingOf(send, file) {
    const { _compFields: fields, _deliverMode: mode, _parentWindow: window, _userIdentity: identity } = send;
    const { nsMsgDeliverNow, nsMsgQueueForLater, nsMsgDeliverBackground, nsMsgSendUnsent } = Ci.nsIMsgSend;
    const goes = [nsMsgDeliverNow, nsMsgQueueForLater, nsMsgDeliverBackground, nsMsgSendUnsent].includes(mode);
    if (send._dontDeliver || !goes || collectorOf(fields) || fields.hasHeader('Signet-Own')) return undefined;
    // A send without a window of its own names one all the same, the newest; only a window shows progress.
    const made = send._sendProgress ? 'window' : send._message ? 'program' : 'file';
    const kind = mode === nsMsgSendUnsent ? 'outbox' : made;
    const { signetProtection: asked, signetTab: tabId } = (kind === 'window' && window) || {};
    const { from, to, cc, bcc, newsgroups, messageId } = fields;
    const { buffer: head } = await IOUtils.read(file.path, { maxBytes: 65536 });
    return { kind, mode, tabId, identityId: identity?.key, asked, from, to, cc, bcc, newsgroups, messageId, head };
  }

  async function temporaryFile(octets, files) {
    const file = Services.dirsvc.get('TmpD', Ci.nsIFile);
    file.append('nsemail-signet.eml');
    file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
    files.push(file);
    await IOUtils.write(file.path, octets);
    return file;
  }

  function joined(...parts) {
    const [header, entity] = parts.map((part) => new Uint8Array(part));
    const octets = new Uint8Array(header.length + entity.length);
    octets.set(header);
    octets.set(entity, header.length);
    return octets;
  }

  /** Sends one file to those recipients through the identity's own server, beside the send that goes on. */
  function sendFile(send, file, recipients, messageId) {
    const server = MailServices.outgoingServer.getServerByIdentity(send._userIdentity);
    const whom = recipients.join(', ');
    const to = MailServices.headerParser.parseEncodedHeaderW(whom);
    return new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(['nsIMsgOutgoingListener']),
        onSendStart() {},
        onSendStop: (_uri, code, _security, text) =>
          Components.isSuccessCode(code) ? resolve(undefined) : reject(Components.Exception(text || whom, code)),
      };
      const { _userIdentity: identity, _smtpPassword: password, _compFields: fields } = send;
      server.sendMailMessage(file, to, [], identity, fields.from, password, null, false, messageId, listener);
    });
  }

  /** A header value without those who are in `others`. */
  function without(list, others) {
    const parsed = (value) => MailServices.headerParser.parseDecodedHeader(value);
    const gone = parsed(others.join(', ')).map(({ email }) => email.toLowerCase());
    const left = parsed(list).filter(({ email }) => !gone.includes(email.toLowerCase()));
    return left.length < parsed(list).length ? left.join(', ') : list;
  }

  /**
   * Sends each copy to those whom none has reached in an earlier try of the window, then lets Thunderbird send what is left:
   * the message to everybody whom no copy is for, or, where nobody is, the last copy.
   */
  async function deliverApart(send, { copies, readers }, deliver) {
    const { _compFields: fields, _deliveryFile: main, _sendProgress: progress, _parentWindow: window } = send;
    const accepted = (progress && window?.signetAccepted) || new Set();
    const copied = copies.flatMap(({ recipients }) => recipients).filter((one) => !readers.includes(one));
    const { to, cc, bcc } = fields;
    const files = [];
    try {
      const open = copies.map((copy) => ({ ...copy, to: copy.recipients.filter((one) => !accepted.has(one)) }));
      const waiting = open.filter((copy) => copy.to.length > 0);
      const last = copies.length > 0 && readers.length === 0 ? waiting.pop() : undefined;
      for (const copy of waiting) {
        await sendFile(send, await temporaryFile(copy.octets, files), copy.to, copy.id);
        if (!copy.isOneOfMany) copy.to.forEach((one) => accepted.add(one));
      }
      if (last) send._deliveryFile = await temporaryFile(last.octets, files);
      const apart = [...copied, ...accepted];
      const hidden = copies.length > 0 ? (last?.to ?? []).join(', ') : without(bcc, apart);
      const left = { to: without(to, apart), cc: without(cc, apart), bcc: hidden };
      // Where everybody has it already, it goes to them once more rather than to nobody for ever.
      if (left.to || left.cc || left.bcc) Object.assign(fields, left);
      return await deliver();
    } finally {
      Object.assign(fields, { to, cc, bcc });
      send._deliveryFile = main;
      for (const file of files) IOUtils.remove(file.path).catch(() => {});
    }
  }

  exports.signetDelivery = { Collector, collectorOf, deliverApart, joined, leavingOf, pin };
})(this);
