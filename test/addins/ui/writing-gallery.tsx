import { type JSX } from 'preact';
import { WriteHere } from '../../../addins/outlook/task-pane/compose/write-here';
import { Leaving, WriteForm } from '../../../addins/outlook/task-pane/compose/write-pane';
import { type WrittenFile } from '../../../addins/outlook/task-pane/compose/written-file';
import {
  type WritingStart,
  type WrittenFields,
  type WrittenMessage,
} from '../../../addins/outlook/task-pane/compose/written-message';
import { type Language } from '../../../addins/ui/props';

const nothing = (): void => undefined;

const fileOf = (filename: string, state: WrittenFile['state']): WrittenFile => ({
  filename,
  state,
  size: 482_113,
  octets: Promise.resolve(undefined),
});

const FIELDS: WrittenFields = {
  to: 'bob@signet.example; Jane',
  cc: '',
  bcc: 'carol@signet.example',
  subject: 'Re: Contract draft',
  text: 'Dear Bob,\n\nsee below.\n\nBob:\n> Is that all?\n',
  files: [
    fileOf('Quartalsbericht November.pdf', 'read'),
    fileOf('Plan.pdf', 'reading'),
    fileOf('Entwurf.docx', 'failed'),
  ],
};

/** What is seen of messages that are written in Outlook's pane. */
export function writingScreens(language: Language): Readonly<Record<string, JSX.Element>> {
  const message = { fields: FIELDS, write: nothing } as unknown as WrittenMessage;
  const start = {
    ...FIELDS,
    from: { name: '', address: 'alice@signet.example' },
    quote: () => Promise.resolve(''),
  } as unknown as WritingStart;
  return {
    'written in the pane': <WriteForm message={message} start={start} language={language} />,
    'leaving what is written': <Leaving language={language} onDiscard={nothing} onStay={nothing} />,
    'write here': <WriteHere isOnly={false} language={language} onWrite={nothing} />,
    'write here only': <WriteHere isOnly language={language} onWrite={nothing} />,
  };
}
