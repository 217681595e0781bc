import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { latin1Bytes, latin1Text, toBase64, type Bytes } from '../../../../shared/index';
import { corporaPresent, corpusFile, corpusPath, describeWithCorpora } from '../../../support/corpora';
import { type Chrome } from '../chrome';
import { verdictText } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { createTestWorld } from './world';

/*
 * Thunderbird's own test messages in the real program: what its own S/MIME says beside what we say, as
 * docs/thunderbird-differences.md has it. Whoever changes a verdict finds the row to correct in what fails.
 */
const FOLDERS = ['smime', 'smime-manual', 'browser-smime'].map((name) => `04-thunderbird/${name}`);
const PASSWORD = 'nss';
const OWNERS = ['Alice', 'Bob', 'Dave'];

/** SHA-384 and SHA-512 differ from SHA-256 in nothing but the digest. */
const isOneOfMany = (name: string): boolean => /SHA(?:384|512)/.test(name);
/** No S/MIME outside: nothing is to be waited for. */
const isOther = (name: string): boolean => /outer-pgp|multipart-alternative/.test(name);

interface Message {
  readonly name: string;
  readonly octets: Bytes;
}

/** Each message once: some lie in two folders. */
function messages(): readonly Message[] {
  const all = FOLDERS.flatMap((folder) =>
    readdirSync(corpusPath(folder))
      .filter((name) => name.endsWith('.eml') && !isOneOfMany(name))
      .sort()
      .map((name) => ({ name: `${folder.split('/')[1] ?? ''}/${name}`, octets: corpusFile(`${folder}/${name}`) })),
  );
  const isFirst = (text: string, index: number): boolean => texts.indexOf(text) === index;
  const texts = all.map(({ octets }) => latin1Text(octets));
  return all.filter((_, index) => isFirst(texts[index] ?? '', index));
}

/** As a server has it, with its file's name for a subject, so that it is found in the list. */
function named({ name, octets }: Message): Bytes {
  const text = latin1Text(octets).replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n') + 2;
  const header = text.slice(0, end).replace(/^(?:From |X-Mozilla-).*\r\n/gm, '');
  const others = header.replace(/^(?:Subject|Message-ID):.*\r\n(?:[ \t].*\r\n)*/gim, '');
  const messageId = `<${name.replace('/', '.')}@example.test>`;
  return latin1Bytes(`Subject: ${name}\r\n${others}Message-ID: ${messageId}\r\n${text.slice(end)}`);
}

const IMPORT = `
  const db = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
  const [anchor, files, password] = args;
  db.addCertFromBase64(anchor, ",,");
  for (const path of files) {
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(path);
    const result = db.importPKCS12File(file, password);
    if (result !== 0) throw new Error("not imported: " + path + " " + result);
  }
  const ca = db.constructX509FromBase64(anchor);
  db.setCertTrust(ca, Ci.nsIX509Cert.CA_CERT, Ci.nsIX509CertDB.TRUSTED_EMAIL);
  return true;`;

/**
 * QUIRK: Thunderbird 153 keeps in a message window that a part's signature is not to be counted, and so says nothing of
 * the next messages either. A new window does not have that.
 */
const AS_NEW = 'messageWindow()?.setIgnoreStatusFromMimePart(null); return true;';

/** What Thunderbird's own reader came to, once it is done: names of nsICMSMessageErrors, or null for nothing. */
const NATIVE = `
  const window = messageWindow();
  await until("Thunderbird's verdict", () => window.gSmimeProcessedDispatched || (window.gSmimeMsgLoadedFired && window.gReceivedSignatureCount >= window.gExpectedSignatureCount));
  const name = (status) => Object.keys(Ci.nsICMSMessageErrors).find((one) => Ci.nsICMSMessageErrors[one] === status) ?? null;
  return [name(window.gSignatureStatus), name(window.gEncryptionStatus)];`;

const WORDS: Readonly<Record<string, string>> = {
  SUCCESS: 'good',
  GENERAL_ERROR: 'bad',
  VERIFY_UNTRUSTED: 'bad (not trusted)',
  VERIFY_DIGEST_MISMATCH: 'bad (digest)',
  VERIFY_UNSUPPORTED_ALGO: 'bad (method)',
  VERIFY_TIME_MISMATCH: 'bad (time)',
};

interface Row {
  readonly name: string;
  readonly thunderbird: string;
  readonly signet: string;
}

async function rowOf(chrome: Chrome, name: string): Promise<Row> {
  await chrome.run(AS_NEW);
  const { status } = await chrome.showMessage(name, isOther(name) ? {} : { status: true });
  const [signature, encryption] = await chrome.run<[string | null, string | null]>(NATIVE);
  const word = signature === null ? 'none' : (WORDS[signature] ?? signature);
  return { name, thunderbird: `${word}${encryption === 'SUCCESS' ? ', opened' : ''}`, signet: status ?? 'nothing' };
}

/** The rows of the table, each with what its last column says. */
function documented(): readonly (Row & { readonly why: string })[] {
  const text = readFileSync(join(__dirname, '../../../../docs/thunderbird-differences.md'), 'utf8');
  return [...text.matchAll(/^\| `([^`]+\.eml)` *\| *([^|]+?) *\| *([^|]+?) *\| *([^|]*?) *\|$/gm)].map(
    ([, name = '', thunderbird = '', signet = '', why = '']) => ({ name, thunderbird, signet, why }),
  );
}

const isGood = (word: string): boolean => word.startsWith('good');
const isSilent = (word: string): boolean => word.startsWith('none');
/** Whether one calls good what the other does not, or one sees a signature or an encryption that the other does not. */
const differ = ({ thunderbird, signet }: Row): boolean =>
  isGood(thunderbird) !== signet.startsWith('Signed') ||
  isSilent(thunderbird) !== /^(?:Encrypted|nothing)/.test(signet) ||
  thunderbird.endsWith('opened') !== signet.endsWith('Encrypted');

it('the table says why wherever the two differ', () => {
  expect(documented().length).toBeGreaterThan(0);
  expect(documented().filter((row) => differ(row) && /^(?:the same)?$/.test(row.why))).toEqual([]);
});

const missing = missingPrograms();

describeWithCorpora(`the table of ${documented().length} test messages of Thunderbird's`, () => {
  (missing.length > 0 ? describe.skip : describe)('in the real program', () => {
    const all = corporaPresent ? messages() : [];
    let chrome: Chrome;

    beforeAll(async () => {
      const anchor = readFileSync(corpusPath('04-thunderbird/smime/TestCA.pem'), 'utf8').replace(
        /-----[^-]+-----|\s/g,
        '',
      );
      const files = OWNERS.map((owner) => `04-thunderbird/smime/${owner}.p12`);
      const identities = files.map((file) => ({ pfx: toBase64(corpusFile(file)), passphrase: PASSWORD }));
      const settings = { 'anchors.added': { value: [anchor] }, identities: { value: identities } };
      const session = await Session.start(
        { ...(await createTestWorld()), messages: [] },
        { managed: { version: 2, settings }, extraMessages: all.map(named) },
      );
      ({ chrome } = session);
      await chrome.run(IMPORT, anchor, files.map(corpusPath), PASSWORD);
      await chrome.openFolder('INBOX', all.length);
    }, 80_000);
    afterAll(stopSessions, 30_000);

    it('is what it and we say there', async () => {
      const rows: Row[] = [];
      for (const { name } of all) rows.push(await rowOf(chrome, name));
      expect(rows).toEqual(documented().map(({ name, thunderbird, signet }) => ({ name, thunderbird, signet })));
    }, 80_000);

    it('is told beside our own reason where Thunderbird calls good what we do not', async () => {
      await chrome.run(AS_NEW);
      await chrome.showMessage('smime/alice.plain.sig.SHA256.opaque.dave.sig.SHA256.opaque.eml', { status: true });
      await chrome.run(NATIVE);
      const text = await verdictText(chrome);
      expect(text).toContain('the signer’s address is Alice@example.com');
      expect(text).toContain('Thunderbird’s own S/MIME says that the signature is good.');
    });
  });
});
