// @ts-check
/* global ChromeUtils, Ci, ExtensionCommon, Services */
'use strict';

/**
 * Certificates of somebody in the LDAP directories that the user, or a policy, set up in Thunderbird: at their servers, by
 * Thunderbird's own client, with the passwords that Thunderbird has kept. Never asks for a password; writes nothing.
 */
(function (exports) {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const { LDAPClient } = ChromeUtils.importESModule('resource:///modules/LDAPClient.sys.mjs');
  const { clearTimeout, setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
  const { ExtensionError } = ChromeUtils.importESModule('resource://gre/modules/ExtensionUtils.sys.mjs').ExtensionUtils;

  const NAMES = ['userCertificate', 'userSMIMECertificate'];
  const ATTRIBUTES = [...NAMES.map((name) => `${name};binary`), ...NAMES];
  const [ENTRIES, VALUES, VALUE_OCTETS] = [8, 16, 1 << 16];
  /** All was found, as much as is wanted was, or there is no such entry (RFC 4511 A.1). */
  const ENDED = [0, 4, 32];
  const wanted = ATTRIBUTES.map((name) => name.toLowerCase());

  /** By the attributes with an address, as the user mapped them, and within the filter of the directory's own address. */
  function filterFor({ attributeMap, lDAPURL: { filter } }, address) {
    const mapped = ['PrimaryEmail', 'SecondEmail'].map((name) => attributeMap.getAttributeList(name) ?? '');
    const names = [...new Set(['mail', ...mapped.join(',').split(',')])].filter((name) => /^[\w-]+$/.test(name));
    const either = `(|${names.map((name) => `(${name}=${address})`).join('')})`;
    if (!filter || filter === '(objectclass=*)') return either;
    return `(&${filter.startsWith('(') ? filter : `(${filter})`}${either})`;
  }

  /** What Thunderbird has kept for this directory, as its own search finds it. */
  async function passwordFor({ authDn, lDAPURL, saslMechanism }) {
    if (!authDn && !saslMechanism) return '';
    const logins = await Services.logins.searchLoginsAsync({ origin: lDAPURL.prePath, httpRealm: lDAPURL.spec });
    if (saslMechanism || !logins[0]) throw new ExtensionError('not-authenticated');
    return logins[0].password;
  }

  const valuesOf = ({ attributes }) =>
    Object.entries(attributes)
      .filter(([name]) => wanted.includes(name.toLowerCase()))
      .flatMap(([, values]) => values)
      .filter(({ byteLength }) => byteLength <= VALUE_OCTETS);

  async function search(directory, address, milliseconds) {
    const { lDAPURL: url, authDn } = directory.QueryInterface(Ci.nsIAbLDAPDirectory);
    const password = await passwordFor(directory);
    const isSecure = url.scheme === 'ldaps';
    const client = new LDAPClient(url.host, url.port === -1 ? (isSecure ? 636 : 389) : url.port, isSecure);
    const found = [];
    let timer;
    const done = new Promise((resolve, reject) => {
      const fail = (why) => reject(new ExtensionError(why));
      timer = setTimeout(() => fail('too-slow'), milliseconds);
      client.onError = () => fail('no-answer');
      const take = ({ constructor, result }) => {
        if (constructor.name === 'SearchResultEntry')
          found.push(...valuesOf(result).slice(0, VALUES)) < VALUES || resolve(); // It may send more than was asked for.
        else if (constructor.name === 'SearchResultDone')
          ENDED.includes(result.resultCode) ? resolve() : fail('no-answer');
        else if (result.resultCode === -1) fail('too-large');
      };
      client.onOpen = () =>
        client.bind(authDn, password, ({ result: { resultCode } }) => {
          if (resultCode !== Ci.nsILDAPErrors.SUCCESS) return fail('not-authenticated');
          const filter = filterFor(directory, address);
          return client.search(url.dn, url.scope, filter, ATTRIBUTES.join(), milliseconds / 1000, ENTRIES, take);
        });
    });
    client.connect();
    try {
      await done;
      return found;
    } finally {
      clearTimeout(timer);
      client.onError = () => {};
      client._socket.close();
    }
  }

  exports.signetLdap = class extends ExtensionCommon.ExtensionAPI {
    getAPI() {
      return {
        signetLdap: {
          async find(address, milliseconds) {
            const all = MailServices.ab.directories;
            const directories = all.filter(({ dirType }) => dirType === Ci.nsIAbManager.LDAP_DIRECTORY_TYPE);
            const asked = directories.map((directory) => search(directory, address, milliseconds));
            const results = await Promise.allSettled(asked);
            const found = results.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
            const failed = results.find(({ status }) => status === 'rejected');
            if (found.length === 0 && failed) throw failed.reason;
            return found.slice(0, VALUES);
          },
        },
      };
    }
  };
})(this);
