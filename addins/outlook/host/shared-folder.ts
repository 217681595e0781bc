import { officeCall } from './call';

type SharedItem = Partial<Pick<Office.MessageRead, 'getSharedPropertiesAsync'>>;

/**
 * The address of the mailbox that an item of a shared folder or shared mailbox is in; undefined for the user's own. Hosts
 * tell from Mailbox 1.8 on, where the manifest says SupportsSharedFolders; one that does not answer is taken for the own mailbox.
 */
export async function ownerOf(item: SharedItem): Promise<string | undefined> {
  if (item.getSharedPropertiesAsync === undefined) return undefined;
  const properties = await officeCall<Office.SharedProperties>('getSharedPropertiesAsync', (done) =>
    item.getSharedPropertiesAsync?.(done),
  ).catch(() => undefined);
  return properties?.owner || undefined;
}
