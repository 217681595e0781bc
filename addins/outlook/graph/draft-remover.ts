import { SignetError } from '../../../shared/index';
import { type GraphClient } from './graph-client';

/** Removes a draft from the server. Rejects with `host` where it is still where it was. */
export interface DraftRemover {
  remove(restId: string): Promise<void>;
}

/** By permanentDelete; where the server does not know that, by DELETE, which moves it to Deleted Items. */
export function createDraftRemover(client: GraphClient): DraftRemover {
  return {
    async remove(restId) {
      const path = `/me/messages/${encodeURIComponent(restId)}`;
      const gone = await client.request(`${path}/permanentDelete`, { method: 'POST' });
      if (gone?.ok) return;
      const moved = await client.request(path, { method: 'DELETE' });
      if (!moved?.ok && moved?.status !== 404)
        throw new SignetError('host', 'Graph: the draft was not removed', 'network');
    },
  };
}
