import { type JSX } from 'preact';
import { type EncryptionVerdict, type Reader } from '../../shared/index';
import { Foreign } from './foreign';
import { Icon } from './icons';
import { type Language } from './props';
import { useStrings, type Strings } from './strings';

export interface EncryptionProps {
  readonly encryption: EncryptionVerdict;
  readonly language: Language;
  readonly readers?: readonly Reader[] | undefined;
}

/** One line, always visible: whether the message was encrypted, and to how many. */
export function EncryptionLine({ encryption, language, readers }: EncryptionProps): JSX.Element {
  const { read } = useStrings(language);
  const isEncrypted = encryption.state !== 'none';
  return (
    <p class="sg-encryption" data-encryption={encryption.state}>
      <Icon name={isEncrypted ? 'lock' : 'lock-open'} />
      <span>
        <strong>{read.encryptionWord[encryption.state]}</strong>
        {isEncrypted && <span class="sg-hint"> {whoText(encryption, readers, read)}</span>}
      </span>
    </p>
  );
}

function whoText(
  { state, recipients }: EncryptionVerdict,
  readers: readonly Reader[] | undefined,
  read: Strings['read'],
): string {
  const count = readers?.length ?? recipients.length;
  const isOurs = state === 'opened' || readers?.some(({ isUser }) => isUser) === true;
  if (count === 0) return '';
  if (!isOurs) return read.someCanRead(count);
  return count === 1 ? read.onlyYou : read.youAndOthers(count - 1);
}

/** Everyone who holds a key to a message: one that was received, or a draft as it would be sent. */
export function WhoCanRead(props: {
  readonly readers: readonly Reader[];
  readonly language: Language;
  readonly when?: 'received' | 'draft';
}): JSX.Element {
  const { read, common } = useStrings(props.language);
  return (
    <section class="sg-group">
      <h3>{props.when === 'draft' ? read.whoWillRead : read.whoCanRead}</h3>
      <ul class="sg-people">
        {props.readers.map((reader) => (
          <li key={reader.label + (reader.address ?? '')}>
            <Icon name={reader.isKnown ? 'person' : 'key'} />
            <span>
              {reader.isKnown ? <Foreign>{reader.label}</Foreign> : read.unknownReader}
              {reader.isUser && ` (${common.you})`}
              {reader.isKnown && reader.address !== undefined && reader.address !== reader.label && (
                <span class="sg-second">
                  <Foreign>{reader.address}</Foreign>
                </span>
              )}
              {!reader.isKnown && (
                <span class="sg-second">
                  <Foreign>{reader.label}</Foreign>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
