/** @jest-environment ./test/support/jsdom-environment.js */
import { createEwsServer } from '../../../../addins/outlook/ews/ews-server';
import { type MailServer } from '../../../../addins/outlook/mail-server';
import { utf8Bytes } from '../../../../shared/index';
import { conversationIdOf, ewsIdOf, restIdOf } from '../../../hosts/outlook/graph/message-id';
import { type Folder } from '../../../hosts/outlook/graph/message-store';
import { ALICE, BOB, startStandIn, type StandIn } from '../../../hosts/outlook/ews/stand-in';
import { installOffice } from '../support/fake-office';

let standIn: StandIn;
let server: MailServer;
beforeAll(installOffice);
beforeEach(() => {
  standIn = startStandIn();
  server = createEwsServer(standIn, { toEwsId: ewsIdOf, maxOctets: 300_000 });
});
afterEach(() => standIn.close());

const SIGNED =
  'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n';
const PLAIN = 'Content-Type: text/plain\r\n\r\nx';
const store = (folder: Folder, id: string, entity = PLAIN, more = ''): { restId: string; octets: Uint8Array } => {
  const octets = utf8Bytes(
    `From: ${BOB}\r\nTo: ${ALICE}\r\nMessage-ID: ${id}\r\n${more}MIME-Version: 1.0\r\n${entity}`,
  );
  const { key } = standIn.graph.store.add({ owner: ALICE, folder, received: 1, isRead: true }, octets);
  return { restId: restIdOf(key), octets };
};
const octetsOf = async (blob: Blob): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.readAsArrayBuffer(blob);
  });

describe('originals through EWS', () => {
  it('are whole messages, by the id of the host', async () => {
    const { restId, octets } = store('inbox', '<1@x>', SIGNED);
    const name = { restId, internetMessageId: undefined };
    expect(await server.originals.storedEntity(name)).toBeUndefined();
    expect(await octetsOf(await server.originals.wholeMessage(name))).toEqual(octets);
  });

  it.each(['inbox', 'sentitems', 'deleteditems'] as const)('are found in %s by their Message-ID', async (folder) => {
    const { octets } = store(folder, "<it's&2@x>");
    const name = { restId: undefined, internetMessageId: "<it's&2@x>" };
    expect(await octetsOf(await server.originals.wholeMessage(name))).toEqual(octets);
  });

  it.each([undefined, '<3@x>'])('that are nowhere are not found (%s)', async (internetMessageId) => {
    const lookingFor = server.originals.wholeMessage({ restId: undefined, internetMessageId });
    await expect(lookingFor).rejects.toMatchObject({ code: 'host', subject: 'not-found' });
  });
});

describe('the plaintext draft', () => {
  it('is moved to Deleted Items: add-ins are lent no other way', async () => {
    const { restId } = store('drafts', '<1@x>');
    await server.drafts.remove(restId);
    expect(standIn.graph.store.list(ALICE).map(({ folder }) => folder)).toEqual(['deleteditems']);
    expect(standIn.ews.asked).toEqual(['MoveItem']);
  });

  it('that is gone counts as removed', async () => {
    await expect(server.drafts.remove(restIdOf('0123456789abcdef'))).resolves.toBeUndefined();
  });

  it('that stays is said to stay', async () => {
    const { restId } = store('drafts', '<1@x>');
    standIn.ews.addFault({ operation: 'MoveItem', kind: 'ErrorAccessDenied', times: 1 });
    await expect(server.drafts.remove(restId)).rejects.toMatchObject({ subject: 'forbidden' });
  });
});

it('a new draft is kept with its text as it is', async () => {
  const draft = { to: BOB, subject: 'Zertifikat für <Bob> & Co', text: 'Grüße,\n</t:Body>' };
  await server.keepDraft(draft);
  const [kept] = standIn.graph.store.list(ALICE, 'drafts');
  if (!kept) throw new Error('no draft');
  expect(await standIn.graph.store.item(kept)).toMatchObject({ subject: draft.subject, to: [{ address: BOB }] });
});

describe('a conversation', () => {
  const item = { internetMessageId: '<1@x>', inReplyTo: undefined, headers: [] };

  it('is all of it but drafts, each with whether it is S/MIME', async () => {
    const first = store('inbox', '<1@x>', SIGNED);
    const second = store('sentitems', '<2@x>', PLAIN, 'References: <1@x>\r\n');
    store('drafts', '<3@x>', PLAIN, 'References: <1@x>\r\n');
    const found = await server.conversation(conversationIdOf(item));
    expect(new Map(found.map(({ restId, isSmime }) => [restId, isSmime]))).toEqual(
      new Map([
        [first.restId, true],
        [second.restId, false],
      ]),
    );
  });

  it('of which the server does not tell all is refused', async () => {
    standIn.ews.addFault({ operation: 'GetConversationItems', kind: 'no-answer-before', times: 1 });
    await expect(server.conversation(conversationIdOf(item))).rejects.toMatchObject({ code: 'host' });
  });
});
