import { useEffect, useRef } from 'preact/hooks';
import { type SendAlert } from '../../host/send-gate';
import { label } from './labels';
import { type Outlook } from './outlook';

/** The dialog of Smart Alerts. */
export function SmartAlert({ alert, outlook }: { readonly alert: SendAlert; readonly outlook: Outlook }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { name } = outlook.state.manifest;
  return (
    <dialog
      ref={dialog}
      class="smart-alert"
      aria-labelledby="smart-alert-title"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="smart-alert-title">{label('alertTitle', name)}</h2>
      <p data-alert-text="" data-alert-reason={alert.reason}>
        {textOf(alert, name)}
      </p>
      <div class="buttons">
        {alert.mayOverride && (
          <button type="button" data-alert="send" onClick={() => void outlook.sendAnyway()}>
            {label('sendAnyway')}
          </button>
        )}
        {alert.mayCancel && (
          <button type="button" data-alert="cancel" onClick={() => outlook.dismissAlert()}>
            {label(alert.reason === 'unavailable' && alert.mayOverride ? 'tryLater' : 'dontSend')}
          </button>
        )}
        {alert.action && (
          <button type="button" class="main" data-alert="action" onClick={() => void outlook.takeAction()}>
            {alert.action.label || label('takeAction')}
          </button>
        )}
      </div>
    </dialog>
  );
}

function textOf(alert: SendAlert, name: string): string {
  if (alert.reason === 'unavailable') return label('alertUnavailable', name);
  if (alert.reason === 'timeout') return label('alertTimeout', name);
  if (alert.reason === 'error') return label('alertError', name);
  if (alert.reason === 'slow') return label('alertSlow', name);
  return alert.message || label('alertDefault', name);
}
