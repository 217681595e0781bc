import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Notice, useStrings, type Language } from '../../../ui/index';
import { type Core, type OpenMail } from '../../../worker/core';
import { type ReadItem } from '../../host/read-item';
import { failureText } from '../failure-text';
import { answerTo, forwardOf, hasOthers, ownAddresses } from './start-writing';
import { useWriteStrings } from './write-strings';
import { type WritingStart } from './written-message';

/** The ways to answer a message that is open, in the pane itself. An answer is from the mailbox that the message lies in. */
export function Answers(props: {
  readonly mail: OpenMail;
  /** The message in the mailbox; undefined: it is a file. */
  readonly item: ReadItem | undefined;
  /** The user's address. */
  readonly from: string;
  readonly core: Pick<Core, 'identities'>;
  readonly language: Language;
  readonly onStart: (start: WritingStart) => void;
}): JSX.Element {
  const { mail, item, core, language, onStart } = props;
  const strings = useWriteStrings(language);
  const { read } = useStrings(language);
  const [own, setOwn] = useState<readonly string[]>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    core.identities().then((identities) => setOwn([props.from, ...ownAddresses(identities)]), setFailure);
  }, [core, props.from]);
  /** The click that counts: none once another message is shown. */
  const last = useRef<symbol | undefined>(undefined);
  useEffect(() => () => void (last.current = undefined), []);
  const start = async (startFrom: (address: string, item?: ReadItem) => WritingStart): Promise<void> => {
    setFailure(undefined);
    const click = (last.current = Symbol());
    try {
      const owner = await item?.owner();
      if (last.current !== click) return;
      onStart(startFrom(owner ?? props.from, item && { ...item, owner: () => Promise.resolve(owner) }));
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  const answer = (whom: 'sender' | 'all', addresses: readonly string[]): void =>
    void start((from, at) => answerTo(mail, whom, { from, own: [from, ...addresses] }, at));
  const forward = (): void => void start((from, at) => forwardOf(mail, { from, unnamed: read.unnamedAttachment }, at));
  return (
    <>
      {own && (
        <div class="sg-actions">
          <button type="button" class="sg-button" data-step="reply" onClick={() => answer('sender', own)}>
            {strings.reply}
          </button>
          {hasOthers(mail, own) && (
            <button type="button" class="sg-button" data-step="reply-all" onClick={() => answer('all', own)}>
              {strings.replyAll}
            </button>
          )}
          <button type="button" class="sg-button" data-step="forward" onClick={forward}>
            {strings.forward}
          </button>
        </div>
      )}
      {failure !== undefined && <Notice tone="error">{failureText(failure, language)}</Notice>}
    </>
  );
}
