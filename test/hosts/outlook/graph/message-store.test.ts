import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal } from '../../../../shared/base/bytes';
import { mail } from '../fixtures/world';
import { exchangeItem } from './exchange-item';
import { MessageStore, writeFileWhole } from './message-store';

const ALICE = 'alice@signet.example';
const PLAIN = mail(['From: a@b.example', 'Subject: One']);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signet-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): MessageStore => new MessageStore(folder, [ALICE]);
const inbox = { owner: ALICE, folder: 'inbox', received: 1000, isRead: false } as const;

test('what was added is there after a restart, octet for octet', () => {
  const { key } = open().add(inbox, PLAIN);
  const again = open();
  const found = again.find(ALICE, key);
  expect(found).toEqual({ ...inbox, key });
  expect(found && equal(again.octets(found), PLAIN)).toBe(true);
});

test('what an interrupted write left is taken away and not listed', () => {
  open().add(inbox, PLAIN);
  const place = join(folder, ALICE, 'inbox');
  writeFileSync(join(place, '2000.0123456789abcdef.eml.1a2b3c4d.tmp'), 'half a mess');
  expect(open().list(ALICE)).toHaveLength(1);
  expect(readdirSync(place).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a file that is no message name is left alone', () => {
  open();
  writeFileSync(join(folder, ALICE, 'inbox', 'notes.txt'), 'mine');
  expect(open().list(ALICE)).toEqual([]);
  expect(readdirSync(join(folder, ALICE, 'inbox'))).toEqual(['notes.txt']);
});

test('an empty file is a message without anything', async () => {
  writeFileWhole(join(folder, 'x'), '');
  expect(await exchangeItem(new Uint8Array())).toMatchObject({ subject: '', itemClass: 'IPM.Note', attachments: [] });
});

test('nobody finds the messages of another', () => {
  const { key } = open().add(inbox, PLAIN);
  expect(open().find('bob@signet.example', key)).toBeUndefined();
});

test('newest first, and a move keeps the id', () => {
  const store = open();
  const old = store.add(inbox, PLAIN);
  const young = store.add({ ...inbox, received: 2000 }, PLAIN);
  expect(store.list(ALICE).map(({ key }) => key)).toEqual([young.key, old.key]);
  store.update(old, { folder: 'deleteditems', isRead: true });
  expect(open().find(ALICE, old.key)).toMatchObject({ folder: 'deleteditems', isRead: true });
});

test('new content under the same id is read anew', async () => {
  const store = open();
  const draft = store.add({ ...inbox, folder: 'drafts' }, PLAIN);
  await store.item(draft);
  const next = store.update(draft, {}, mail(['From: a@b.example', 'Subject: Two']));
  expect((await store.item(next)).subject).toBe('Two');
});

test('listeners are told until they leave', () => {
  const store = open();
  let count = 0;
  const leave = store.onChange(() => count++);
  const message = store.add(inbox, PLAIN);
  leave();
  store.remove(message);
  expect(count).toBe(1);
});

describe('what Exchange makes of a message', () => {
  const smime = (value: string) =>
    mail(['From: a@b.example', `Content-Type: ${value}`, 'Content-Transfer-Encoding: base64'], 'MAMCAQU=');

  test.each([
    ['application/pkcs7-mime; smime-type=signed-data', 'IPM.Note.SMIME'],
    ['application/x-pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'IPM.Note.SMIME'],
    ['application/pkcs7-mime; name=smime.p7m', 'IPM.Note.SMIME'],
    ['application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m', 'IPM.Note'],
    ['application/pkcs7-mime; smime-type=certs-only; name=smime.p7c', 'IPM.Note'],
    ['multipart/signed; protocol="application/x-pkcs7-signature"; boundary=cut', 'IPM.Note.SMIME.MultipartSigned'],
    ['multipart/signed; protocol="application/pgp-signature"; boundary=cut', 'IPM.Note'],
    ['multipart/mixed; boundary=cut', 'IPM.Note'],
  ])('%s becomes %s', async (contentType, itemClass) => {
    const item = await exchangeItem(smime(contentType));
    expect(item.itemClass).toBe(itemClass);
    if (itemClass !== 'IPM.Note') expect(item.attachments.map(({ name }) => name)).toEqual(['smime.p7m']);
  });
});
