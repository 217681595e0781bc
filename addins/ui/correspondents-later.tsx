import { type JSX } from 'preact';
import { type AttachmentView } from '../../shared/index';
import { type Core, type OpenMail } from '../worker/core';
import { later, Later } from './later';
import { type Language } from './props';

/** Certificates of others: most visits to the settings are for something else. */
export const CORRESPONDENTS = later(() => import('./correspondents-panel'));

/** What is said beside a message about keys it brings: most bring none. */
export const MESSAGE_KEYS = later(() => import('./message-keys'));

const ENDING = /\.(?:cer|crt|der|pem|p7b|p7c|vcf|vcard|ldif?)$/i;
const TYPE =
  /^(?:application\/(?:pkix-cert|x-x509-(?:user|email|ca)-cert|x-pkcs7-certificates|pkcs7-certificates|x-pem-file)|text\/(?:x-)?vcard|text\/directory|text\/ldif)$/i;

/** Attachments that may hold certificates, by name and type. */
export function certificateAttachments(list: readonly AttachmentView[]): readonly AttachmentView[] {
  return list.filter(({ filename, contentType }) => ENDING.test(filename) || TYPE.test(contentType));
}

/** Beside a message that is open: a changed key of its sender, and certificates that are attached; nothing for most. */
export function KeysOfMessage(props: {
  readonly mail: Pick<OpenMail, 'view' | 'changedKey' | 'importAttachments'>;
  readonly core: Pick<Core, 'correspondents'>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element | null {
  const { mail, core, language, onChanged } = props;
  const attachments = certificateAttachments(mail.view.body.attachments);
  if (!mail.changedKey && attachments.length === 0) return null;
  return (
    <Later part={MESSAGE_KEYS} language={language}>
      {({ MessageKeys }) => (
        <MessageKeys
          changedKey={mail.changedKey}
          attachments={attachments}
          core={core.correspondents}
          onImport={(indexes) => mail.importAttachments(indexes)}
          language={language}
          onChanged={onChanged}
        />
      )}
    </Later>
  );
}
