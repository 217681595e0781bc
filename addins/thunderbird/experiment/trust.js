// @ts-check
/* global Cc, Ci, ExtensionCommon */
'use strict';

/**
 * A look into Thunderbird's own certificate store: the authorities that the user, or a policy, added to it and trusts for
 * mail, without those that come with Thunderbird; and, by name, everything in it that is not trusted for mail; and the
 * certificates of people's addresses. Reads only.
 */
(function (exports) {
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);

  /** Of the module that holds Mozilla's list; a name of NSS, the same in every language. */
  const BUILT_IN = 'Builtin Object Token';

  const isTrusted = (certificate) =>
    database.isCertTrusted(certificate, Ci.nsIX509Cert.CA_CERT, Ci.nsIX509CertDB.TRUSTED_EMAIL);

  exports.signetTrust = class extends ExtensionCommon.ExtensionAPI {
    getAPI() {
      return {
        signetTrust: {
          read: async () => {
            const all = database.getCerts();
            const trusted = all.filter(isTrusted);
            const added = trusted.filter(({ tokenName }) => tokenName !== BUILT_IN);
            return {
              added: added.map((certificate) => certificate.getBase64DERString()),
              untrusted: all.filter((one) => !trusted.includes(one)).map(({ sha256Fingerprint }) => sha256Fingerprint),
            };
          },
          find: async (addresses) => {
            const all = database.getCerts();
            return addresses.map((address) =>
              all.filter((one) => one.containsEmailAddress(address)).map((one) => one.getBase64DERString()),
            );
          },
        },
      };
    }
  };
})(this);
