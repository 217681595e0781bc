import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext, type Context } from 'node:vm';

const FOLDER = resolve(__dirname, '../../../addins/thunderbird/experiment');
const source = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');

interface LdapApi {
  getAPI(): { readonly signetLdap: { find(address: string, milliseconds: number): Promise<readonly unknown[]> } };
}

describe('the look into Thunderbird’s own store', () => {
  interface StoreApi {
    getAPI(): { signetTrust: { read(): Promise<unknown>; find(addresses: readonly string[]): Promise<unknown> } };
  }

  it('gives the authorities that were added and are trusted for mail, and the names of all that are not trusted', async () => {
    const certificate = (text: string, tokenName: string, isTrusted: boolean) => ({
      tokenName,
      isTrusted,
      sha256Fingerprint: `of ${text}`,
      getBase64DERString: () => text,
    });
    const database = {
      getCerts: () => [
        certificate('added', 'Software-Sicherheitsmodul', true),
        certificate('built in', 'Builtin Object Token', true),
        certificate('not for mail', 'Software Security Device', false),
        certificate('switched off', 'Builtin Object Token', false),
      ],
      isCertTrusted: (one: { isTrusted: boolean }, type: number, use: number) =>
        one.isTrusted && type === 1 && use === 2,
    };
    const context = createContext({
      Cc: { '@mozilla.org/security/x509certdb;1': { getService: () => database } },
      Ci: { nsIX509CertDB: { TRUSTED_EMAIL: 2 }, nsIX509Cert: { CA_CERT: 1 } },
      ExtensionCommon: { ExtensionAPI: Object },
    });
    runInContext(source('trust.js'), context);
    const api = new (context as unknown as { signetTrust: new () => StoreApi }).signetTrust();
    expect(await api.getAPI().signetTrust.read()).toEqual({
      added: ['added'],
      untrusted: ['of not for mail', 'of switched off'],
    });
  });

  it('finds certificates that name an address, and reads the store once for many', async () => {
    let read = 0;
    const of = (name: string, address: string) => ({
      containsEmailAddress: (wanted: string) => wanted === address,
      getBase64DERString: () => name,
    });
    const context: Context = createContext({
      Cc: {
        '@mozilla.org/security/x509certdb;1': {
          getService: () => ({
            getCerts: () => {
              read++;
              return [of('bob', 'bob@x.example'), of('carol', 'carol@x.example')];
            },
          }),
        },
      },
      Ci: { nsIX509CertDB: {}, nsIX509Cert: {} },
      ExtensionCommon: { ExtensionAPI: Object },
    });
    runInContext(source('trust.js'), context);
    const api = new (context as unknown as { signetTrust: new () => StoreApi }).signetTrust();
    const store = api.getAPI().signetTrust;
    expect(await store.find(['bob@x.example', 'dan@x.example', 'carol@x.example'])).toEqual([['bob'], [], ['carol']]);
    expect(read).toBe(1);
  });

  it('says what Thunderbird’s own S/MIME would use, as NSS judges it', async () => {
    const cached: string[] = [];
    const secure = (name: string) => ({
      asyncFindCertByEmailAddr: (address: string, { findCertDone }: { findCertDone: (...of: unknown[]) => void }) =>
        findCertDone(address, address.startsWith('bob') ? { dbKey: 'of bob' } : null),
      cacheValidCertForEmail: (...of: readonly string[]) => cached.push([name, ...of].join(' ')),
    });
    const database = {
      findCertByDBKey: (key: string) => {
        if (key === 'gone') throw new Error('not found');
        return { key };
      },
      asyncVerifyCertAtTime(found: { key: string }, usage: number, flags: number, ...more: unknown[]): void {
        const path = [`${found.key} for ${usage}`, 'issuer'].map((text) => ({ getBase64DERString: () => text }));
        const { verifyCertFinished } = more.at(-1) as { verifyCertFinished: (code: number, path: object[]) => void };
        verifyCertFinished(found.key === 'expired' || flags !== 9 ? 7 : 0, path);
      },
    };
    const keys: Record<string, string> = {
      'id1.signing': 'mine',
      'id1.encryption': 'expired',
      'id2.signing': 'gone',
    };
    const context: Context = createContext({
      Cc: {
        '@mozilla.org/security/x509certdb;1': { getService: () => database },
        '@mozilla.org/messengercompose/composesecure;1': { createInstance: () => secure('new') },
      },
      Ci: { nsIX509CertDB: { FLAG_LOCAL_ONLY: 9, verifyUsageEmailSigner: 1, verifyUsageEmailRecipient: 2 } },
      Services: {
        prefs: {
          getStringPref: (name: string) => keys[name.replace(/^mail\.identity\.|_cert_dbkey$/g, '')] ?? '',
          getBoolPref: () => false,
        },
      },
      ExtensionCommon: { ExtensionAPI: Object },
    });
    runInContext(source('trust.js'), context);
    interface NativeApi {
      getAPI(context: object): {
        signetTrust: { native(tab: number | null, id: string, of: string[]): Promise<object> };
      };
    }
    const api = new (context as unknown as { signetTrust: new () => NativeApi }).signetTrust();
    const extension = { tabManager: { get: () => ({ window: { gSMFields: secure('window') } }) } };
    const store = api.getAPI({ extension }).signetTrust;
    const people = ['bob@x.example', 'dan@x.example'];
    expect(await store.native(4, 'id1', people)).toEqual({
      sign: ['mine for 1', 'issuer'],
      encrypt: [],
      signsAll: false,
      readers: [true, false],
    });
    expect(await store.native(null, 'id2', ['bob@x.example'])).toMatchObject({ sign: [], encrypt: null });
    // Its window knows it from then on, and need not look once more while it sends.
    expect(cached).toEqual(['window bob@x.example of bob', 'new bob@x.example of bob']);
  });

  it('hears no directory out that sends more than it was asked for', async () => {
    class SearchResultEntry {
      readonly result = { attributes: { 'userCertificate;binary': [new ArrayBuffer(1)] } };
    }
    let sent = 0;
    let isOpen = true;
    class LDAPClient {
      readonly _socket = { close: () => (isOpen = false) };
      onOpen = (): void => undefined;
      connect = (): void => void setTimeout(() => this.onOpen());
      bind = (_name: string, _password: string, done: (answer: object) => void): void =>
        done({ result: { resultCode: 0 } });
      search(...args: unknown[]): void {
        const take = args.at(-1) as (entry: SearchResultEntry) => void;
        const more = (): void => {
          if (!isOpen || ++sent > 1_000) return;
          take(new SearchResultEntry());
          setImmediate(more);
        };
        more();
      }
    }
    const directory = { dirType: 1, authDn: '', lDAPURL: {}, attributeMap: { getAttributeList: () => '' } };
    const MailServices = {
      ab: { directories: [{ ...directory, QueryInterface: () => directory }] },
    };
    const context: Context = createContext({
      ChromeUtils: {
        importESModule: () => ({ MailServices, LDAPClient, clearTimeout, setTimeout, ExtensionUtils: {} }),
      },
      Ci: { nsILDAPErrors: { SUCCESS: 0 }, nsIAbManager: { LDAP_DIRECTORY_TYPE: 1 } },
      Services: {},
      ExtensionCommon: { ExtensionAPI: Object },
    });
    runInContext(source('ldap.js'), context);
    const { signetLdap } = new (context as unknown as { signetLdap: new () => LdapApi }).signetLdap().getAPI();
    expect(await signetLdap.find('bob@x.example', 1_000)).toHaveLength(16);
    expect([isOpen, sent < 100]).toEqual([false, true]);
  });

  // Nothing but the Experiment sees what Thunderbird opens as a draft: drafts.js is for that, and 700 lines were for all else.
  it('stays small with all of the Experiment: below 775 lines, and the way to LDAP below 100', () => {
    const lines = (name: string): number => source(name).split('\n').length - 1;
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.js') && name !== 'ldap.js');
    expect(files.map(lines).reduce((all, one) => all + one, 0)).toBeLessThan(775);
    expect(lines('ldap.js')).toBeLessThan(100);
  });
});
