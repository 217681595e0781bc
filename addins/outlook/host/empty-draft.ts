import { officeCall } from './call';

export type ErasableItem = Pick<
  Office.MessageCompose,
  'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'getAttachmentsAsync' | 'removeAttachmentAsync'
>;

/** Takes text, attachments, subject and recipients out of a draft, the most telling first. Rejects with `host`. */
export async function emptyDraft(item: ErasableItem): Promise<void> {
  await officeCall('body.setAsync', (done) => item.body.setAsync('', done));
  const attachments = await officeCall<Office.AttachmentDetailsCompose[]>('getAttachmentsAsync', (done) =>
    item.getAttachmentsAsync(done),
  );
  for (const { id } of attachments) {
    await officeCall('removeAttachmentAsync', (done) => item.removeAttachmentAsync(id, done));
  }
  await officeCall('subject.setAsync', (done) => item.subject.setAsync('', done));
  for (const field of ['bcc', 'cc', 'to'] as const) {
    await officeCall(`${field}.setAsync`, (done) => item[field].setAsync([], done));
  }
}
