import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format, resolveConfig } from 'prettier';
import { root } from './build.mjs';

/**
 * Writes Mozilla's roots that are trusted for e-mail into shared/pkix/mozilla-anchors.ts, as the installed Thunderbird
 * has them: its NSS is the newest at hand, and its built-in token holds both trust bits and distrust dates. `--check`
 * writes nothing and ends with 1 where the file says otherwise. THUNDERBIRD names the program.
 * Thunderbird runs without a screen, in a fresh profile, so that nothing but what is built in can be trusted there.
 */
const FILE = join(root, 'shared/pkix/mozilla-anchors.ts');
const PROGRAMS = ['/usr/lib/thunderbird', '/usr/lib64/thunderbird', '/opt/thunderbird'];

/**
 * Runs in Thunderbird. Reads every certificate of the built-in token by NSS' own functions (pk11pub.h), asks the
 * certificate database whether it is trusted to issue for mail, and takes the date after which it is not
 * (CKA_NSS_EMAIL_DISTRUST_AFTER, pkcs11n.h). As in NSS, no such attribute and one octet of 0 mean: no date.
 */
const READ_TOKEN = String.raw`
  const { ctypes } = ChromeUtils.importESModule("resource://gre/modules/ctypes.sys.mjs");
  const folder = Services.dirsvc.get("GreBinD", Ci.nsIFile).path;
  const nss = ctypes.open(folder + "/" + ctypes.libraryName("nss3"));
  const { voidptr_t: pointer, unsigned_long: ulong, int } = ctypes;
  const Item = new ctypes.StructType("SECItem", [{ type: int }, { data: ctypes.uint8_t.ptr }, { len: ctypes.unsigned_int }]);
  const Element = new ctypes.StructType("Element", [{ next: pointer }, { prev: pointer }, { slot: pointer }, { references: int }]);
  const List = new ctypes.StructType("List", [{ head: pointer }, { tail: pointer }, { lock: pointer }]);
  const declare = (name, ...types) => nss.declare(name, ctypes.default_abi, ...types);
  const allTokens = declare("PK11_GetAllTokens", List.ptr, ulong, int, int, pointer);
  const tokenName = declare("PK11_GetTokenName", ctypes.char.ptr, pointer);
  const findObjects = declare("PK11_FindGenericObjects", pointer, pointer, ulong);
  const nextObject = declare("PK11_GetNextGenericObject", pointer, pointer);
  const readAttribute = declare("PK11_ReadRawAttribute", int, int, pointer, ulong, Item.ptr);
  const CKO_CERTIFICATE = 1, CKA_VALUE = 0x11, CKA_NSS_EMAIL_DISTRUST_AFTER = 0xce534374, ANY_MECHANISM = 0xffffffff;
  const attribute = (object, type) => {
    const item = new Item();
    if (readAttribute(0, object, ctypes.UInt64(type), item.address()) !== 0 || item.data.isNull()) return "";
    const octets = ctypes.cast(item.data, ctypes.uint8_t.array(item.len).ptr).contents;
    return Array.from({ length: item.len }, (_, i) => String.fromCharCode(octets[i])).join("");
  };
  const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
  const isTrusted = (der) =>
    database.isCertTrusted(database.constructX509FromBase64(btoa(der)), Ci.nsIX509Cert.CA_CERT, Ci.nsIX509CertDB.TRUSTED_EMAIL);
  const roots = [];
  for (let at = allTokens(ctypes.UInt64(ANY_MECHANISM), 0, 0, null).contents.head; !at.isNull(); ) {
    const { slot, next } = ctypes.cast(at, Element.ptr).contents;
    at = next;
    if (!tokenName(slot).readString().startsWith("Builtin Object Token")) continue;
    for (let object = findObjects(slot, ctypes.UInt64(CKO_CERTIFICATE)); !object.isNull(); object = nextObject(object)) {
      const der = attribute(object, CKA_VALUE);
      const date = attribute(object, CKA_NSS_EMAIL_DISTRUST_AFTER);
      roots.push({ der: btoa(der), isTrusted: isTrusted(der), distrustAfter: date.length > 1 ? date : "" });
    }
  }
  const nssVersion = Cc["@mozilla.org/security/nssversion;1"].getService(Ci.nsINSSVersion).NSS_Version;
  return { roots, thunderbird: Services.appinfo.version, built: Services.appinfo.appBuildID, nss: nssVersion };`;

function thunderbirdFolder() {
  const named = process.env.THUNDERBIRD ? [join(process.env.THUNDERBIRD, '..')] : [];
  const found = [...named, ...PROGRAMS].find((folder) => existsSync(join(folder, 'thunderbird-bin')));
  if (!found) throw new Error('Thunderbird is not installed');
  return found;
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** One connection to Thunderbird's remote control (Marionette protocol 3). */
async function remoteControl(port, end = performance.now() + 90_000) {
  const socket = connect(port, '127.0.0.1');
  const waiting = [];
  let received = Buffer.alloc(0);
  const nextMessage = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const greeting = nextMessage();
  const fail = () =>
    waiting.splice(0).forEach(({ reject }) => reject(new Error('Thunderbird closed its remote control')));
  socket
    .on('error', fail)
    .on('close', fail)
    .on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const colon = received.indexOf(':');
        const length = Number(received.subarray(0, Math.max(colon, 0)));
        if (colon < 0 || received.length < colon + 1 + length) return;
        waiting.shift()?.resolve(JSON.parse(received.subarray(colon + 1, colon + 1 + length)));
        received = received.subarray(colon + 1 + length);
      }
    });
  try {
    await greeting;
  } catch (error) {
    if (performance.now() > end) throw error;
    await sleep(200);
    return remoteControl(port, end);
  }
  let serial = 0;
  const send = async (command, parameters) => {
    const answer = nextMessage();
    const body = JSON.stringify([0, ++serial, command, parameters]);
    socket.write(`${Buffer.byteLength(body)}:${body}`);
    const [, , error, result] = await answer;
    if (error) throw new Error(`in Thunderbird: ${error.message}`);
    return result;
  };
  return { send, close: () => socket.destroy() };
}

/** Starts Thunderbird in a throw-away profile and runs a script in its main process. */
async function inThunderbird(body) {
  const home = mkdtempSync(join(tmpdir(), 'signet-anchors-'));
  const port = await freePort();
  const preferences = { 'marionette.port': port, 'services.settings.server': 'http://127.0.0.1:9/none' };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(home, 'prefs.js'), lines.join('\n'));
  const options = ['--headless', '--profile', home, '--no-remote', '--marionette', '--remote-allow-system-access'];
  const env = { ...process.env, HOME: home, MOZ_HEADLESS: '1', MOZ_CRASHREPORTER_DISABLE: '1' };
  const child = spawn(join(thunderbirdFolder(), 'thunderbird-bin'), options, { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const remote = await remoteControl(port);
    await remote.send('WebDriver:NewSession', { capabilities: {} });
    await remote.send('Marionette:SetContext', { value: 'chrome' });
    const script = `const done = arguments[0]; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const request = { script, args: [], newSandbox: false, sandbox: 'system', scriptTimeout: 60_000 };
    const { value } = await remote.send('WebDriver:ExecuteAsyncScript', request);
    remote.close();
    if (value.error) throw new Error(`in Thunderbird: ${value.error}`);
    return value.value;
  } finally {
    child.kill();
    await Promise.race([ended, sleep(10_000)]);
    if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** "241130235959Z" as ISO 8601. A date that cannot be read ends the run: it must not pass for none. */
function isoTime(utcTime) {
  const parts = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(utcTime);
  if (!parts) throw new Error(`a distrust date that cannot be read: ${utcTime}`);
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(
    `${year.length === 2 ? `20${year}` : year}-${month}-${day}T${hour}:${minute}:${second}Z`,
  ).toISOString();
}

const fingerprint = (der) => createHash('sha256').update(Buffer.from(der, 'base64')).digest('hex');

/** Common name of the subject, else the last organizational unit, else the organization: what roots are found by. */
function nameOf(der) {
  const attributes = new X509Certificate(Buffer.from(der, 'base64')).subject.split('\n').reverse();
  const [found] = ['CN=', 'OU=', 'O='].flatMap((type) => attributes.filter((one) => one.startsWith(type)));
  if (!found) throw new Error(`a root without a name: ${fingerprint(der)}`);
  return found.replace(/^\w+=/, '');
}

/** The data of one root as a line of TypeScript. */
function entry({ der, distrustAfter }) {
  const date = distrustAfter === '' ? {} : { distrustAfter: isoTime(distrustAfter) };
  return `  ${JSON.stringify({ name: nameOf(der), fingerprint: fingerprint(der), ...date, der })},`;
}

async function fileText({ roots, thunderbird, built, nss }) {
  const trusted = roots
    .filter((one) => one.isTrusted)
    .sort((a, b) => (fingerprint(a.der) < fingerprint(b.der) ? -1 : 1));
  const date = `${built.slice(0, 4)}-${built.slice(4, 6)}-${built.slice(6, 8)}`;
  const text = `// Written by scripts/trust-anchors.mjs; not to be changed by hand.
// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not
// distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/. The data is from Mozilla's NSS
// (certdata.txt): the roots whose trust bit for e-mail is set, in the order of their fingerprints (SHA-256).

/** Where the roots are from: NSS as it is in a Thunderbird, and the day that Thunderbird was built (ISO 8601). */
export const SOURCE = { nss: '${nss}', thunderbird: '${thunderbird}', date: '${date}' } as const;

/**
 * \`name\`: common name of the subject, else its last organizational unit, else its organization. \`distrustAfter\`: ISO
 * 8601; certificates issued later are not trusted through this root. \`der\`: base64.
 */
export interface AnchorRecord {
  readonly name: string;
  readonly fingerprint: string;
  readonly distrustAfter?: string;
  readonly der: string;
}

// prettier-ignore
export const RECORDS: readonly AnchorRecord[] = [
${trusted.map(entry).join('\n')}
];
`;
  return format(text, { ...(await resolveConfig(FILE)), filepath: FILE });
}

/** What is compared: a newer version with the same roots changes nothing. */
const roots = (file) => file.slice(file.indexOf('RECORDS'));

const text = await fileText(await inThunderbird(READ_TOKEN));
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (roots(readFileSync(FILE, 'utf8')) !== roots(text)) {
  process.stderr.write('shared/pkix/mozilla-anchors.ts is not what this Thunderbird holds\n');
  process.exitCode = 1;
}
