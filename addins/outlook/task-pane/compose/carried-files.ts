import { fromBase64, SignetError, type AttachmentView, type Bytes, type MessageBody } from '../../../../shared/index';
import { safeFilename } from '../../../ui/index';
import { type OpenMail } from '../../../worker/core';
import { contentTypeOf } from '../../content-type';
import { writtenFile, type WrittenFile } from './written-file';

/**
 * What a message that is open has besides its text, to go along where it is forwarded: its attachments, octet for octet, decrypted
 * ones too, and the pictures in its text. They begin to be read at once. `unnamed`: what one without a name is called.
 */
export function carriedFiles(mail: Pick<OpenMail, 'view' | 'attachment'>, unnamed: string): readonly WrittenFile[] {
  const { attachments } = mail.view.body;
  return [...attachments.map((one) => carried(one, mail, unnamed)), ...picturesOf(mail.view.body, unnamed)];
}

function carried(view: AttachmentView, mail: Pick<OpenMail, 'attachment'>, unnamed: string): WrittenFile {
  const octets = mail
    .attachment(view.index)
    .then((file) => file.arrayBuffer())
    .then((buffer) => new Uint8Array(buffer));
  const name = safeFilename(view.filename, unnamed);
  const filename = view.contentType === 'message/rfc822' ? withEnding(name, 'eml') : name;
  return writtenFile({ filename, size: view.size }, octets);
}

/** They are "data:" URLs, as `InlineImage` has them. */
function picturesOf({ parts }: MessageBody, unnamed: string): readonly WrittenFile[] {
  const images = parts.flatMap((part) => (part.kind === 'html' ? part.images : []));
  return images.map(({ contentId, url }) => {
    const [, ending = '', base64 = ''] = /^data:image\/(\w+);base64,(.*)$/s.exec(url) ?? [];
    const filename = withEnding(safeFilename(contentId.replace(/@.*/s, ''), unnamed), ending);
    return writtenFile({ filename, size: Math.round((base64.length * 3) / 4) }, octetsOf(base64));
  });
}

async function octetsOf(base64: string): Promise<Bytes> {
  const octets = fromBase64(base64);
  if (!octets) throw new SignetError('host', 'a picture in the text is not base64', 'picture');
  return Promise.resolve(octets);
}

/** A name that stands for another kind of file gets the ending of this one. */
const withEnding = (name: string, ending: string): string =>
  contentTypeOf(name) === contentTypeOf(`.${ending}`) ? name : `${name}.${ending}`;
