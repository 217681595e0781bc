import { type Protection } from '../../../policy/decide-draft';
import { type MessageOptions } from '../../../policy/message-options';
import { type Draft } from '../../host/draft-reader';

/** A message to all recipients of a draft or to a part of them, with what it is to have. */
export interface DraftPart {
  readonly draft: Draft;
  readonly choice: Protection;
  /** How an organisation wants it to be written. */
  readonly options: MessageOptions;
  /** Who may sign it; left out: nobody has to be named. */
  readonly identityId?: string;
}
