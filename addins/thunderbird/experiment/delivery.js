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

  function joined(header, entity) {
    const octets = new Uint8Array(header.length + entity.length);
    octets.set(header);
    octets.set(entity, header.length);
    return octets;
  }

  /** Sends one file to one recipient through the identity's own server, beside the send that goes on. */
  function sendFile(send, file, recipient) {
    const server = MailServices.outgoingServer.getServerByIdentity(send._userIdentity);
    const to = MailServices.headerParser.parseEncodedHeaderW(recipient);
    return new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(['nsIMsgOutgoingListener']),
        onSendStart() {},
        onSendStop: (_uri, code, _security, text) =>
          Components.isSuccessCode(code) ? resolve(undefined) : reject(Components.Exception(text || recipient, code)),
      };
      const { from, messageId } = send._compFields;
      server.sendMailMessage(
        file,
        to,
        [],
        send._userIdentity,
        from,
        send._smtpPassword,
        null,
        false,
        messageId,
        listener,
      );
    });
  }

  /**
   * Sends each blind copy as a message of its own, then lets Thunderbird send what is left: the message for those who are
   * named, or, where nobody is, the last copy.
   */
  async function deliverCopies(send, collector, deliver) {
    const fields = send._compFields;
    const { bcc } = fields;
    const main = send._deliveryFile;
    const files = [];
    try {
      const whole = await IOUtils.read(main.path);
      const outer = whole.subarray(0, whole.length - collector.entityLength);
      const copies = [...collector.copies];
      const last = fields.to || fields.cc ? undefined : copies.pop();
      for (const copy of copies) {
        const file = await temporaryFile(joined(outer, copy.entity));
        files.push(file);
        await sendFile(send, file, copy.recipient);
      }
      fields.bcc = last ? last.recipient : '';
      if (last) {
        send._deliveryFile = await temporaryFile(joined(outer, last.entity));
        files.push(send._deliveryFile);
      }
      return await deliver();
    } finally {
      fields.bcc = bcc;
      send._deliveryFile = main;
      for (const file of files) IOUtils.remove(file.path).catch(() => {});
    }
  }

  exports.signetDelivery = { Collector, collectorOf, deliverCopies, joined };
})(this);
