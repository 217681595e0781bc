import { createQueue } from '../../../../addins/outlook/host/call';
import { createDraftReader } from '../../../../addins/outlook/host/draft-reader';
import { fakeDraft, installOffice, type FakeDraftOptions } from '../support/fake-office';

beforeAll(installOffice);

const read = (options: FakeDraftOptions) => {
  const fake = fakeDraft(options);
  return { fake, draft: createDraftReader(fake.item, createQueue()).read() };
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const textOf = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString('utf8');

describe('reading a draft', () => {
  it('gives every part of an HTML draft', async () => {
    const { draft } = read({
      to: ['bob@signet.example'],
      cc: ['carol@signet.example'],
      bcc: ['dan@signet.example'],
      subject: 'Grüße',
      text: 'Hello',
      html: '<p>Hello</p>',
    });
    const { from, to, cc, bcc, subject, text, html } = await draft;
    expect(from).toEqual({ name: 'Name of alice@signet.example', address: 'alice@signet.example' });
    expect([to, cc, bcc].map(([one]) => one?.address)).toEqual([
      'bob@signet.example',
      'carol@signet.example',
      'dan@signet.example',
    ]);
    expect({ subject, text, html }).toEqual({ subject: 'Grüße', text: 'Hello', html: '<p>Hello</p>' });
  });

  it('leaves HTML out of a plain text draft', async () => {
    expect(await read({ text: 'Hello' }).draft).not.toHaveProperty('html');
  });

  it('has never more than one call open', async () => {
    const { fake, draft } = read({ html: '<p>x</p>', attachments: [{ name: 'a.txt', content: base64('a') }] });
    await draft;
    expect(fake.calls.highest).toBe(1);
  });

  it('has never more than one call open where two readers share a queue', async () => {
    const fake = fakeDraft({ html: '<p>x</p>' });
    const reader = createDraftReader(fake.item, createQueue());
    await Promise.all([reader.read(), reader.head(), reader.read()]);
    expect(fake.calls.highest).toBe(1);
  });

  it.each(['from', 'to', 'cc', 'bcc', 'subject', 'body type', 'body text', 'body html', 'attachments'])(
    'rejects with host where %s cannot be read',
    async (call) => {
      const fake = fakeDraft({ html: '<p>x</p>' });
      fake.calls.faults.set(call, 'broken');
      await expect(createDraftReader(fake.item, createQueue()).read()).rejects.toMatchObject({ code: 'host' });
    },
  );

  it.each([
    ['OfficeOnline', 500, true],
    ['OfficeOnline', 999, true],
    ['OfficeOnline', 1_000, false],
    ['PC', 499, true],
    ['PC', 500, false],
    ['PC', 600, true],
  ] as const)('in %s with %i recipients in a field is whole: %s', async (platform, count, isWhole) => {
    Object.assign(Office.context, { platform });
    const bcc = Array.from({ length: count }, (_, i) => `p${i}@signet.example`);
    const { draft } = read({ bcc });
    if (isWhole) expect((await draft).bcc).toHaveLength(count);
    else await expect(draft).rejects.toMatchObject({ code: 'host', subject: 'recipients' });
  });

  it('reads on after a failure', async () => {
    const fake = fakeDraft({ text: 'x' });
    const reader = createDraftReader(fake.item, createQueue());
    fake.calls.faults.set('to', 'broken');
    await expect(reader.read()).rejects.toMatchObject({ code: 'host' });
    fake.calls.faults.clear();
    await expect(reader.read()).resolves.toMatchObject({ text: 'x' });
  });
});

describe('attachments of a draft', () => {
  const attachmentsOf = async (options: FakeDraftOptions) => {
    const { attachments, problems } = await read(options).draft;
    return { attachments, problems };
  };

  it('have their octets and a type by their name', async () => {
    const { attachments } = await attachmentsOf({ attachments: [{ name: 'Bericht.pdf', content: base64('%PDF') }] });
    expect(attachments[0]).toMatchObject({ filename: 'Bericht.pdf', contentType: 'application/pdf' });
    expect(textOf(attachments[0]?.octets)).toBe('%PDF');
  });

  it('of an unknown ending are octets of no type', async () => {
    const { attachments } = await attachmentsOf({ attachments: [{ name: 'x.unknown', content: base64('x') }] });
    expect(attachments[0]?.contentType).toBe('application/octet-stream');
  });

  it('that are messages or appointments become files of their kind', async () => {
    const { attachments } = await attachmentsOf({
      attachments: [
        { name: 'Old mail', type: 'item', format: 'eml', content: 'Subject: x\r\n\r\ny' },
        { name: 'Meeting', type: 'item', format: 'iCalendar', content: 'BEGIN:VCALENDAR' },
      ],
    });
    expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Old mail.eml', 'message/rfc822'],
      ['Meeting.ics', 'text/calendar'],
    ]);
  });

  it.each([
    ['cloud', { name: 'x', type: 'cloud' }],
    ['cloud', { name: 'x', format: 'url', content: 'https://example.org/x' }],
    ['empty', { name: 'x', content: '', size: 100 }],
    ['unreadable', { name: 'x', content: '*** not base64 ***' }],
  ] as const)('without octets are a problem: %s', async (code, attachment) => {
    expect(await attachmentsOf({ attachments: [attachment] })).toEqual({
      attachments: [],
      problems: [{ filename: 'x', code }],
    });
  });

  it('that the host fails to give are a problem of their own', async () => {
    const fake = fakeDraft({ attachments: [{ name: 'dragged.eml', content: 'x' }] });
    fake.calls.faults.set('attachment 0', 'broken');
    const { problems } = await createDraftReader(fake.item, createQueue()).read();
    expect(problems).toEqual([{ filename: 'dragged.eml', code: 'unreadable' }]);
  });

  it('of no octets at all are attached as they are', async () => {
    const { attachments } = await attachmentsOf({ attachments: [{ name: 'empty.txt', content: '', size: 0 }] });
    expect(attachments[0]?.octets).toHaveLength(0);
  });

  it.each([
    ['its Content-ID', 'abc@outlook', { contentId: 'abc@outlook' }],
    ['its name', 'logo.png', {}],
    ['its name and more', 'logo.png@01D', {}],
    ['its name, percent-encoded', 'logo%2Epng', {}],
  ])('inline are shown by %s', async (_how, cid, more) => {
    const { attachments } = await attachmentsOf({
      html: `<img src="cid:${cid}">`,
      attachments: [{ name: 'logo.png', content: base64('png'), isInline: true, ...more }],
    });
    expect(attachments[0]?.contentId).toBe(decodeURIComponent(cid));
  });

  it('are a problem where the body shows a picture that the host says nothing of', async () => {
    const html = '<img src="cid:logo.png@01D"><img src="cid:other.png"><img src="cid:logo.png@01D">';
    const logo = { name: 'logo.png', content: base64('png'), isInline: true };
    const { problems } = await attachmentsOf({ html, attachments: [logo] });
    expect(problems).toEqual([{ filename: 'other.png', code: 'picture' }]);
    const unplaced = await attachmentsOf({ html, attachments: [logo, { ...logo, name: 'image001.png' }] });
    expect(unplaced.problems).toEqual([]);
  });

  it('inline that the body does not show are attached plainly', async () => {
    const { attachments } = await attachmentsOf({
      html: '<p>no picture</p>',
      attachments: [{ name: 'logo.png', content: base64('png'), isInline: true }],
    });
    expect(attachments[0]).not.toHaveProperty('contentId');
  });
});
