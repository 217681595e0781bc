// @ts-check
/* global ChromeUtils, Components, Services, IOUtils, Ci */
'use strict';

/**
 * What the sending half puts in Thunderbird's way for one message: the collector of its entity, and the delivery of blind
 * copies. Loaded by compose.js.
 */
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
    /** Somebody is in To or Cc; a group without members is nobody. */
    isNamed = true;
    /** @type {{ recipient: string, id: string, octets: Uint8Array }[]} */
    copies = [];
    partly = '';
    #chunks = [];

    /** `accepted`: whose copies have left. Not by Message-ID: Thunderbird gives each try another. */
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
    return { kind, tabId, identityId: identity?.key, asked, from, to, cc, bcc, newsgroups, messageId, head };
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

  /** Sends one file to one recipient through the identity's own server, beside the send that goes on. */
  function sendFile(send, file, recipient, messageId) {
    const server = MailServices.outgoingServer.getServerByIdentity(send._userIdentity);
    const to = MailServices.headerParser.parseEncodedHeaderW(recipient);
    return new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(['nsIMsgOutgoingListener']),
        onSendStart() {},
        onSendStop: (_uri, code, _security, text) =>
          Components.isSuccessCode(code) ? resolve(undefined) : reject(Components.Exception(text || recipient, code)),
      };
      const { _userIdentity: identity, _smtpPassword: password, _compFields: fields } = send;
      server.sendMailMessage(file, to, [], identity, fields.from, password, null, false, messageId, listener);
    });
  }

  /**
   * Sends each blind copy that has not left before as a message of its own, then lets Thunderbird send what is left: the
   * message for those who are named, or, where nobody is, the last copy.
   */
  async function deliverCopies(send, collector, deliver) {
    const { _compFields: fields, _deliveryFile: main } = send;
    const { bcc } = fields;
    const files = [];
    const fileOf = ({ octets }) => temporaryFile(octets, files);
    try {
      const copies = collector.copies.filter(({ recipient }) => !collector.accepted.has(recipient));
      const last = collector.isNamed ? undefined : copies.pop();
      for (const copy of copies) {
        await sendFile(send, await fileOf(copy), copy.recipient, copy.id);
        collector.accepted.add(copy.recipient);
      }
      fields.bcc = last ? last.recipient : '';
      if (last) send._deliveryFile = await fileOf(last);
      return await deliver();
    } finally {
      fields.bcc = bcc;
      send._deliveryFile = main;
      for (const file of files) IOUtils.remove(file.path).catch(() => {});
    }
  }

  /** A message without copies of its own, not to those in Bcc whose copies have left in an earlier try of its window. */
  async function deliverRest(send, deliver) {
    const { _compFields: fields, _sendProgress: progress, _parentWindow: window } = send;
    if (!progress || !window?.signetAccepted?.size) return deliver();
    const { bcc } = fields;
    const hidden = MailServices.headerParser.parseDecodedHeader(bcc);
    const open = hidden.filter(({ email }) => !window.signetAccepted.has(email));
    if (open.length < hidden.length) fields.bcc = open.map(String).join(', ');
    return deliver().finally(() => (fields.bcc = bcc));
  }

  exports.signetDelivery = { Collector, collectorOf, deliverCopies, deliverRest, joined, leavingOf, pin };
})(this);
