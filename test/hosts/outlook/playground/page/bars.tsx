import { type HostItem } from '../../host/item';
import { Icon } from './icons';
import { label } from './labels';
import { type Outlook } from './outlook';
import { useItem } from './use-item';

/** Notifications that the add-in put on the item. */
export function ItemBars({ item, outlook }: { readonly item: HostItem; readonly outlook: Outlook }) {
  useItem(item);
  return (
    <div class="bars" aria-live="polite">
      {[...item.notifications.values()].map(({ key, type, message, icon }) => (
        <div key={key} class={`bar ${type}`} data-notification={key}>
          {icon !== undefined && <img src={outlook.state.manifest.imageUrl(icon)} alt="" width="16" height="16" />}
          <span>{message}</span>
          <button type="button" aria-label={label('dismiss')} onClick={() => item.removeNotification(key)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}

/** What Outlook itself has to say. */
export function StatusBars({ outlook }: { readonly outlook: Outlook }) {
  const { isConnected, problem, progress } = outlook.state;
  return (
    <div class="bars" aria-live="assertive">
      {!isConnected && <div class="bar errorMessage">{label('connectionLost')}</div>}
      {progress !== undefined && (
        <div class="bar progressIndicator" role="status">
          <span class="spinner" aria-hidden="true" />
          <span>{progress}</span>
        </div>
      )}
      {problem !== undefined && (
        <div class="bar errorMessage" role="alert" data-problem="">
          <span>{problem}</span>
          <button type="button" aria-label={label('dismiss')} onClick={() => outlook.clearProblem()}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
