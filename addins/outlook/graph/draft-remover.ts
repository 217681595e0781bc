import { SignetError } from '../../../shared/index';
import { mailboxPath, type GraphClient } from './graph-client';

/** Removes a draft from the server. Rejects with `host` where it is still where it was. */
export interface DraftRemover {
  /** `owner`: the address of the mailbox that it is in; left out: the user's own. */
  remove(restId: string, owner?: string): Promise<void>;
}

/**
 * By permanentDelete; where the server does not know that, by DELETE, which moves it to Deleted Items. `shared` has the
 * rights for mailboxes of others.
 */
export function createDraftRemover(client: GraphClient, shared = client): DraftRemover {
  return {
    async remove(restId, owner) {
      const path = `${mailboxPath(owner)}/messages/${encodeURIComponent(restId)}`;
      const asked = owner === undefined ? client : shared;
      const gone = await asked.request(`${path}/permanentDelete`, { method: 'POST' });
      if (gone?.ok) return;
      const moved = await asked.request(path, { method: 'DELETE' });
      if (!moved?.ok && moved?.status !== 404)
        throw new SignetError('host', 'Graph: the draft was not removed', 'network');
    },
  };
}
