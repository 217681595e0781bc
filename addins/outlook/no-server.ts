import { SignetError } from '../../shared/index';
import { type MailServer } from './mail-server';

/** A mailbox that add-ins have no way to (Gmail in Outlook): every call rejects with `host` and subject `no-route`. */
export function createNoServer(): MailServer {
  const refuse = (): Promise<never> => Promise.reject(new SignetError('host', 'no way to this mailbox', 'no-route'));
  return {
    transport: { maxOctets: undefined, send: refuse, wasAccepted: refuse },
    drafts: { remove: refuse },
    originals: { storedEntity: refuse, wholeMessage: refuse },
    conversation: refuse,
    keepDraft: refuse,
  };
}
