/** @jest-environment ./test/support/jsdom-environment.js */
import {
  answerTo,
  forwardOf,
  hasOthers,
  ownAddresses,
  writeInPlaceOf,
} from '../../../../addins/outlook/task-pane/compose/start-writing';
import { type ReadItem } from '../../../../addins/outlook/host/read-item';
import { createWrittenMessage, wrongIn } from '../../../../addins/outlook/task-pane/compose/written-message';
import { type Services } from '../../../../addins/outlook/task-pane/services';
import { type BodyPart, type Der, type ViewedMessage } from '../../../../shared/index';
import { TestCa } from '../../../support/test-ca';
import { draftOf, fakeItem } from './fake-services';

const view = (parts: readonly BodyPart[], subject = 'Plans'): ViewedMessage =>
  ({
    from: [{ name: 'Bob', address: 'bob@signet.example' }],
    subject,
    summary: { state: 'signed-valid', encryption: 'none' },
    encryption: { state: 'opened' },
    signatures: [],
    body: { parts, attachments: [] },
  }) as unknown as ViewedMessage;
const text = (of: string): BodyPart => ({ kind: 'text', text: of });
const html = (of: string): BodyPart => ({ kind: 'html', html: of, images: [] });
const ITEM = { internetMessageId: '<1@x>', conversationId: 'c' } as ReadItem;
const ME = 'alice@signet.example';
const NOTHING = { changed: () => undefined, ended: () => undefined };
const ANSWERER = { from: ME, own: [ME] };
const list = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }));
const mail = (parts: readonly BodyPart[], subject?: string) => ({
  view: view(parts, subject),
  addressed: {
    to: list(ME, 'carol@other.example'),
    cc: list('dan@third.example'),
    replyTo: list('bob@evil.example'),
    isReplyToSigned: true,
  },
});

describe('an answer that is written in the pane', () => {
  it('goes to the sender, under the same subject, and is about that message', () => {
    const start = answerTo(mail([text('Hello')]), 'sender', ANSWERER, ITEM);
    expect(start).toMatchObject({
      from: { address: ME },
      to: 'bob@signet.example',
      cc: '',
      elsewhere: ['bob@evil.example'],
      subject: 'Re: Plans',
      about: { kind: 'message', internetMessageId: '<1@x>' },
      conversationId: 'c',
    });
    expect(answerTo(mail([], 'AW: Plans'), 'sender', ANSWERER, ITEM).subject).toBe('AW: Plans');
    expect(answerTo(mail([]), 'sender', ANSWERER).about).toEqual({ kind: 'unknown' });
  });

  it('remembers that the message was encrypted, and which one of which mailbox it is', async () => {
    const owner = () => Promise.resolve('team@signet.example');
    const item = { ...ITEM, restId: 'AAMk', owner } as ReadItem;
    const plain = mail([]);
    const summary = { ...plain.view.summary, encryption: 'not-for-us' as const };
    const encrypted = { ...plain, view: { ...plain.view, summary } };
    const { item: written } = createWrittenMessage(answerTo(encrypted, 'sender', ANSWERER, item), NOTHING);
    expect(written.isAboutEncrypted).toBe(true);
    expect(await written.about()).toEqual({ kind: 'message', internetMessageId: '<1@x>', restId: 'AAMk' });
    expect(await written.owner()).toBe('team@signet.example');
    expect(answerTo(encrypted, 'sender', ANSWERER)).toMatchObject({ isAboutEncrypted: true });
    expect(createWrittenMessage(answerTo(plain, 'sender', ANSWERER), NOTHING).item).not.toHaveProperty(
      'isAboutEncrypted',
    );
  });

  it.each([
    'bob@corp.example;eve@evil.example',
    'a, eve@evil.example',
    'a";eve@evil.example;"',
    'a\\";eve@evil.example;',
  ])('makes no two people of what is no address: %s', (address) => {
    const all = mail([]);
    const start = answerTo({ ...all, addressed: { ...all.addressed, to: list(address), cc: [] } }, 'all', ANSWERER);
    expect(wrongIn(start)).toHaveLength(1);
    expect(wrongIn(start)[0]).toContain('eve@evil.example');
  });

  it('leaves an address whole whose first part is quoted', () => {
    const all = mail([]);
    const people = { ...all.addressed, to: list('"a\\";eve@evil.example,"@corp.example'), cc: [] };
    const start = answerTo({ ...all, addressed: people }, 'all', ANSWERER);
    expect(wrongIn(start)).toEqual([]);
  });

  it('to all goes to who else had the message, too, and is not offered where there is nobody', () => {
    const all = mail([text('Hello')]);
    expect(answerTo(all, 'all', ANSWERER, ITEM)).toMatchObject({
      to: 'bob@signet.example',
      cc: 'carol@other.example; dan@third.example',
      text: '\n\nBob:\n> Hello\n',
    });
    expect(hasOthers(all, [ME])).toBe(true);
    expect(hasOthers({ ...all, addressed: { ...all.addressed, to: list(ME), cc: [] } }, [ME])).toBe(false);
  });

  it('counts addresses in the user’s certificates as own, and none of what is no certificate', async () => {
    const { certificate } = await (
      await TestCa.create()
    ).issue({ commonName: 'Alice', addresses: [ME, 'alias@signet.example'] });
    expect(ownAddresses([{ certificate: new Uint8Array(3) as Der }, { certificate }])).toEqual([
      ME,
      'alias@signet.example',
    ]);
  });

  it.each<[string, readonly BodyPart[], string]>([
    ['text, what was quoted before once more', [text('one\r\n> two\r\n')], '> one\n>> two'],
    ['HTML as its text', [html('<p>one</p><script>evil()</script><p>two<br>three</p>')], '> one\n> two\n> three'],
    [
      'nothing that the reader did not see',
      [html('<p>one</p><noembed>two</noembed><svg><text>three</text></svg>')],
      '> one',
    ],
    ['several parts', [text('one'), html('<b>two</b>')], '> one\n> two'],
  ])('quotes %s', (_, parts, quoted) => {
    expect(answerTo(mail(parts), 'sender', ANSWERER, ITEM).text).toBe(`\n\nBob:\n${quoted}\n`);
  });
});

describe('a forward that is written in the pane', () => {
  const forwarded = (subject?: string) => ({
    ...mail([text('Hello')], subject),
    attachment: () => Promise.reject(new Error('not asked for')),
  });

  it('names nobody yet, quotes the message and is about it, and answers it not', () => {
    expect(forwardOf(forwarded(), { from: ME, unnamed: 'attachment' }, ITEM)).toMatchObject({
      from: { address: ME },
      to: '',
      cc: '',
      subject: 'Fwd: Plans',
      text: '\n\nBob:\n> Hello\n',
      about: { kind: 'message', internetMessageId: '<1@x>' },
      isForward: true,
      files: [],
    });
    for (const subject of ['WG: Plans', 'fw: Plans', 'Fwd: Plans'])
      expect(forwardOf(forwarded(subject), { from: ME, unnamed: '' }).subject).toBe(subject);
  });
});

describe('a message that is written in place of Outlook’s draft', () => {
  const draft = draftOf({ to: ['bob@signet.example', 'carol@signet.example'], bcc: ['dan@signet.example'] });
  const ports = {
    core: { open: () => Promise.resolve({ view: view([text('asked')]), forget: () => undefined }) },
    originals: {
      storedEntity: () => Promise.resolve(new Blob(['x'])),
      wholeMessage: () => Promise.reject(new Error()),
    },
  } as unknown as Services;

  it('has its people and its subject, and none of its text', async () => {
    const { item } = fakeItem(draft);
    const start = await writeInPlaceOf(item, ports);
    expect(start).toMatchObject({
      to: 'bob@signet.example; carol@signet.example',
      bcc: 'dan@signet.example',
      subject: 'Subject',
      text: '',
      draft: item,
    });
    expect(start.quote).toBeUndefined();
  });

  it('can quote what the draft answers', async () => {
    const { item } = fakeItem(draft);
    const about = () => Promise.resolve({ kind: 'message', internetMessageId: '<1@x>' } as const);
    expect(await (await writeInPlaceOf({ ...item, about }, ports)).quote?.()).toBe('\n\nBob:\n> asked\n');
  });
});
