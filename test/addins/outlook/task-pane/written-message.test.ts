import {
  createWrittenMessage,
  isEmpty,
  wrongIn,
  type WritingStart,
} from '../../../../addins/outlook/task-pane/compose/written-message';
import { writtenFile, type WrittenFile } from '../../../../addins/outlook/task-pane/compose/written-file';
import { type Bytes } from '../../../../shared/index';

const START: WritingStart = {
  from: { name: 'Alice', address: 'alice@signet.example' },
  to: 'bob@signet.example',
  cc: '',
  bcc: '',
  subject: 'Subject',
  text: '\n> quoted\n',
  about: { kind: 'message', internetMessageId: '<1@x>' },
  conversationId: 'c',
};

function written(more: Partial<WritingStart> = {}) {
  const log: string[] = [];
  const message = createWrittenMessage(
    { ...START, ...more },
    { changed: () => void log.push('changed'), ended: () => void log.push('ended') },
  );
  message.item.onRecipientsChanged(() => void log.push('people'));
  return { log, message };
}
function pending(): { readonly file: WrittenFile; readonly end: (octets: Bytes | undefined) => void } {
  let end: (octets: Bytes | undefined) => void = () => undefined;
  const octets = new Promise<Bytes>((resolve, reject) => {
    end = (read) => (read ? resolve(read) : reject(new Error('the file is gone')));
  });
  return { file: writtenFile({ filename: 'slow.txt', size: 9 }, octets), end };
}

const addresses = (list: readonly { readonly address: string }[]): string[] => list.map(({ address }) => address);

describe('a message that is written in the pane', () => {
  it('is a draft of its fields, signed and encrypted unless somebody says otherwise', async () => {
    const { message } = written();
    message.write({ text: 'one\ntwo' });
    expect(await message.item.headers.protection()).toEqual({ sign: true, encrypt: true, isChosen: true });
    expect(await message.item.reader.read()).toEqual({
      from: START.from,
      to: [{ name: '', address: 'bob@signet.example' }],
      cc: [],
      bcc: [],
      subject: 'Subject',
      text: 'one\r\ntwo',
      attachments: [],
      problems: [],
      inReplyTo: '<1@x>',
    });
    expect(message.item.isWrittenHere).toBe(true);
  });

  it.each([
    ['a@x.example; b@x.example', ['a@x.example', 'b@x.example']],
    ['"Doe, Jane; PhD" <a@x.example>, b@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example\nb@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example b@x.example', undefined],
    ['Jane', ['Jane']],
    ['a@x.example; "Jane', ['a@x.example', '""', 'Jane']],
    [' ; , ', []],
  ])('leaves nobody out who was typed: %j', async (to, expected) => {
    const { message } = written({ to });
    const found = addresses((await message.item.reader.head()).to);
    if (expected) expect(found).toEqual(expected);
    else expect(found).toHaveLength(1);
  });

  it('is not read to be sent as long as a recipient is no address', async () => {
    const { message } = written({ to: 'bob@signet.example; Jane', bcc: 'x' });
    expect(wrongIn(message.fields)).toEqual(['Jane', 'x']);
    await expect(message.item.reader.read()).rejects.toMatchObject({ code: 'host', subject: 'address' });
    message.write({ to: 'bob@signet.example', bcc: '' });
    expect(wrongIn(message.fields)).toEqual([]);
    await expect(message.item.reader.read()).resolves.toBeDefined();
  });

  it('keeps its attachments however often it is read', async () => {
    const { message } = written();
    await message.item.attach('plan.pdf', Uint8Array.of(1, 2, 3));
    const first = await message.item.reader.read();
    structuredClone(first.attachments[0]?.octets, { transfer: [first.attachments[0]?.octets.buffer as ArrayBuffer] });
    const again = await message.item.reader.read();
    expect(again.attachments).toMatchObject([{ filename: 'plan.pdf', contentType: 'application/pdf' }]);
    expect([...(again.attachments[0]?.octets ?? [])]).toEqual([1, 2, 3]);
    expect((await message.item.reader.contents()).files).toEqual([{ name: 'plan.pdf', size: 3 }]);
  });

  it('is sent with every file, also with one that is still being read and one that comes meanwhile', async () => {
    const { message, log } = written();
    const [slow, later] = [pending(), pending()];
    message.attach(slow.file);
    expect((await message.item.reader.contents()).files).toEqual([{ name: 'slow.txt', size: 9 }]);
    const reading = message.item.reader.read();
    message.attach(later.file);
    slow.end(Uint8Array.of(1));
    await slow.file.octets;
    expect([slow.file.state, later.file.state]).toEqual(['read', 'reading']);
    later.end(Uint8Array.of(2));
    const { attachments, problems } = await reading;
    expect(attachments.map(({ octets }) => [...octets])).toEqual([[1], [2]]);
    expect(problems).toEqual([]);
    expect((await message.item.reader.contents()).files).toMatchObject([{ size: 1 }, { size: 1 }]);
    expect(log.at(-1)).toBe('changed');
  });

  it('is not sent without a file that could not be read, but without one that was removed', async () => {
    const { message } = written();
    const [broken, stuck] = [pending(), pending()];
    message.attach(broken.file);
    message.attach(stuck.file);
    broken.end(undefined);
    const reading = message.item.reader.read();
    message.write({ files: [broken.file] });
    // Whoever waits for a file hears of its removal with the next one that is read.
    stuck.end(Uint8Array.of(1));
    expect(await reading).toMatchObject({ attachments: [], problems: [{ filename: 'slow.txt', code: 'unread' }] });
    expect(broken.file.state).toBe('failed');
  });

  it('that forwards has the files of what it is about, answers nothing, and is empty as long as nothing was added', async () => {
    const { file, end } = pending();
    const start = { ...START, isForward: true, files: [file] } as const;
    const { message, log } = written(start);
    expect(isEmpty(message.fields, start)).toBe(true);
    end(Uint8Array.of(7));
    const draft = await message.item.reader.read();
    expect([...(draft.attachments[0]?.octets ?? [])]).toEqual([7]);
    expect(draft).not.toHaveProperty('inReplyTo');
    expect(log).toEqual(['changed']);
    expect(await message.item.about()).toEqual(START.about);
    await message.item.attach('more.txt', Uint8Array.of(1));
    expect(isEmpty(message.fields, start)).toBe(false);
  });

  it('tells when people came or went, and has one Message-ID from its first try on', async () => {
    const { message, log } = written();
    message.write({ subject: 'x' });
    message.write({ cc: 'carol@signet.example' });
    expect(log).toEqual(['changed', 'people', 'changed']);
    expect(await message.item.headers.attempts()).toBeUndefined();
    const attempts = { messageId: '<a@x>', attempts: [] };
    await message.item.headers.setAttempts(attempts);
    expect(await message.item.headers.attempts()).toEqual(attempts);
  });

  it('holds nothing any more once it was sent', async () => {
    const { message, log } = written();
    await message.item.attach('x', Uint8Array.of(1));
    await message.item.empty();
    expect(message.fields).toEqual({ to: '', cc: '', bcc: '', subject: '', text: '', files: [] });
    expect(log.at(-1)).toBe('ended');
  });

  it('is empty as long as nothing was written, attached, taken out or addressed', async () => {
    const { message } = written();
    expect(isEmpty(message.fields, START)).toBe(true);
    message.write({ text: `Hello ${START.text}` });
    expect(isEmpty(message.fields, START)).toBe(false);
    message.write({ text: ' ' });
    expect(isEmpty(message.fields, START)).toBe(true);
    for (const field of ['to', 'cc', 'bcc', 'subject'] as const) {
      message.write({ [field]: 'carol@signet.example' });
      expect(isEmpty(message.fields, START)).toBe(false);
      message.write({ [field]: START[field] });
    }
    expect(isEmpty(message.fields, { ...START, files: [pending().file] })).toBe(false);
    await message.item.attach('x', Uint8Array.of(1));
    expect(isEmpty(message.fields, START)).toBe(false);
  });
});
