import { SignetError, utf8Bytes, type PermanentCopy } from '../../../shared/index';
import {
  keepCopies,
  type CopyOptions,
  type CopyPorts,
  type CopyReport,
  type Original,
} from '../../../addins/thunderbird/permanent/keep-copies';

const INTO: CopyOptions = { folderId: 'local', originals: 'keep' };
const TRASH: CopyOptions = { ...INTO, originals: 'trash' };

interface Stored {
  readonly folderId: string;
  readonly octets: string;
  readonly state: Omit<Original, 'folderId' | 'subject'>;
}

/** A mailbox in memory. Encrypted messages are written "sealed:ID:text"; their copies "open:ID:text". */
class Mailbox implements CopyPorts {
  readonly stored = new Map<number, Stored>();
  readonly trash: number[] = [];
  /** What the folder does with what is written. */
  keeps: (octets: string) => string = (octets) => octets;

  constructor(...octets: readonly string[]) {
    const state = { read: true, flagged: true, tags: ['$label1'] };
    octets.forEach((one, index) => this.stored.set(index + 1, { folderId: 'inbox', octets: one, state }));
  }

  #at(messageId: number): Stored {
    const found = this.stored.get(messageId);
    if (!found) throw new SignetError('host', 'not there');
    return found;
  }

  original(messageId: number): Promise<Original> {
    const { folderId, octets, state } = this.#at(messageId);
    return Promise.resolve({ ...state, folderId, subject: octets });
  }

  octets(messageId: number): Promise<Blob> {
    return Promise.resolve(new Blob([this.#at(messageId).octets]));
  }

  find(folderId: string, id: string): Promise<readonly number[]> {
    const there = [...this.stored].filter(([, one]) => one.folderId === folderId && one.octets.split(':')[1] === id);
    return Promise.resolve(there.map(([messageId]) => messageId));
  }

  async write(folderId: string, message: Blob, { read, flagged, tags }: Original): Promise<number> {
    const octets = this.keeps(await message.text());
    const messageId = this.stored.size + 100;
    this.stored.set(messageId, { folderId, octets, state: { read, flagged, tags } });
    return messageId;
  }

  toTrash(messageId: number): Promise<void> {
    this.trash.push(messageId);
    return Promise.resolve();
  }

  async decrypt(message: Blob): Promise<PermanentCopy> {
    const [kind, messageId = '', text] = (await message.text()).split(':');
    if (kind === 'plain') return { kind: 'not-encrypted' };
    if (kind === 'closed')
      return { kind: 'closed', summary: { state: 'unsigned', encryption: 'not-for-us', reasons: [] } };
    return { kind: 'copy', octets: utf8Bytes(`open:${messageId}:${text}`), messageId, losesSignature: false };
  }

  get copies(): readonly Stored[] {
    return [...this.stored.values()].filter(({ folderId }) => folderId === 'local');
  }
}

const outcomes = (reports: readonly CopyReport[]): readonly string[] =>
  reports.map(({ outcome }) => (outcome.kind === 'left' ? outcome.why : outcome.original));

describe('keeping decrypted copies', () => {
  it('writes each with the flags and tags of its original, which stays', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:2:b');
    expect(outcomes(await keepCopies([1, 2], INTO, mailbox))).toEqual(['kept', 'kept']);
    expect(mailbox.copies.map(({ octets }) => octets)).toEqual(['open:1:a', 'open:2:b']);
    expect(mailbox.copies[0]?.state).toEqual({ read: true, flagged: true, tags: ['$label1'] });
    expect(mailbox.trash).toEqual([]);
  });

  it('moves an original to the trash only after its copy was read back', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:2:b');
    mailbox.keeps = (octets) => (octets.includes(':2:') ? octets.slice(0, -1) : octets);
    expect(outcomes(await keepCopies([1, 2], TRASH, mailbox))).toEqual(['trashed', 'differs']);
    expect(mailbox.trash).toEqual([1]);
  });

  it('leaves what is not encrypted, what does not open, and what lies in that folder, and says why', async () => {
    const mailbox = new Mailbox('plain:1:a', 'closed:2:b');
    mailbox.stored.set(3, { folderId: 'local', octets: 'sealed:3:c', state: { read: true, flagged: false, tags: [] } });
    const reports = await keepCopies([1, 2, 3, 4], TRASH, mailbox);
    expect(outcomes(reports)).toEqual(['not-encrypted', 'closed', 'same-folder', 'failed']);
    expect(mailbox.copies).toHaveLength(1);
    expect(mailbox.trash).toEqual([]);
  });

  it('doubles nothing: a second run takes what is there, and finishes with the originals', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:2:b');
    await keepCopies([1], INTO, mailbox);
    const [first, second] = await keepCopies([1, 2], TRASH, mailbox);
    expect(first?.outcome).toMatchObject({ isOld: true, original: 'trashed' });
    expect(second?.outcome).toMatchObject({ isOld: false, original: 'trashed' });
    expect(mailbox.copies).toHaveLength(2);
  });

  it('never takes another message of the same Message-ID for the copy', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:1:other');
    expect(outcomes(await keepCopies([1, 2], TRASH, mailbox))).toEqual(['trashed', 'taken']);
    expect(mailbox.copies).toHaveLength(1);
    expect(mailbox.trash).toEqual([1]);
  });

  it('ends with the first message that the folder does not take, and a second run does the rest', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:2:b', 'sealed:3:c');
    mailbox.keeps = (octets) => {
      if (octets.includes(':2:')) throw new Error('the disk is full');
      return octets;
    };
    const reports = await keepCopies([1, 2, 3], TRASH, mailbox);
    expect(outcomes(reports)).toEqual(['trashed', 'not-written', 'not-begun']);
    expect(reports[1]?.outcome).toMatchObject({ said: 'the disk is full' });
    expect(mailbox.trash).toEqual([1]);
    mailbox.keeps = (octets) => octets;
    expect(outcomes(await keepCopies([2, 3], TRASH, mailbox))).toEqual(['trashed', 'trashed']);
    expect(mailbox.copies).toHaveLength(3);
  });

  it('says where an original could not be moved, and keeps both', async () => {
    const mailbox = new Mailbox('sealed:1:a');
    mailbox.toTrash = () => Promise.reject(new Error('no trash'));
    expect(outcomes(await keepCopies([1], TRASH, mailbox))).toEqual(['not-trashed']);
    expect(mailbox.copies).toHaveLength(1);
  });

  it('stops between two messages, and tells how far it is', async () => {
    const mailbox = new Mailbox('sealed:1:a', 'sealed:2:b');
    const controller = new AbortController();
    const told: string[] = [];
    const progress = (done: number, total: number): void => {
      told.push(`${done}/${total}`);
      controller.abort();
    };
    const reports = await keepCopies([1, 2], INTO, mailbox, { progress, signal: controller.signal });
    expect(outcomes(reports)).toEqual(['kept', 'not-begun']);
    expect(told).toEqual(['1/2', '2/2']);
  });
});
