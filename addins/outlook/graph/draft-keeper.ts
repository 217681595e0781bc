import { SignetError } from '../../../shared/index';
import { type GraphClient } from './graph-client';

/** A message to one person, yet to be sent. */
export interface NewDraft {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Puts a new message into the folder of drafts, since Outlook opens no second draft beside one that is being written.
 * Rejects with `host` where Graph does not say that it is there; it may lie there all the same.
 */
export async function keepDraft(client: GraphClient, { to, subject, text }: NewDraft): Promise<void> {
  const body = {
    subject,
    body: { contentType: 'text', content: text },
    toRecipients: [{ emailAddress: { address: to } }],
  };
  const response = await client.request('/me/messages', {
    method: 'POST',
    contentType: 'application/json',
    body: JSON.stringify(body),
  });
  if (!response?.ok) throw new SignetError('host', 'Graph: the draft was not kept', 'network');
}
