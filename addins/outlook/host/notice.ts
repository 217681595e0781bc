import { officeCall } from './call';

/** An image of the manifest, by its resource id. */
const ICON = 'icon.menu.16';

/** A line above an item, at most 150 characters, which goes as soon as another item is on the screen. */
export function notice(kind: 'information' | 'error', message: string): Office.NotificationMessageDetails {
  const { InformationalMessage, ErrorMessage } = Office.MailboxEnums.ItemNotificationMessageType;
  // Neither icon nor persistence may be given for an error (documented).
  return kind === 'error'
    ? { type: ErrorMessage, message }
    : { type: InformationalMessage, message, icon: ICON, persistent: false };
}

/** Shows a notice in the place of the one with its key. Rejects with `host`. */
export async function putNotice(
  notices: Pick<Office.NotificationMessages, 'replaceAsync' | 'addAsync'>,
  key: string,
  details: Office.NotificationMessageDetails,
): Promise<void> {
  // QUIRK: replaceAsync fails on some hosts where no notice of the key is there yet.
  await officeCall('notificationMessages.replaceAsync', (done) => notices.replaceAsync(key, details, done)).catch(() =>
    officeCall('notificationMessages.addAsync', (done) => notices.addAsync(key, details, done)),
  );
}
