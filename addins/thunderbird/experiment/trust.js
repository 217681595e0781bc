// @ts-check
/* global Cc, Ci, ExtensionCommon, Services */
'use strict';

/**
 * A look into Thunderbird's own certificate store: the authorities that the user, or a policy, added to it and trusts for
 * mail, without those that come with Thunderbird; and, by name, everything in it that is not trusted for mail; the
 * certificates of people's addresses; and what Thunderbird's own S/MIME would use for a message. Reads only.
 */
(function (exports) {
  const Store = Ci.nsIX509CertDB;
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Store);

  /** Of the module that holds Mozilla's list; a name of NSS, the same in every language. */
  const BUILT_IN = 'Builtin Object Token';

  const base64 = (certificate) => certificate.getBase64DERString();
  const isTrusted = (certificate) => database.isCertTrusted(certificate, Ci.nsIX509Cert.CA_CERT, Store.TRUSTED_EMAIL);

  /** The path of an identity's certificate as NSS builds it, itself first; empty: NSS would not use it; null: none is set. */
  function pathOf(identityId, use, usage) {
    const key = Services.prefs.getStringPref(`mail.identity.${identityId}.${use}_cert_dbkey`, '');
    if (key === '') return null;
    return new Promise((resolve) => {
      const verifyCertFinished = (code, path) => resolve(code === 0 ? path.map(base64) : []);
      const [found, now] = [database.findCertByDBKey(key), Math.floor(Date.now() / 1000)];
      database.asyncVerifyCertAtTime(found, usage, Store.FLAG_LOCAL_ONLY, '', now, [], { verifyCertFinished });
    }).catch(() => []);
  }

  exports.signetTrust = class extends ExtensionCommon.ExtensionAPI {
    getAPI({ extension } = {}) {
      return {
        signetTrust: {
          read: async () => {
            const all = database.getCerts();
            const trusted = all.filter(isTrusted);
            return {
              added: trusted.filter(({ tokenName }) => tokenName !== BUILT_IN).map(base64),
              untrusted: all.filter((one) => !trusted.includes(one)).map(({ sha256Fingerprint }) => sha256Fingerprint),
            };
          },
          find: async (addresses) => {
            const all = database.getCerts();
            return addresses.map((address) => all.filter((one) => one.containsEmailAddress(address)).map(base64));
          },
          native: async (tabId, identityId, addresses) => {
            const own = Cc['@mozilla.org/messengercompose/composesecure;1'].createInstance(Ci.nsIMsgComposeSecure);
            const secure = (tabId !== null && extension.tabManager.get(tabId).window.gSMFields) || own;
            const isReader = (address) =>
              new Promise((resolve) => {
                const findCertDone = (_address, found) => {
                  if (found) secure.cacheValidCertForEmail(address, found.dbKey);
                  resolve(Boolean(found));
                };
                secure.asyncFindCertByEmailAddr(address, { findCertDone });
              });
            return {
              sign: await pathOf(identityId, 'signing', Store.verifyUsageEmailSigner),
              encrypt: await pathOf(identityId, 'encryption', Store.verifyUsageEmailRecipient),
              signsAll: Services.prefs.getBoolPref(`mail.identity.${identityId}.sign_mail`, false),
              readers: await Promise.all(addresses.map(isReader)),
            };
          },
        },
      };
    }
  };
})(this);
