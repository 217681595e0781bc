import { type GraphClient } from './graph-client';

/** Removes the plaintext draft from the server for good. Gives false where it may still be there. */
export interface DraftRemover {
  remove(restId: string): Promise<boolean>;
}

/** By permanentDelete; where the server does not know that, by DELETE, which moves it to Deleted Items. */
export function createDraftRemover(client: GraphClient): DraftRemover {
  return {
    async remove(restId) {
      const path = `/me/messages/${encodeURIComponent(restId)}`;
      const gone = await client.request(`${path}/permanentDelete`, { method: 'POST' });
      if (gone?.ok) return true;
      await client.request(path, { method: 'DELETE' });
      return false;
    },
  };
}
