import { toBase64 } from '../../../shared/index';
import { createCarefulTransport, type CheckedTransport } from '../careful-sending';
import { ewsRefusal, isBusy, isDoubtful, waitOf, type EwsClient } from './ews-client';
import { findByMessageId, type DistinguishedFolder } from './find-items';
import { xml, type Xml } from './soap';

const SEND_ATTEMPTS = 4;
/** Where a message that was accepted can be: rules of the user may have thrown its copy away. */
const AFTER_SENDING: readonly DistinguishedFolder[] = ['sentitems', 'outbox', 'deleteditems'];

/**
 * Sends MIME by CreateItem with SendAndSaveCopy; the copy is in the user's own Sent Items, whatever the message is from.
 * EWS takes the recipients from To, Cc and Bcc of the message itself: `recipients` must name the same people, which is
 * not checked here. Rejects with `host` beside what `createCarefulTransport` says: subject `ews` (this server lends
 * the add-in no EWS, or is away), `too-large`, `busy`, `forbidden`, `send-as`, `full` or `refused`.
 */
export function createEwsTransport(client: EwsClient, maxOctets: number): CheckedTransport {
  return createCarefulTransport({
    maxOctets,
    looksFirst: true,
    sleep: (ms) => client.sleep(ms),
    async wasAccepted(messageId) {
      for (const folder of AFTER_SENDING) {
        const found = await findByMessageId(client, folder, messageId);
        if (found.some(({ isDraft }) => !isDraft)) return true;
      }
      return false;
    },
    async post({ octets }) {
      const operation = sendOperation(toBase64(octets));
      for (let attempt = 1; ; attempt++) {
        const answer = await client.request(operation);
        if (answer?.code === 'NoError') return 'accepted';
        if (!answer || isDoubtful(answer)) return 'doubtful';
        if (attempt === SEND_ATTEMPTS || !isBusy(answer)) throw ewsRefusal(answer);
        await client.sleep(waitOf(answer));
      }
    },
  });
}

const sendOperation = (mime: string): Xml =>
  xml(
    'm:CreateItem',
    { MessageDisposition: 'SendAndSaveCopy' },
    xml('m:SavedItemFolderId', {}, xml('t:DistinguishedFolderId', { Id: 'sentitems' })),
    xml('m:Items', {}, xml('t:Message', {}, xml('t:MimeContent', { CharacterSet: 'UTF-8' }, mime))),
  );
