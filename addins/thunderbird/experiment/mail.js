// @ts-check
/* global Cc, ChromeUtils, Ci, Components, ExtensionCommon, IOUtils, Services */
'use strict';

/**
 * Sends one finished message as it is, from the identity of its sender. Meant for answers by machine: no window opens, and
 * no copy is kept. Reads nothing.
 */
(function (exports) {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');

  function senderOf(address) {
    const isWanted = ({ email }) => (email ?? '').toLowerCase() === address.toLowerCase();
    const account = MailServices.accounts.accounts.find(({ identities }) => identities.some(isWanted));
    if (!account) throw new Error('no account sends from this address');
    return { account, identity: account.identities.find(isWanted) };
  }

  async function temporaryFile(octets) {
    const file = Services.dirsvc.get('TmpD', Ci.nsIFile);
    file.append('nsemail-signet.eml');
    file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
    await IOUtils.write(file.path, new Uint8Array(octets));
    return file;
  }

  function fieldsOf({ from, to, messageId }) {
    const fields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields);
    // Says to the sending half that this is ours; the message itself is the file's, without it.
    fields.setHeader('Signet-Own', 'yes');
    return Object.assign(fields, { from, to, messageId, fcc: 'nocopy://' });
  }

  async function sendFile({ account, identity }, fields, file) {
    const send = Cc['@mozilla.org/messengercompose/send;1'].createInstance(Ci.nsIMsgSend);
    return new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(['nsIMsgSendListener']),
        onStartSending() {},
        onTransportSecurityError() {},
        onStopSending: (_id, code) =>
          Components.isSuccessCode(code) ? resolve(undefined) : reject(new Error('the message was not sent')),
      };
      const now = Ci.nsIMsgSend.nsMsgDeliverNow;
      send.sendMessageFile(identity, account.key, fields, file, false, false, now, null, listener, null, '');
    });
  }

  exports.signetMail = class extends ExtensionCommon.ExtensionAPI {
    getAPI() {
      return {
        signetMail: {
          async send(message, octets) {
            const [sender, fields] = [senderOf(message.from), fieldsOf(message)];
            const file = await temporaryFile(octets);
            await sendFile(sender, fields, file).finally(() => IOUtils.remove(file.path, { ignoreAbsent: true }));
          },
        },
      };
    }
  };
})(this);
