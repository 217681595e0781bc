// @ts-check
/* global Cc, Ci, ExtensionCommon */
'use strict';

/**
 * A look into Thunderbird's own certificate store: the authorities that the user, or a policy, added to it and trusts for
 * mail. Those that come with Thunderbird are left out. Reads only.
 */
(function (exports) {
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);

  /** Of the module that holds Mozilla's list; a name of NSS, the same in every language. */
  const BUILT_IN = 'Builtin Object Token';

  const isAdded = (certificate) =>
    certificate.tokenName !== BUILT_IN &&
    database.isCertTrusted(certificate, Ci.nsIX509Cert.CA_CERT, Ci.nsIX509CertDB.TRUSTED_EMAIL);

  exports.signetTrust = class extends ExtensionCommon.ExtensionAPI {
    getAPI() {
      return {
        signetTrust: {
          addedAuthorities: async () =>
            database
              .getCerts()
              .filter(isAdded)
              .map((certificate) => certificate.getBase64DERString()),
        },
      };
    }
  };
})(this);
