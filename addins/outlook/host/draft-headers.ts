import { SignetError } from '../../../shared/index';
import {
  draftProtection,
  formatProtection,
  headerValue,
  MESSAGE_ID_HEADER,
  PRESET_HEADER,
  PROTECTION_HEADER,
  type ProtectionChoice,
} from '../protection-header';
import { formatAttempts, parseAttempts, type SendingAttempts } from '../sending-attempts';
import { officeCall, type Queue } from './call';

type DraftItem = Pick<Office.MessageCompose, 'internetHeaders' | 'saveAsync'>;

/** What we keep with a draft: in its internet headers, and saved, so that every runtime and a reload see the same. */
export interface DraftHeaders {
  /** Rejects with `host` where the draft carries a value that is not ours. */
  protection(): Promise<ProtectionChoice>;
  /** Says what is wanted, and with `isChosen` that the user said so; what settings want stays beside it. */
  setProtection(choice: ProtectionChoice): Promise<void>;
  /** Undefined where nobody has tried to send it yet. */
  attempts(): Promise<SendingAttempts | undefined>;
  setAttempts(attempts: SendingAttempts): Promise<void>;
  /** Saves the draft and gives its item id. */
  save(): Promise<string>;
}

export function createDraftHeaders(item: DraftItem, queue: Queue): DraftHeaders {
  const readAll = async (...names: string[]): Promise<object> => {
    const headers = await officeCall<object | null>('internetHeaders.getAsync', (done) =>
      item.internetHeaders.getAsync(names, done),
    );
    return headers ?? {};
  };
  const read = async (name: string): Promise<string | undefined> => headerValue(await readAll(name), name);
  const save = (): Promise<string> => officeCall<string>('saveAsync', (done) => item.saveAsync(done));
  const write = async (name: string, value: string): Promise<void> => {
    await officeCall('internetHeaders.setAsync', (done) => item.internetHeaders.setAsync({ [name]: value }, done));
    await save();
  };
  return {
    protection: () =>
      queue(async () => {
        const choice = draftProtection(await readAll(PROTECTION_HEADER, PRESET_HEADER));
        if (!choice) throw new SignetError('host', 'protection header: sign, encrypt or both expected', 'protection');
        return choice;
      }),
    setProtection: (choice) => queue(() => write(PROTECTION_HEADER, formatProtection(choice))),
    attempts: () => queue(async () => parseAttempts(await read(MESSAGE_ID_HEADER))),
    setAttempts: (attempts) => queue(() => write(MESSAGE_ID_HEADER, formatAttempts(attempts))),
    save: () => queue(save),
  };
}
