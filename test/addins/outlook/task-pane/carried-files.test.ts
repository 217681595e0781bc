import { Blob } from 'node:buffer';
import { carriedFiles } from '../../../../addins/outlook/task-pane/compose/carried-files';
import { type AttachmentView, type BodyPart, type ViewedMessage } from '../../../../shared/index';

const attachment = (index: number, filename: string, contentType = 'application/pdf'): AttachmentView => ({
  index,
  filename,
  contentType,
  size: 100,
});

function mailOf(attachments: readonly AttachmentView[], parts: readonly BodyPart[] = []) {
  return {
    view: { body: { parts, attachments } } as unknown as ViewedMessage,
    attachment: (index: number) =>
      index < 9
        ? Promise.resolve(new Blob([Uint8Array.of(0xff, 0, index)]) as unknown as globalThis.Blob)
        : Promise.reject(new Error('the keys were locked')),
  };
}

async function carried(...of: Parameters<typeof mailOf>): Promise<[string, number[] | undefined, string][]> {
  const files = carriedFiles(mailOf(...of), 'attachment');
  const octets = await Promise.all(files.map((file) => file.octets));
  return files.map(({ filename, state }, at) => [filename, octets[at] && [...octets[at]], state]);
}

describe('what goes along with a forward', () => {
  it('is each attachment, octet for octet, and named so that it can be saved', async () => {
    const list = [
      attachment(0, 'plan.pdf'),
      attachment(1, '../x/plan.pdf'),
      attachment(2, ''),
      attachment(3, 'About', 'message/rfc822'),
    ];
    expect(await carried(list)).toEqual([
      ['plan.pdf', [255, 0, 0], 'read'],
      ['plan.pdf', [255, 0, 1], 'read'],
      ['attachment', [255, 0, 2], 'read'],
      ['About.eml', [255, 0, 3], 'read'],
    ]);
  });

  it('is each picture in the text', async () => {
    const image = (contentId: string, type: string) => ({ contentId, url: `data:image/${type};base64,AQID` });
    const images = [image('image001.png@01D', 'png'), image('a@b', 'jpeg'), image('c.jpg@d', 'jpeg')];
    const found = await carried([], [{ kind: 'html', html: '<img>', images }]);
    expect(found).toEqual([
      ['image001.png', [1, 2, 3], 'read'],
      ['a.jpeg', [1, 2, 3], 'read'],
      ['c.jpg', [1, 2, 3], 'read'],
    ]);
  });

  it('is not left out where it cannot be had', async () => {
    expect(await carried([attachment(9, 'gone.pdf')])).toEqual([['gone.pdf', undefined, 'failed']]);
    const broken = [{ contentId: 'x', url: 'data:image/png;base64,§' }];
    expect(await carried([], [{ kind: 'html', html: '', images: broken }])).toMatchObject([
      ['x.png', undefined, 'failed'],
    ]);
  });
});
