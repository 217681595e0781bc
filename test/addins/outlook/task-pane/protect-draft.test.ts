import { type Draft } from '../../../../addins/outlook/host/draft-reader';
import { type DraftPart } from '../../../../addins/outlook/task-pane/compose/draft-part';
import { protectDraft, type ProtectedDraft } from '../../../../addins/outlook/task-pane/compose/protect-draft';
import { latin1Text, type SendPorts } from '../../../../shared/index';
import { createSendPorts } from '../../thunderbird/send-world';
import { draftOf } from './fake-services';

const BOB = 'bob@signet.example';
const DAN = 'dan@signet.example';
const MAIN = '<main@signet.example>';
const OPTIONS = {};

const part = (draft: Draft, sign: boolean, encrypt: boolean): DraftPart => ({
  draft,
  choice: { sign, encrypt },
  options: {},
});
const headerOf = (octets: Uint8Array): string => latin1Text(octets).split('\r\n\r\n')[0] ?? '';

/** Alice has an identity and bob a certificate; dan has none. */
describe('the messages that a draft becomes', () => {
  let ports: SendPorts;
  beforeAll(async () => {
    ports = (await createSendPorts()).ports;
  });
  const protect = (parts: readonly DraftPart[], messageId = MAIN): Promise<ProtectedDraft> =>
    protectDraft({ parts, messageId }, OPTIONS, ports, {});
  const ready = async (parts: readonly DraftPart[]) => {
    const made = await protect(parts);
    if (made.kind !== 'ready') throw new Error(JSON.stringify(made));
    return made.messages;
  };

  it('is one with the draft’s own Message-ID where all get the same', async () => {
    const messages = await ready([part(draftOf({ to: [BOB], cc: [DAN] }), true, false)]);
    expect(messages).toMatchObject([{ messageId: MAIN, recipients: [BOB, DAN] }]);
    expect(messages[0]?.apart).toBeUndefined();
  });

  it('are one for each part, which names nobody else and is protected as that part is to be', async () => {
    const messages = await ready([
      part(draftOf({ to: [BOB] }), true, true),
      part(draftOf({ to: [DAN] }), true, false),
      part(draftOf({ cc: ['erin@signet.example'] }), false, false),
    ]);
    expect(messages.map(({ recipients, apart }) => [recipients, apart])).toEqual([
      [[BOB], undefined],
      [[DAN], [DAN]],
      [['erin@signet.example'], ['erin@signet.example']],
    ]);
    const headers = messages.map(({ octets }) => headerOf(octets));
    expect(headers).toEqual([
      expect.stringMatching(/enveloped-data/i),
      expect.stringMatching(/multipart\/signed/),
      expect.not.stringMatching(/pkcs7/),
    ]);
    headers.forEach((header, at) => {
      const others = [BOB, DAN, 'erin@signet.example'].filter((_, place) => place !== at);
      for (const one of others) expect(header).not.toContain(one);
    });
  });

  it('have Message-IDs by their readers, the same at each try and none that of a message to others', async () => {
    const parts = [part(draftOf({ to: [BOB] }), true, false), part(draftOf({ to: [DAN] }), false, false)];
    const ids = async (of: readonly DraftPart[]) => (await ready(of)).map(({ messageId }) => messageId);
    const [first, again] = [await ids(parts), await ids([...parts].reverse())];
    expect([...again].sort()).toEqual([...first].sort());
    expect(new Set([...first, MAIN]).size).toBe(3);
    const more = [part(draftOf({ to: [BOB, 'erin@signet.example'] }), true, false), ...parts.slice(1)];
    expect((await ids(more))[0]).not.toBe(first[0]);
  });

  it('say what their parts are known by, blind copies left out', async () => {
    const known = async (of: readonly DraftPart[]) => ((await protect(of)) as { parts?: readonly string[] }).parts;
    expect(await known([part(draftOf({ to: [BOB], bcc: [DAN] }), true, false)])).toEqual([MAIN]);
    const parts = [part(draftOf({ to: [BOB] }), true, false), part(draftOf({ to: [DAN] }), false, false)];
    expect(await known(parts)).toEqual((await ready(parts)).map(({ messageId }) => messageId));
  });

  it('are none where anything stands against one of them, and all of that is said at once', async () => {
    const made = await protect([
      part(draftOf({ to: [BOB] }), true, true),
      part(draftOf({ to: [DAN] }), false, true),
      part(draftOf({ to: ['erin@signet.example'] }), false, true),
    ]);
    expect(made).toMatchObject({ kind: 'refused', refusals: [{ address: DAN }, { address: 'erin@signet.example' }] });
  });

  it('give a blind-copy reader of a part a message of their own', async () => {
    const messages = await ready([
      part(draftOf({ to: [BOB] }), true, false),
      part(draftOf({ to: [DAN], bcc: ['erin@signet.example'] }), true, false),
    ]);
    expect(messages.map(({ recipients, bcc, apart }) => ({ recipients, bcc, apart }))).toEqual([
      { recipients: [BOB], bcc: undefined, apart: undefined },
      { recipients: [DAN], bcc: undefined, apart: [DAN] },
      { recipients: ['erin@signet.example'], bcc: 'erin@signet.example', apart: undefined },
    ]);
  });
});
